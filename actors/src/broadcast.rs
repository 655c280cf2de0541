//! One fact on its way to many readers. It is turned into bytes at most once for each language in use, by whichever worker
//! needs that language first, and shared by everybody after that; a language that nobody reads costs nothing.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, OnceLock},
};

use bytes::Bytes;

use crate::{
    domain::{Language, Visibility},
    event::{Change, MemberChange, RoomEvent},
    ids::{RoomId, Seq, UserId},
    message::Message,
    presenter::Presenter,
    protocol::{Frame, PostedMessage, RoleOf},
};

/// A frame for many readers.
pub struct Broadcast {
    wire: [OnceLock<Bytes>; Language::ALL.len()],
    fact: Fact,
    presenter: Arc<dyn Presenter>,
}

enum Fact {
    /// The same bytes in every language; they stand in the first cell.
    Plain,
    /// A numbered change, and the room after it.
    Room(RoomEvent, RoomFacts),
    /// Births in a room that is not in view.
    Activity(Activity),
}

/// What `room_changed` says of a room.
#[derive(Clone, Debug)]
pub struct RoomFacts {
    /// Its name.
    pub name: String,
    /// How many belong to it.
    pub members: usize,
}

/// What members elsewhere hear of a room: its births since it last told of them, and what else changed their counts.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The newest message of these.
    pub newest: Arc<Message>,
    /// Each birth and its author, system messages left out.
    pub births: Vec<(Seq, UserId)>,
    /// Members whom a message names, with its birth.
    pub named: Vec<(Seq, UserId)>,
    /// Members whom a message that is still there names otherwise than before, with its birth.
    pub recounted: Vec<(Seq, UserId)>,
    /// Births of which nothing is left.
    pub erased: Vec<Seq>,
    /// The largest birth that is counted otherwise than all these lists say.
    pub recount: Option<Seq>,
    /// How many belong to the room.
    pub members: usize,
    /// The room's number by now.
    pub as_of: Seq,
}

impl Broadcast {
    /// A frame that reads the same in every language.
    pub fn plain(frame: &Frame<'_>, presenter: &Arc<dyn Presenter>) -> Arc<Self> {
        let this = Self::of(Fact::Plain, presenter);
        let [first, ..] = &this.wire;
        first.get_or_init(|| presenter.wire(&frame.json()));
        Arc::new(this)
    }

    /// The frames of a numbered change.
    pub fn room(event: RoomEvent, facts: RoomFacts, presenter: &Arc<dyn Presenter>) -> Arc<Self> {
        Arc::new(Self::of(Fact::Room(event, facts), presenter))
    }

    /// The frame about births out of view.
    pub fn activity(activity: Activity, presenter: &Arc<dyn Presenter>) -> Arc<Self> {
        Arc::new(Self::of(Fact::Activity(activity), presenter))
    }

    fn of(fact: Fact, presenter: &Arc<dyn Presenter>) -> Self {
        Self { wire: Default::default(), fact, presenter: presenter.clone() }
    }

    /// The bytes for a reader of `language`.
    pub fn wire(&self, language: Language) -> &Bytes {
        static NOTHING: Bytes = Bytes::new();
        let index = match self.fact {
            Fact::Plain => 0,
            _ => language.index(),
        };
        self.wire.get(index).map_or(&NOTHING, |cell| cell.get_or_init(|| self.render_or_nothing(language)))
    }

    /// A frame that cannot be made must not take the worker with it: its readers see a gap in the numbers and ask.
    fn render_or_nothing(&self, language: Language) -> Bytes {
        catch_unwind(AssertUnwindSafe(|| self.render(language))).unwrap_or_else(|_| {
            log::error!("a frame in {} could not be made", language.tag());
            Bytes::new()
        })
    }

    fn render(&self, language: Language) -> Bytes {
        let presenter = &*self.presenter;
        match &self.fact {
            Fact::Plain => Bytes::new(),
            Fact::Room(event, facts) => render_change(event, facts, language, presenter),
            Fact::Activity(activity) => presenter.wire(&activity_frame(activity, language, presenter).json()),
        }
    }
}

fn activity_frame<'a>(activity: &'a Activity, language: Language, presenter: &dyn Presenter) -> Frame<'a> {
    let Activity { newest, births, named, recounted, erased, recount, members, as_of } = activity;
    let mut mentioned: Vec<UserId> = named.iter().map(|(_, user)| *user).collect();
    mentioned.sort_unstable();
    mentioned.dedup();
    Frame::RoomActivity {
        room_id: newest.room_id,
        seq: newest.seq,
        author_id: newest.author.id,
        author: &newest.author.display_name,
        mentioned,
        births,
        named,
        recounted,
        erased,
        recount: *recount,
        members: *members,
        as_of: *as_of,
        preview: presenter.preview(newest, language),
        created_at: newest.created_at,
        timestamp: presenter.time_of_day(newest.created_at),
    }
}

fn render_change(event: &RoomEvent, facts: &RoomFacts, language: Language, presenter: &dyn Presenter) -> Bytes {
    let RoomEvent { room_id, seq, message, change } = event;
    match change {
        Change::Posted => {
            let frame = Frame::ChatMessage(PostedMessage::new(message, language, presenter));
            presenter.wire(&frame.json())
        }
        Change::Edited { .. } => {
            let frame = Frame::MessageEdited {
                room_id: *room_id,
                message_id: message.id,
                message: message.content.as_deref().unwrap_or_default(),
                seq: *seq,
                message_seq: message.seq,
                edited_at: message.edited_at,
                recounted: change.recounted(),
                html: presenter.bubble(message, language),
            };
            presenter.wire(&frame.json())
        }
        Change::Deleted { what, .. } => {
            let frame = Frame::MessageDeleted {
                room_id: *room_id,
                message_id: message.id,
                delete_type: *what,
                seq: *seq,
                message_seq: message.seq,
                recounted: change.recounted(),
                members: facts.members,
                html: (!message.deleted).then(|| presenter.bubble(message, language)),
            };
            presenter.wire(&frame.json())
        }
        Change::Reacted { user_id, emoji, on } => {
            let left = message.reactions.iter().find(|reaction| reaction.emoji == emoji.as_str());
            let frame = Frame::Reaction {
                room_id: *room_id,
                message_id: message.id,
                emoji: *emoji,
                on: *on,
                user_id: *user_id,
                count: left.map_or(0, |left| left.count),
                users: left.into_iter().flat_map(|left| &left.users).map(|user| &*user.display_name).collect(),
                seq: *seq,
                message_seq: message.seq,
                html: presenter.bubble(message, language),
            };
            presenter.wire(&frame.json())
        }
        Change::Members(_) | Change::Settings { .. } => {
            let (members, visibility): (&[MemberChange], _) = match change {
                Change::Settings { visibility, .. } => (&[], Some(*visibility)),
                Change::Members(changes) => (changes, None),
                _ => (&[], None),
            };
            let said = Frame::ChatMessage(PostedMessage::new(message, language, presenter));
            let changed = room_changed(*room_id, facts, members, visibility);
            [presenter.wire(&said.json()), presenter.wire(&changed.json())].concat().into()
        }
    }
}

/// The frame that tells what a room is now.
#[must_use]
pub fn room_changed<'a>(
    room_id: RoomId,
    facts: &'a RoomFacts,
    changes: &[MemberChange],
    visibility: Option<Visibility>,
) -> Frame<'a> {
    let roles = changes.iter().filter_map(|change| match change {
        MemberChange::Is { user_id, role, .. } => Some(RoleOf { user_id: *user_id, role: *role }),
        MemberChange::Gone { .. } => None,
    });
    Frame::RoomChanged { room_id, name: &facts.name, visibility, members: facts.members, roles: roles.collect() }
}
