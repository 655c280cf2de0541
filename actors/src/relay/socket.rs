//! One socket as its Relay sees it.

use actix::Addr;
use bytes::Bytes;
use tokio::time::Instant;

use crate::{
    domain::Language,
    ids::{RoomId, UserId},
    outbox::Outbox,
    outlet::{Close, Control, Outlet, Pulse},
    session::Session,
};

/// How a socket stands after a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It took everything.
    Idle,
    /// Something waits for it.
    Waiting,
    /// Too much waits, or for too long.
    Over,
    /// It took everything and its close frame.
    Finished,
    /// It is gone.
    Gone,
}

pub(super) struct Socket {
    pub outlet: Box<dyn Outlet>,
    pub session: Addr<Session>,
    pub user_id: UserId,
    pub language: Language,
    pub pulse: Pulse,
    pub outbox: Outbox,
    /// The room in view and the place among its seats.
    pub room: Option<RoomId>,
    pub seat: usize,
    /// The session's count of views: a `Join` for an earlier one comes too late.
    pub view: u32,
    pub closing: bool,
}

impl Socket {
    /// Writes bytes now if nothing waits, or lets them wait.
    pub fn offer(&mut self, bytes: &Bytes, now: Instant) -> Flow {
        if self.closing {
            return Flow::Idle;
        }
        self.write(bytes, now)
    }

    fn write(&mut self, bytes: &Bytes, now: Instant) -> Flow {
        if !self.outbox.is_empty() {
            return self.wait_with(bytes.clone(), now);
        }
        match self.outlet.try_write(bytes) {
            Ok(sent) if sent == bytes.len() => Flow::Idle,
            Ok(sent) => self.wait_with(bytes.slice(sent..), now),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => self.wait_with(bytes.clone(), now),
            Err(_) => Flow::Gone,
        }
    }

    fn wait_with(&mut self, bytes: Bytes, now: Instant) -> Flow {
        self.outbox.push(bytes, now);
        if self.outbox.is_over(now) { Flow::Over } else { Flow::Waiting }
    }

    /// Writes what waits, as far as the socket takes it.
    pub fn drain(&mut self) -> Flow {
        while let Some(front) = self.outbox.front() {
            match self.outlet.try_write(front) {
                Ok(0) => return Flow::Gone,
                Ok(sent) => self.outbox.advance(sent),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Flow::Waiting,
                Err(_) => return Flow::Gone,
            }
        }
        if self.closing {
            self.outlet.finish();
            return Flow::Finished;
        }
        Flow::Idle
    }

    /// Ends with a close frame: of what waits, only a begun frame goes out before it.
    pub fn close(&mut self, close: Close, now: Instant) -> Flow {
        self.outbox.keep_oldest();
        self.closing = true;
        let frame = self.outlet.control(Control::Close(close));
        match self.write(&frame, now) {
            Flow::Idle => {
                self.outlet.finish();
                Flow::Finished
            }
            Flow::Over => Flow::Waiting,
            flow => flow,
        }
    }
}
