//! A message as it is known after COMMIT: everything that a page or a frame needs to show it, and nothing about the reader.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    clock::Millis,
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
};

/// A message in its present state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Its room.
    pub room_id: RoomId,
    /// Its number at birth, which orders the room.
    pub seq: Seq,
    /// The number of its last change; `seq` while it has none.
    pub changed_seq: Seq,
    /// Who wrote it; for a system message, who did it.
    pub author: Author,
    /// The author's own name of it.
    pub client_id: Option<ClientId>,
    /// When it was stored.
    pub created_at: Millis,
    /// When its text was last changed.
    pub edited_at: Option<Millis>,
    /// Whether everything of it is erased.
    pub deleted: bool,
    /// What it carries.
    pub kind: Kind,
    /// Its text; `None` when it has none (any more).
    pub content: Option<String>,
    /// The message it answers.
    pub quote: Option<Quote>,
    /// The members whom its text names, resolved when it was written.
    pub mentions: Vec<Mention>,
    /// Its files, in order.
    pub files: Vec<FileInfo>,
    /// What people put under it, in the order of first use.
    pub reactions: Vec<Reaction>,
    /// What a system message says.
    pub system: Option<SystemEvent>,
}

/// What a message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text alone.
    Text,
    /// Pictures alone, with or without text.
    Image,
    /// Any other files.
    File,
    /// Something that happened in the room.
    System,
}

impl Kind {
    /// Whether there are files.
    #[must_use]
    pub fn has_files(self) -> bool {
        matches!(self, Self::Image | Self::File)
    }
}

/// A person as messages show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Author {
    /// Their id.
    pub id: UserId,
    /// What they log in with.
    pub username: String,
    /// What is shown.
    pub display_name: String,
}

/// The message that another one answers, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The parent's id.
    pub id: MessageId,
    /// The parent's number at birth, to jump to.
    pub seq: Seq,
    /// The parent's last change: part of the key under which a rendered bubble is kept.
    pub changed_seq: Seq,
    /// Who wrote it.
    pub author: Author,
    /// The first [`crate::limits::QUOTE_CHARS`] characters of its text.
    pub excerpt: Option<String>,
    /// What it carries.
    pub kind: Kind,
    /// Its files, in order.
    pub files: Vec<FileInfo>,
    /// Whether it is deleted: only that is shown then.
    pub deleted: bool,
}

/// A member named in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// Who.
    pub user_id: UserId,
    /// Their username folded ([`crate::domain::fold_username`]), as it is found in the text after `@`.
    pub folded: String,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileInfo {
    /// Its place in the message, from 1.
    pub n: u32,
    /// The name it was given, any Unicode.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// The MIME type found from its bytes.
    #[serde(rename = "type")]
    pub mime: String,
    /// What is seen of it, when it is a picture with a thumbnail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A picture as it is seen, its orientation applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Whether it moves; its thumbnail stands still.
    pub animated: bool,
}

/// One emoji under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// How many people put it there.
    pub count: u32,
    /// The first of them: [`crate::limits::REACTORS_NAMED`], in an answer about them [`crate::limits::REACTORS_LISTED`].
    pub users: Vec<Reactor>,
}

/// Somebody who reacted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
pub struct Reactor {
    /// Who.
    pub id: UserId,
    /// What is shown.
    pub display_name: String,
}

/// The emoji that one reader put under messages: only of messages that have any.
pub type Mine = HashMap<MessageId, Vec<String>>;

/// What a system message says. Names are kept as they were then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum SystemEvent {
    /// The author made the room.
    Created,
    /// The author came in by themselves.
    Joined,
    /// The author went.
    Left,
    /// The author brought somebody in.
    Added {
        /// Whom, by display name.
        name: String,
    },
    /// The author removed somebody.
    Removed {
        /// Whom, by display name.
        name: String,
    },
    /// The author made somebody an administrator.
    MadeAdmin {
        /// Whom, by display name.
        name: String,
    },
    /// The author took an administrator's rights.
    DroppedAdmin {
        /// Whose, by display name.
        name: String,
    },
    /// The room has a new owner.
    NewOwner {
        /// Whom, by display name.
        name: String,
    },
    /// The room has a new name.
    Renamed {
        /// Its new name.
        name: String,
    },
    /// Everybody may find the room now.
    Opened,
    /// Only members know of the room now.
    Closed,
}
