//! A room's story as one change of the store: each step is the message that a person's browser would have caused, applied at the
//! time when it happened. One transaction a room, so that a year costs one sync of the disk.

use actors::{
    Code, Error, Result,
    clock::Millis,
    domain::{Body, DeleteType, Emoji, RoomName, Visibility},
    ids::{RoomId, Seq, UserId},
    limits::Limits,
    store::{
        By, Tx, Write,
        files::NewFile,
        members::{JoinRoom, MarkRead, MarkUnread, MemberAction, SetMember},
        messages::{DeleteMessage, Done, EditMessage, PostMessage, React},
        rooms::{CreateRoom, SetRoom},
    },
};

use super::{people::PEOPLE, rooms::Plan};

/// Something that somebody did at some time. People are places among all people, posts are counted from the room's first.
#[derive(Debug)]
pub(super) struct Step {
    /// When.
    pub(super) at: Millis,
    /// Who.
    pub(super) who: usize,
    /// What.
    pub(super) act: Act,
}

/// What somebody did.
#[derive(Debug)]
pub(super) enum Act {
    /// Came in; into a private room, its owner brought them.
    Join,
    /// Was made an administrator by the owner.
    Promote,
    /// Gave the room the name that it has now.
    Rename,
    /// Wrote.
    Post(Post),
    /// Changed a text.
    Edit {
        /// Which post.
        post: usize,
        /// What it says now.
        text: String,
    },
    /// Took everything back.
    Delete {
        /// Which post.
        post: usize,
    },
    /// Reacted.
    React {
        /// To which post.
        post: usize,
        /// With what.
        emoji: &'static str,
    },
    /// Marked the room as unread.
    Mark,
    /// Has read the first posts.
    Read {
        /// How many.
        posts: usize,
    },
}

/// A message.
#[derive(Debug)]
pub(super) struct Post {
    /// What it says; may be empty when there are files.
    pub(super) text: String,
    /// What it brings.
    pub(super) files: Vec<NewFile>,
    /// The post that it answers.
    pub(super) answers: Option<usize>,
}

/// A room and all that happened in it.
pub(super) struct Story {
    /// The room.
    pub(super) plan: Plan,
    /// When it was made.
    pub(super) begun: Millis,
    /// Everybody's ids, in the order of the people.
    pub(super) ids: Vec<UserId>,
    /// What happened since, in order of time.
    pub(super) steps: Vec<Step>,
}

impl Write for Story {
    type Reply = ();

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let present = tx.now;
        let told = self.tell(tx);
        tx.now = present;
        told
    }
}

impl Story {
    fn tell(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.now = self.begun;
        let owner = PEOPLE.iter().position(|person| person.username == self.plan.owner);
        let owner = self.by(owner.unwrap_or_default())?;
        let first = if self.plan.was.is_empty() { self.plan.name } else { self.plan.was };
        let name = RoomName::parse(first)?;
        let room_id = CreateRoom { by: owner, name, visibility: self.visibility(), client_id: None }.apply(tx)?;
        let mut posts = Vec::new();
        for step in &self.steps {
            tx.now = step.at;
            let by = self.by(step.who)?;
            self.play(tx, Scene { room_id, owner, by, who: step.who, posts: &mut posts }, &step.act)?;
        }
        Ok(())
    }

    fn play(&self, tx: &mut Tx<'_>, scene: Scene<'_>, act: &Act) -> Result<()> {
        let Scene { room_id, by, .. } = scene;
        match act {
            Act::Join if self.plan.is_private => scene.set_member(tx, MemberAction::Add),
            Act::Join => JoinRoom { by, room_id, client_id: None }.apply(tx),
            Act::Promote => scene.set_member(tx, MemberAction::MakeAdmin),
            Act::Rename => {
                let (name, visibility) = (RoomName::parse(self.plan.name)?, self.visibility());
                SetRoom { by, room_id, name, visibility, client_id: None }.apply(tx)
            }
            Act::Post(post) => {
                let reply_to = post.answers.map(|answers| scene.post(answers)).transpose()?.map(|done| done.message_id);
                let body = (!post.text.is_empty()).then(|| body(&post.text)).transpose()?;
                let files = post.files.clone();
                let done = PostMessage { by, room_id, body, files, reply_to, client_id: None }.apply(tx)?;
                scene.posts.push(done);
                Ok(())
            }
            Act::Edit { post, text } => {
                let message_id = scene.post(*post)?.message_id;
                let edit = EditMessage { by, message_id, room_id: None, body: body(text)?, client_id: None };
                edit.apply(tx).map(drop)
            }
            Act::Delete { post } => {
                let (message_id, delete_type) = (scene.post(*post)?.message_id, DeleteType::All);
                DeleteMessage { by, message_id, room_id: None, delete_type, client_id: None }.apply(tx).map(drop)
            }
            Act::React { post, emoji } => {
                let (message_id, emoji) = (scene.post(*post)?.message_id, Emoji::parse(emoji)?);
                React { by, message_id, room_id: None, emoji, on: true, client_id: None }.apply(tx).map(drop)
            }
            Act::Mark => MarkUnread { by, room_id, on: true, client_id: None }.apply(tx).map(drop),
            Act::Read { posts } => {
                let seq: Seq = match posts.checked_sub(1) {
                    _ if *posts == scene.posts.len() => Seq::MAX,
                    Some(post) => scene.post(post)?.seq,
                    None => return Ok(()),
                };
                MarkRead { by, room_id, seq, client_id: None }.apply(tx).map(drop)
            }
        }
    }

    fn visibility(&self) -> Visibility {
        if self.plan.is_private { Visibility::Private } else { Visibility::Open }
    }

    fn by(&self, who: usize) -> Result<By> {
        let user_id = *self.ids.get(who).ok_or(Error::Refused(Code::NotFound))?;
        Ok(By { user_id, login_id: None })
    }
}

/// Where a step happens.
struct Scene<'a> {
    room_id: RoomId,
    owner: By,
    by: By,
    who: usize,
    /// What was posted so far.
    posts: &'a mut Vec<Done>,
}

impl Scene<'_> {
    fn post(&self, post: usize) -> Result<Done> {
        self.posts.get(post).copied().ok_or(Error::Refused(Code::NotFound))
    }

    fn set_member(&self, tx: &mut Tx<'_>, action: MemberAction) -> Result<()> {
        let username = PEOPLE.get(self.who).map_or_else(String::new, |person| person.username.to_owned());
        SetMember { by: self.owner, room_id: self.room_id, username, action, client_id: None }.apply(tx)
    }
}

fn body(text: &str) -> Result<Body> {
    Body::parse(text, Limits::default().message_chars)
}
