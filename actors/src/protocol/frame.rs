//! What a client is told. Field names are the protocol's; those that old clients read keep their meaning.

use serde::Serialize;

use super::{ChangedMessage, PostedMessage};

use crate::{
    Code,
    clock::Millis,
    domain::{DeleteType, Emoji, Role, Visibility},
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
    store::members::ReadState,
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
        /// Members whom it names now and did not before, or the other way round: whoever has not read it asks for their counts.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        recounted: Vec<UserId>,
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
        /// Members whom it named, when something remains: whoever has not read it asks for their counts. When nothing remains, it
        /// is as with `erased` of `room_activity`.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        recounted: Vec<UserId>,
        /// How many belong to the room.
        members: usize,
        /// The bubble now, when something remains.
        #[serde(skip_serializing_if = "Option::is_none")]
        html: Option<String>,
    },
    /// Somebody put an emoji under a message, or took theirs away.
    Reaction {
        /// The room.
        room_id: RoomId,
        /// Which message.
        message_id: MessageId,
        /// Which emoji.
        emoji: Emoji,
        /// Which of the two.
        on: bool,
        /// Who.
        user_id: UserId,
        /// How many there are of this emoji now.
        count: u32,
        /// The names of the first of them.
        users: Vec<&'a str>,
        /// The number of the change.
        seq: Seq,
        /// The message's number at birth.
        message_seq: Seq,
        /// The bubble now.
        html: String,
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
    /// Something was born in a room of mine that is not in view, or changed what is unread there.
    RoomActivity {
        /// The room.
        room_id: RoomId,
        /// The newest birth that this tells of, be it of a message that was changed.
        seq: Seq,
        /// Who wrote it.
        author_id: UserId,
        /// Its author's name to show.
        author: &'a str,
        /// Members whom `named` names, each once.
        mentioned: Vec<UserId>,
        /// Each birth since the last such frame and its author, for the client to count; system messages are not among them.
        births: &'a [(Seq, UserId)],
        /// Whom these births name, and whom edits named anew, with the message's birth.
        named: &'a [(Seq, UserId)],
        /// Members whom an edit or the deletion of a text names otherwise than before, with the message's birth: whoever has not read
        /// it asks for their counts.
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        recounted: &'a [(Seq, UserId)],
        /// Births of which nothing is left since the last such frame. Whoever counted them from frames counts them no more; whose state
        /// may hold one (its `as_of` reaches the birth, but not this frame's) and who has not read it asks for their counts.
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        erased: &'a [Seq],
        /// The largest birth that the lists would name, were there not too many: whoever has not read up to it asks for their counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        recount: Option<Seq>,
        /// How many belong to the room: the more, the longer a client may wait before it asks, so that not all ask at once.
        members: usize,
        /// The room's number that this tells up to: counts as of a later one have all of it.
        as_of: Seq,
        /// One line of the newest.
        preview: String,
        /// When it was born.
        created_at: Millis,
        /// The same as people read it.
        timestamp: String,
    },
    /// My read position or mark of unread changed, on whichever device.
    Read {
        /// The room.
        room_id: RoomId,
        /// How I stand there.
        #[serde(flatten)]
        state: ReadState,
    },
    /// Somebody else has read up to a birth: in rooms of up to [`crate::limits::SEEN_MEMBERS`] members.
    Seen {
        /// The room.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// The birth.
        seq: Seq,
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
