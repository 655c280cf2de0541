//! What the Enter key does in the field of a message.

use serde::{Deserialize, Serialize};

/// What Enter alone does; Shift+Enter does the other, Ctrl+Enter always sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnterKey {
    /// It sends the message.
    #[default]
    Send,
    /// It begins a new line.
    Newline,
}

impl EnterKey {
    /// The name that the store and forms use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Newline => "newline",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Send, Self::Newline].into_iter().find(|enter| enter.as_str() == name)
    }
}
