//! What a socket is to the actors: somewhere bytes can go. The program implements it over TCP, tests in memory.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use bytes::Bytes;
use futures_util::future::BoxFuture;

/// The write side of one socket.
pub trait Outlet: Send + 'static {
    /// Writes what the socket takes at once and says how much that was.
    ///
    /// # Errors
    /// `WouldBlock` when it takes nothing now; anything else when it is gone.
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize>;
    /// Fetches what the next write needs from memory. A broadcast asks a few sockets for it before it writes to them, so that the
    /// waits overlap instead of adding up.
    fn warm(&self) {}
    /// Resolves when it may take something again, or is gone.
    fn writable(&self) -> BoxFuture<'static, ()>;
    /// A control frame as it goes on the wire.
    fn control(&self, control: Control) -> Bytes;
    /// Says that nothing more will be written; what was written still arrives.
    fn finish(&self);
    /// Ends both directions at once.
    fn abort(&self);
}

/// A control frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// Are you there?
    Ping,
    /// I am, and got your bytes.
    Pong(Bytes),
    /// The end, with its code.
    Close(Close),
}

/// Why a socket is closed (RFC 6455 §7.4 and the protocol's own codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Close {
    /// The client closed.
    Normal = 1000,
    /// The server stops: come back with jitter.
    Stopping = 1001,
    /// The frames break RFC 6455.
    Protocol = 1002,
    /// A binary message came.
    Binary = 1003,
    /// A text was not UTF-8.
    NotUtf8 = 1007,
    /// More frames a second than a person makes.
    Flood = 1008,
    /// A message over [`crate::limits::FRAME_BYTES`].
    TooLong = 1009,
    /// The reader does not keep up: come back and catch up.
    Slow = 1013,
    /// The login ended.
    LoginEnded = 4401,
    /// The socket's one room is gone for this user.
    RoomGone = 4403,
}

/// A sign of life shared by the two sides of a socket: sweeps of the heartbeat since something was last heard. It counts
/// sweeps and not seconds, so that a machine that stood still does not take everybody for dead.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<AtomicU8>);

impl Pulse {
    /// Something was heard.
    pub fn beat(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// A sweep passes; says how many have since something was heard.
    pub fn sweep(&self) -> u8 {
        let sweeps = self.0.load(Ordering::Relaxed).saturating_add(1);
        self.0.store(sweeps, Ordering::Relaxed);
        sweeps
    }
}
