//! What can go wrong, as values. A [`Code`] is stable and travels to clients; the words for people are found by the code
//! in the program's locale files. Details of a storage fault stay in the log.

use serde::Serialize;

/// A stable code of a refusal, in snake case on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The frame is not a JSON object.
    BadJson,
    /// No command has this `type`.
    UnknownType,
    /// A field is missing, of the wrong type or out of range.
    BadField,
    /// Nothing is left of the text after trimming.
    Empty,
    /// The text is over its limit.
    TooLong,
    /// `reply_to` is not a message of this room.
    BadReply,
    /// No such thing, or none that the asker may know of.
    NotFound,
    /// The asker may see it but not do this.
    Forbidden,
    /// `file` was to be deleted from a message without a file.
    NothingToDelete,
    /// This `client_id` named another command before.
    ClientIdReused,
    /// Too many commands in too short a time.
    RateLimited,
    /// The queue before the writer is full.
    Busy,
    /// The disk or the database refused.
    Storage,
    /// The server is stopping.
    Stopping,
    /// The name is taken already, or reads like one that is.
    Taken,
    /// The login has ended.
    LoginEnded,
    /// The password is too short, too common or the username.
    WeakPassword,
}

impl Code {
    /// The code as it is written on the wire and in logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadJson => "bad_json",
            Self::UnknownType => "unknown_type",
            Self::BadField => "bad_field",
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::BadReply => "bad_reply",
            Self::NotFound => "not_found",
            Self::Forbidden => "forbidden",
            Self::NothingToDelete => "nothing_to_delete",
            Self::ClientIdReused => "client_id_reused",
            Self::RateLimited => "rate_limited",
            Self::Busy => "busy",
            Self::Storage => "storage",
            Self::Stopping => "stopping",
            Self::Taken => "taken",
            Self::LoginEnded => "login_ended",
            Self::WeakPassword => "weak_password",
        }
    }
}

/// The error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A command was refused; nothing was changed.
    #[error("refused: {}", .0.as_str())]
    Refused(Code),
    /// A named field was refused; nothing was changed.
    #[error("refused: {} in {field}", .code.as_str())]
    Field {
        /// The field's name in the form or frame.
        field: &'static str,
        /// Why.
        code: Code,
    },
    /// SQLite failed.
    #[error("database: {0}")]
    Database(#[from] rusqlite::Error),
    /// No connection could be had from the pool of readers.
    #[error("pool: {0}")]
    Pool(#[from] r2d2::Error),
    /// A schema step failed, or the database is newer than the program.
    #[error("migration: {0}")]
    Migration(#[from] refinery::Error),
    /// The file system refused.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Stored data that this program did not write.
    #[error("stored data: {0}")]
    Data(String),
    /// An actor is gone or its queue full.
    #[error("mailbox: {0}")]
    Mailbox(#[from] actix::MailboxError),
}

impl Error {
    /// The stable code that a client is told.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Refused(code) | Self::Field { code, .. } => *code,
            Self::Mailbox(_) => Code::Busy,
            Self::Database(_) | Self::Pool(_) | Self::Migration(_) | Self::Io(_) | Self::Data(_) => Code::Storage,
        }
    }

    /// The field that was wrong, where there is one.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    /// Whether the cause is ours, to be logged, rather than the asker's.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Field { .. })
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

/// The result of this crate's calls.
pub type Result<T, E = Error> = std::result::Result<T, E>;
