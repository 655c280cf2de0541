//! Types that parse: whoever holds one knows that its rule was kept. One rule, one place, for every door.

mod body;
mod emoji;
mod enter_key;
mod file_name;
mod language;
mod mention;
mod names;
mod search;
mod username;

pub use body::Body;
pub use emoji::Emoji;
pub use enter_key::EnterKey;
pub use file_name::{FILE_NAME_BYTES, FileName};
pub use language::{Language, Theme};
pub use mention::mentions_in;
pub use names::{DisplayName, RoomName};
pub use search::fold_search;
pub use username::{USERNAME_MAX, Username, fold_username};

use serde::{Deserialize, Serialize};

/// Who may find and join a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody signed in sees its name and may join.
    #[default]
    Open,
    /// Listed to members only, who are added by its administrators.
    Private,
}

/// What a member may do in a room, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads and writes.
    Member,
    /// Adds and removes members, deletes messages, changes the settings.
    Admin,
    /// An administrator whom no other can demote or remove.
    Owner,
}

/// What of a message is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeleteType {
    /// The text; a message without a file goes whole.
    Text,
    /// The files; a message without text goes whole.
    File,
    /// Everything.
    All,
}
