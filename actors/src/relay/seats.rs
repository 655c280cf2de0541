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

/// Bytes of frames that are joined for one write: what a kernel takes at once, about.
const PIECE_BYTES: usize = 256 * 1024;

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

/// The frames of one tick; their bytes are joined once for each language in use, into pieces of a bounded size.
#[derive(Default)]
pub(super) struct Tick {
    frames: Vec<(Arc<Broadcast>, Option<UserId>)>,
    /// Given back when the tick is over: see [`Permits`].
    permits: Vec<Permits>,
    joined: [Option<Vec<Bytes>>; Language::ALL.len()],
}

impl Tick {
    pub fn frames(&self) -> u64 {
        self.frames.len() as u64
    }

    /// Offers the tick's frames to a socket.
    pub fn offer(&mut self, socket: &mut Socket, now: Instant) -> Flow {
        if self.frames.iter().any(|(_, except)| *except == Some(socket.user_id)) {
            return offer_all(&join(&self.frames, socket.language, Some(socket.user_id)), socket, now);
        }
        let Some(joined) = self.joined.get_mut(socket.language.index()) else { return Flow::Idle };
        offer_all(joined.get_or_insert_with(|| join(&self.frames, socket.language, None)), socket, now)
    }
}

fn offer_all(pieces: &[Bytes], socket: &mut Socket, now: Instant) -> Flow {
    let mut flow = Flow::Idle;
    for piece in pieces {
        flow = socket.offer(piece, now);
        if !matches!(flow, Flow::Idle | Flow::Waiting) {
            break;
        }
    }
    flow
}

/// Joins frames into pieces of about [`PIECE_BYTES`]; a frame that stands alone is shared and not copied.
fn join(frames: &[(Arc<Broadcast>, Option<UserId>)], language: Language, reader: Option<UserId>) -> Vec<Bytes> {
    let mut pieces = Vec::new();
    let mut piece: Vec<&Bytes> = Vec::new();
    let mut bytes = 0;
    for (frame, except) in frames {
        if reader.is_some() && *except == reader {
            continue;
        }
        let wire = frame.wire(language);
        if !piece.is_empty() && bytes + wire.len() > PIECE_BYTES {
            pieces.push(joined(&piece, bytes));
            (piece, bytes) = (Vec::new(), 0);
        }
        bytes += wire.len();
        piece.push(wire);
    }
    if !piece.is_empty() {
        pieces.push(joined(&piece, bytes));
    }
    pieces
}

fn joined(piece: &[&Bytes], bytes: usize) -> Bytes {
    if let [only] = piece {
        return (*only).clone();
    }
    let mut all = BytesMut::with_capacity(bytes);
    piece.iter().for_each(|wire| all.extend_from_slice(wire));
    all.freeze()
}
