//! The sockets of one worker that view one room, and the frames of one tick for them.

use std::sync::Arc;

use actix::Addr;
use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use super::{
    SocketKey,
    socket::{Flow, Socket},
};
use crate::{broadcast::Broadcast, domain::Language, ids::UserId, room::Room, store::Permits};

pub(super) struct Seats {
    pub room: Addr<Room>,
    pub keys: Vec<SocketKey>,
    tick: Tick,
}

/// A socket that took the seat of one that left.
pub(super) struct Moved {
    pub key: SocketKey,
    pub seat: usize,
}

impl Seats {
    pub fn new(room: Addr<Room>) -> Self {
        Self { room, keys: Vec::new(), tick: Tick::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Takes a seat and says which.
    pub fn add(&mut self, key: SocketKey) -> usize {
        self.keys.push(key);
        self.keys.len() - 1
    }

    /// Empties a seat; the last socket moves there.
    pub fn remove(&mut self, seat: usize) -> Option<Moved> {
        if seat < self.keys.len() {
            self.keys.swap_remove(seat);
        }
        self.keys.get(seat).map(|&key| Moved { key, seat })
    }

    /// Adds a frame to this tick.
    pub fn push(&mut self, frame: Arc<Broadcast>, except: Option<UserId>, permits: Option<Permits>) {
        self.tick.frames.push((frame, except));
        self.tick.permits.extend(permits);
    }

    pub fn take_tick(&mut self) -> Tick {
        std::mem::take(&mut self.tick)
    }
}

/// The frames of one tick; their bytes are joined once for each language in use.
#[derive(Default)]
pub(super) struct Tick {
    frames: Vec<(Arc<Broadcast>, Option<UserId>)>,
    /// Given back when the tick is over: see [`Permits`].
    permits: Vec<Permits>,
    joined: [Option<Bytes>; Language::ALL.len()],
}

impl Tick {
    pub fn frames(&self) -> u64 {
        self.frames.len() as u64
    }

    /// Offers the tick's frames to a socket.
    pub fn offer(&mut self, socket: &mut Socket, now: Instant) -> Flow {
        if self.frames.iter().any(|(_, except)| *except == Some(socket.user_id)) {
            let mine = join(&self.frames, socket.language, Some(socket.user_id));
            return if mine.is_empty() { Flow::Idle } else { socket.offer(&mine, now) };
        }
        let Some(joined) = self.joined.get_mut(socket.language.index()) else { return Flow::Idle };
        let joined = joined.get_or_insert_with(|| join(&self.frames, socket.language, None));
        socket.offer(joined, now)
    }
}

fn join(frames: &[(Arc<Broadcast>, Option<UserId>)], language: Language, reader: Option<UserId>) -> Bytes {
    let mut wires = frames
        .iter()
        .filter(|(_, except)| reader.is_none() || *except != reader)
        .map(|(frame, _)| frame.wire(language));
    match (wires.next(), wires.next()) {
        (None, _) => Bytes::new(),
        (Some(only), None) => only.clone(),
        (Some(first), Some(second)) => {
            let mut all = BytesMut::with_capacity((first.len() + second.len()) * 2);
            all.extend_from_slice(first);
            all.extend_from_slice(second);
            wires.for_each(|wire| all.extend_from_slice(wire));
            all.freeze()
        }
    }
}
