//! What a client is told. Field names are the protocol's; those that old clients read keep their meaning.

use serde::{Serialize, Serializer};

use crate::{
    Code,
    clock::Millis,
    domain::{DeleteType, Language, Role, Visibility},
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
    message::{FileInfo, Kind, Message},
    presenter::Presenter,
};

/// A frame from the server.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame<'a> {
    /// The answer to a connection and to `view`.
    Ready {
        /// [`super::VERSION`].
        protocol: u32,
        /// The room in view.
        room_id: Option<RoomId>,
        /// The room's number from which live frames go on.
        seq: Seq,
        /// Who I am.
        user_id: UserId,
        /// Members online.
        online_count: usize,
        /// The usernames of up to [`crate::limits::PRESENCE_NAMED`] of them.
        online_users: &'a [String],
        /// The server's time.
        server_time: Millis,
    },
    /// What `after` missed, before anything live.
    Changes {
        /// The room.
        room_id: RoomId,
        /// The position before these.
        from: Seq,
        /// The position after these.
        to: Seq,
        /// The changed messages, by `changed_seq`.
        items: &'a [ChangedMessage<'a>],
    },
    /// Load the room anew.
    Reset {
        /// The room.
        room_id: RoomId,
        /// Its number.
        seq: Seq,
    },
    /// A message was born.
    ChatMessage(PostedMessage<'a>),
    /// A text was changed.
    MessageEdited {
        /// The room.
        room_id: RoomId,
        /// Which message.
        message_id: MessageId,
        /// The text now.
        message: &'a str,
        /// The number of the change.
        seq: Seq,
        /// The message's number at birth.
        message_seq: Seq,
        /// When.
        edited_at: Option<Millis>,
        /// The bubble now.
        html: String,
    },
    /// Something was erased.
    MessageDeleted {
        /// The room.
        room_id: RoomId,
        /// Which message.
        message_id: MessageId,
        /// What, as it ended.
        delete_type: DeleteType,
        /// The number of the change.
        seq: Seq,
        /// The message's number at birth.
        message_seq: Seq,
        /// The bubble now, when something remains.
        #[serde(skip_serializing_if = "Option::is_none")]
        html: Option<String>,
    },
    /// A member's first socket came.
    UserJoin {
        /// The room.
        room_id: RoomId,
        /// Their username.
        user: &'a str,
        /// Who.
        user_id: UserId,
        /// Members online now.
        online_count: usize,
    },
    /// A member's last socket has gone for a while.
    UserLeave {
        /// The room.
        room_id: RoomId,
        /// Their username.
        user: &'a str,
        /// Who.
        user_id: UserId,
        /// Members online now.
        online_count: usize,
    },
    /// How many are online: in large rooms, and where members who are online came in or went.
    Presence {
        /// The room.
        room_id: RoomId,
        /// Members online now.
        online_count: usize,
    },
    /// Somebody writes, or stopped.
    UserTyping {
        /// The room.
        room_id: RoomId,
        /// Their username.
        user: &'a str,
        /// Who.
        user_id: UserId,
        /// The name to show.
        name: &'a str,
        /// Which of the two.
        is_typing: bool,
    },
    /// The room's settings, members or roles changed.
    RoomChanged {
        /// The room.
        room_id: RoomId,
        /// Its name.
        name: &'a str,
        /// Who may find it, when that is what changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        visibility: Option<Visibility>,
        /// How many belong to it.
        members: usize,
        /// Those whose role is new, and what it is.
        roles: Vec<RoleOf>,
    },
    /// The room is gone for me.
    RoomGone {
        /// The room.
        room_id: RoomId,
        /// `removed` or `deleted`.
        reason: &'static str,
    },
    /// Something was born in a room of mine that is not in view.
    RoomActivity {
        /// The room.
        room_id: RoomId,
        /// The newest birth.
        seq: Seq,
        /// Who wrote it.
        author_id: UserId,
        /// Its author's name to show.
        author: &'a str,
        /// Members whom these births name.
        mentioned: &'a [UserId],
        /// The author of each birth since the last such frame, for the client to count; system messages are not among them.
        births: &'a [UserId],
        /// One line of the newest.
        preview: String,
        /// When it was born.
        created_at: Millis,
        /// The same as people read it.
        timestamp: String,
    },
    /// My read position moved on another device.
    Read {
        /// The room.
        room_id: RoomId,
        /// Everything up to this birth is seen.
        seq: Seq,
        /// What is left.
        unread: u32,
        /// How many of these name me.
        mentions: u32,
    },
    /// A command is durable.
    Ack {
        /// The command.
        client_id: ClientId,
        /// The message it was about.
        #[serde(skip_serializing_if = "Option::is_none")]
        message_id: Option<MessageId>,
        /// The number it took.
        seq: Seq,
    },
    /// A command or frame was refused.
    Error {
        /// The stable code.
        code: Code,
        /// Words for a person.
        message: String,
        /// The command it answers.
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<ClientId>,
    },
    /// The answer to `ping`.
    Pong {},
}

impl Frame<'_> {
    /// The frame as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        // Maps with string keys, strings and integers: there is nothing here that serde_json could refuse.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A member's role.
#[derive(Serialize)]
pub struct RoleOf {
    /// Who.
    pub user_id: UserId,
    /// Their role now.
    pub role: Role,
}

/// A message as clients get it.
#[derive(Serialize)]
pub struct PostedMessage<'a> {
    /// The room.
    pub room_id: RoomId,
    /// Its text; for a system message, its words.
    pub message: String,
    /// The author's username.
    pub user: &'a str,
    /// The author.
    pub user_id: UserId,
    /// Its id.
    pub message_id: MessageId,
    /// "HH:MM".
    pub timestamp: String,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// Its number at birth.
    pub seq: Seq,
    /// When it was stored.
    pub created_at: Millis,
    /// The author's own name of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// What it carries.
    pub message_type: Kind,
    /// Its files.
    pub files: &'a [FileInfo],
    /// The bubble.
    pub html: String,
}

impl<'a> PostedMessage<'a> {
    /// The message as a reader of `language` gets it.
    pub fn new(message: &'a Message, language: Language, presenter: &dyn Presenter) -> Self {
        Self {
            room_id: message.room_id,
            message: message_text(message, language, presenter),
            user: &message.author.username,
            user_id: message.author.id,
            message_id: message.id,
            timestamp: presenter.time_of_day(message.created_at),
            reply_to: message.quote.as_ref().map(|quote| quote.id),
            seq: message.seq,
            created_at: message.created_at,
            client_id: message.client_id,
            message_type: message.kind,
            files: &message.files,
            html: presenter.bubble(message, language),
        }
    }
}

/// The text that a frame shows: what was written, or the words of a system message.
#[must_use]
pub fn message_text(message: &Message, language: Language, presenter: &dyn Presenter) -> String {
    match message.kind {
        Kind::System => presenter.preview(message, language),
        _ => message.content.clone().unwrap_or_default(),
    }
}

/// A message in `changes`: its present state, or that it is gone.
pub enum ChangedMessage<'a> {
    /// It is there.
    Here {
        /// The message.
        message: PostedMessage<'a>,
        /// Its last change.
        changed_seq: Seq,
        /// When its text was last changed.
        edited_at: Option<Millis>,
    },
    /// It is gone.
    Gone {
        /// Which.
        message_id: MessageId,
        /// Its number at birth.
        seq: Seq,
        /// Its last change.
        changed_seq: Seq,
    },
}

impl<'a> ChangedMessage<'a> {
    /// The message as a reader of `language` gets it.
    pub fn new(message: &'a Message, language: Language, presenter: &dyn Presenter) -> Self {
        if message.deleted {
            return Self::Gone { message_id: message.id, seq: message.seq, changed_seq: message.changed_seq };
        }
        Self::Here {
            message: PostedMessage::new(message, language, presenter),
            changed_seq: message.changed_seq,
            edited_at: message.edited_at,
        }
    }

    /// Bytes of its text and markup.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        match self {
            Self::Here { message, .. } => message.message.len() + message.html.len(),
            Self::Gone { .. } => 0,
        }
    }
}

impl Serialize for ChangedMessage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Here<'a> {
            #[serde(flatten)]
            message: &'a PostedMessage<'a>,
            changed_seq: Seq,
            edited_at: Option<Millis>,
            deleted: bool,
        }
        #[derive(Serialize)]
        struct Gone {
            message_id: MessageId,
            seq: Seq,
            changed_seq: Seq,
            deleted: bool,
        }
        match self {
            Self::Here { message, changed_seq, edited_at } => {
                Here { message, changed_seq: *changed_seq, edited_at: *edited_at, deleted: false }.serialize(serializer)
            }
            Self::Gone { message_id, seq, changed_seq } => {
                Gone { message_id: *message_id, seq: *seq, changed_seq: *changed_seq, deleted: true }
                    .serialize(serializer)
            }
        }
    }
}
