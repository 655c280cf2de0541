//! Messages: births, changes, pages of history and what was missed.

mod birth;
mod changes;
mod delete;
mod edit;
mod find;
mod mentions;
mod page;
mod pictures;
mod post;
mod react;
mod repeat;

pub(super) use birth::{Birth, bear};

use crate::{
    domain::{Body, DeleteType, Emoji},
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
    message::{Message, Mine, Reaction},
    store::{By, files::NewFile},
};

/// Writes a message. Membership first (`not_found`), then a known `client_id` (same room: the first result and
/// `repeated`; other room or kind of command: `client_id_reused`), then `reply_to` (`bad_reply` unless of this room;
/// a deleted parent is allowed). Without a text it needs a file (`empty`). Its files must be kept already, under their
/// addresses, and nobody may remove them before this write is answered.
#[derive(Clone, Debug)]
pub struct PostMessage {
    /// Who asks.
    pub by: By,
    /// Where.
    pub room_id: RoomId,
    /// The text.
    pub body: Option<Body>,
    /// The files, in order, at most [`crate::limits::FILES_OF_MESSAGE`].
    pub files: Vec<NewFile>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// What [`PostMessage`] would refuse or repeat of a message, asked before its files are taken in: the first result of a known
/// `client_id`, or `None` for a new one.
#[derive(Clone, Copy, Debug)]
pub struct RepeatOf {
    /// Who asks.
    pub user_id: UserId,
    /// Where.
    pub room_id: RoomId,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// What became of a command about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The message.
    pub message_id: MessageId,
    /// Its room.
    pub room_id: RoomId,
    /// The number the command took (or took the first time; of a delete of what was gone already: the message's last).
    pub seq: Seq,
    /// Whether nothing was changed: a repeat, or a change to what is already so.
    pub repeated: bool,
}

/// Changes a text (its author only, still a member: `not_found`/`forbidden`; a deleted message is `not_found`; a system
/// message `forbidden`). The same text again: success, no number.
#[derive(Clone, Debug)]
pub struct EditMessage {
    /// Who asks.
    pub by: By,
    /// Which message.
    pub message_id: MessageId,
    /// The room it must be in, where the door knows it.
    pub room_id: Option<RoomId>,
    /// The new text.
    pub body: Body,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// Erases (the author while a member, the room's administrators, site administrators by id; a stranger learns
/// `not_found`, a member without the right `forbidden`).
#[derive(Clone, Copy, Debug)]
pub struct DeleteMessage {
    /// Who asks.
    pub by: By,
    /// Which message.
    pub message_id: MessageId,
    /// The room it must be in, where the door knows it.
    pub room_id: Option<RoomId>,
    /// What of it.
    pub delete_type: DeleteType,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// Puts an emoji of the asker under a message, or takes it away (members only: `not_found`; a deleted message is `not_found`; a
/// system message `forbidden`, and so is one emoji more than [`crate::limits::REACTIONS_OF_MESSAGE`]: the message takes no others from
/// anybody). What is so already: success, no number.
#[derive(Clone, Copy, Debug)]
pub struct React {
    /// Who asks.
    pub by: By,
    /// Which message.
    pub message_id: MessageId,
    /// The room it must be in, where the door knows it.
    pub room_id: Option<RoomId>,
    /// Which emoji.
    pub emoji: Emoji,
    /// Whether it is to be there.
    pub on: bool,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// A page of a room's living messages by birth, oldest first. `not_found` unless the asker belongs to the room.
#[derive(Clone, Copy, Debug)]
pub struct PageOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
    /// Where in the room.
    pub at: At,
    /// How many messages, at most `PAGE_MAX`.
    pub limit: u32,
}

/// Where in a room a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The newest messages.
    End,
    /// Just before this birth.
    Before(Seq),
    /// Just after this birth.
    After(Seq),
    /// This birth in the middle.
    Around(Seq),
}

/// A page of history, from one snapshot.
#[derive(Clone, Debug)]
pub struct Page {
    /// Oldest first.
    pub messages: Vec<Message>,
    /// What the asker put under them.
    pub mine: Mine,
    /// Whether older ones exist.
    pub older: bool,
    /// Whether newer ones exist.
    pub newer: bool,
    /// The room's last number in that snapshot: where a socket goes on.
    pub seq: Seq,
}

/// The messages with pictures beside a birth, as far as one answer looks. `not_found` unless the asker belongs to the room.
#[derive(Clone, Copy, Debug)]
pub struct PicturesOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
    /// Where in the room.
    pub beside: Beside,
}

/// A side of a birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// What is older.
    Before(Seq),
    /// What is newer.
    After(Seq),
}

/// Messages with pictures, from one snapshot.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// The nearest ones, oldest first, at most [`crate::limits::PICTURES`]; there may be none and yet more further on.
    pub messages: Vec<Message>,
    /// The birth beside which to go on; `None` at the room's end.
    pub next: Option<Seq>,
    /// The room's last number in that snapshot.
    pub seq: Seq,
}

/// What changed after a number: each changed message's present state, once, by `changed_seq`. `not_found` unless the asker
/// belongs to the room.
#[derive(Clone, Copy, Debug)]
pub struct ChangesSince {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
    /// The number the asker knows.
    pub after: Seq,
}

/// What an asker missed.
#[derive(Clone, Debug)]
pub enum Changes {
    /// These messages; the asker's position becomes `to`.
    Items {
        /// By `changed_seq`; a deleted one has `deleted` set and nothing else to show.
        messages: Vec<Message>,
        /// What the asker put under them.
        mine: Mine,
        /// The room's last number in that snapshot.
        to: Seq,
    },
    /// Too far behind (over `CHANGES_MAX`), or from another life (`after` beyond the room): load the room anew.
    Reset {
        /// The room's last number.
        seq: Seq,
    },
}

/// One message, if the asker belongs to its room and it is not deleted.
#[derive(Clone, Copy, Debug)]
pub struct MessageOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which.
    pub message_id: MessageId,
}

/// Who reacted to a message with what. `not_found` unless the asker belongs to its room and it is not deleted.
#[derive(Clone, Copy, Debug)]
pub struct ReactorsOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which message.
    pub message_id: MessageId,
}
