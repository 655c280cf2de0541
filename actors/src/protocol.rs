//! The wire protocol, version 1: what a client may say ([`Command`]) and what it is told ([`Frame`]). One JSON object a
//! text frame. Parsing is strict about types and lenient about fields that it does not know, as old clients are.

mod command;
mod frame;
mod message;

pub use command::{Command, Verb, parse};
pub use frame::{Frame, RoleOf};
pub use message::{ChangedMessage, PostedMessage, message_text};

/// The version that `ready` names.
pub const VERSION: u32 = 1;
