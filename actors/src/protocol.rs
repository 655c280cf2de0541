//! The wire protocol, version 1: what a client may say ([`Command`]) and what it is told ([`Frame`]). One JSON object a
//! text frame. Parsing is strict about types and lenient about fields that it does not know, as old clients are.
//!
//! How a client knows what is unread: a state ([`Frame::Read`], `GET /room/<id>/read/`, the list) is complete and as of one number of
//! the room; births, live or by [`Frame::RoomActivity`], add to it when theirs is larger, and what is erased goes again; only what
//! frames cannot say makes the client ask, and only those whom it concerns. States and frames may overtake each other on their way. What happened before the socket was `ready` no frame tells, but for
//! the room in view: so the client asks for the states of all rooms after each `ready` of a new connection.

mod command;
mod frame;
mod message;

pub use command::{Command, Verb, parse};
pub use frame::{Frame, RoleOf};
pub use message::{ChangedMessage, PostedMessage, message_text};

/// The version that `ready` names.
pub const VERSION: u32 = 1;
