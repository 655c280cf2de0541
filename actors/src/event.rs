//! What the writer tells the Hub after COMMIT, in commit order. Nothing else announces a durable fact.

use std::sync::Arc;

use crate::{
    domain::{DeleteType, Emoji, Role, Visibility},
    ids::{LoginId, RoomId, Seq, UserId},
    message::Message,
    store::members::ReadState,
};

/// A durable fact.
#[derive(Clone, Debug)]
pub enum Event {
    /// Something in a room that took a number.
    Room(RoomEvent),
    /// A room and everything in it is gone.
    RoomDeleted {
        /// Which.
        room_id: RoomId,
        /// Who were its members, to be told.
        members: Vec<UserId>,
    },
    /// One login ended.
    LoginEnded {
        /// Whose.
        user_id: UserId,
        /// Which.
        login_id: LoginId,
    },
    /// A user's logins ended, but for the one that asked.
    LoginsEnded {
        /// Whose.
        user_id: UserId,
        /// The one that stays.
        except: Option<LoginId>,
        /// The newest there was: later ones are not concerned.
        up_to: LoginId,
    },
    /// A user's read position in a room moved, or their mark of unread changed.
    ReadMoved {
        /// Whose.
        user_id: UserId,
        /// Where.
        room_id: RoomId,
        /// How they stand there now.
        state: ReadState,
        /// What the others hear of it; nothing in large rooms, nor of a mark.
        seen: Option<Seen>,
    },
    /// A user's display name or language changed.
    ProfileChanged {
        /// Whose.
        user_id: UserId,
        /// The name now.
        display_name: String,
        /// The language now.
        language: crate::domain::Language,
    },
}

/// A read position that others are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The room's newest message, when this position came to it and somebody else wrote it.
    pub passed: Option<Passed>,
}

/// A message that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Who wrote it.
    pub author: UserId,
    /// Its number at birth.
    pub seq: Seq,
}

/// A numbered change of a room.
#[derive(Clone, Debug)]
pub struct RoomEvent {
    /// Where.
    pub room_id: RoomId,
    /// The number it took.
    pub seq: Seq,
    /// The message that was born or changed, as it is now.
    pub message: Arc<Message>,
    /// What happened.
    pub change: Change,
}

/// What happened to a room.
#[derive(Clone, Debug)]
pub enum Change {
    /// A message was written.
    Posted,
    /// A text was changed.
    Edited {
        /// Members whom the text names now and did not name before.
        named: Vec<UserId>,
        /// Members whom it named before and does not name now.
        unnamed: Vec<UserId>,
    },
    /// Something was erased.
    Deleted {
        /// What; [`DeleteType::All`] when nothing remained.
        what: DeleteType,
        /// Members whom the text named.
        unnamed: Vec<UserId>,
    },
    /// Somebody put an emoji under it, or took theirs away.
    Reacted {
        /// Who.
        user_id: UserId,
        /// Which emoji.
        emoji: Emoji,
        /// Which of the two.
        on: bool,
    },
    /// Who belongs to the room changed; the message is the system message that says so.
    Members(Vec<MemberChange>),
    /// The room's name or visibility changed; the message is the system message that says so.
    Settings {
        /// The name now.
        name: String,
        /// The visibility now.
        visibility: Visibility,
    },
}

impl Change {
    /// Members whom a message that is still there names and did not name before, or the other way round: they count it otherwise.
    #[must_use]
    pub fn recounted(&self) -> Vec<UserId> {
        match self {
            Self::Edited { named, unnamed } => [named.as_slice(), unnamed].concat(),
            Self::Deleted { what: DeleteType::Text, unnamed } => unnamed.clone(),
            _ => Vec::new(),
        }
    }
}

/// One change of a room's members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberChange {
    /// Somebody belongs to the room now, or has another role in it.
    Is {
        /// Who.
        user_id: UserId,
        /// Their username.
        username: String,
        /// Their role.
        role: Role,
    },
    /// Somebody does not belong to it any more.
    Gone {
        /// Who.
        user_id: UserId,
    },
}
