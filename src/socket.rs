//! The bytes of a WebSocket. Sockets take the upgrade path beside the application (see `handshake`), so that the raw stream
//! is ours: a peer that stops reading then costs its own bounded outbox and nothing else.
//!
//! `inbox` reads: it checks each frame's declared length before it keeps any of it, and holds no buffer while a socket is
//! silent. `outlet` writes for the worker's Relay. Only `wire` knows the crate whose frame types we use.

mod frame_guard;
mod handshake;
mod inbox;
mod outlet;
mod wire;

pub use handshake::{Worker, upgrade};
pub use wire::text_frame;
