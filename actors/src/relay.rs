//! The write side of one worker's sockets. A broadcast reaches a worker once, whatever the number of its sockets there;
//! all frames of one tick are joined and offered to each idle socket in one write, and only what a socket does not take is
//! kept for it. A reader who falls behind [`crate::outbox`]'s bounds is told so (1013), given a second and dropped; the
//! others do not notice.
//!
//! What it guarantees: the frames of a room reach a socket in the order in which the Room handed them here, beginning with
//! the first after its `Join` and ending at once with its `Evict` or with the next view.

mod about_rooms;
mod about_sockets;
mod seats;
mod socket;

use std::{collections::HashMap, sync::Arc, time::Duration};

use actix::{Actor, ActorFutureExt, Addr, AsyncContext, Context, WrapFuture};
use slotmap::{SecondaryMap, SlotMap, new_key_type};
use tokio::time::Instant;

pub use about_rooms::{Evict, Fanout, Join, RoomDied, ToUsers, Unview, Whom};
use about_sockets::Writable;
pub use about_sockets::{Attach, CloseAll, CloseOne, Detach, Direct, Pong};
use seats::Seats;
use socket::{Flow, Socket};

use crate::{
    chat::Chat,
    fifo,
    ids::{RoomId, UserId},
    limits::{DEAD_AFTER, PING_EVERY},
    outlet::{Close, Control},
    room::Left,
};

new_key_type! {
    /// One socket of one Relay; never used again after it is gone.
    pub struct SocketKey;
}

/// One socket of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SocketId {
    /// Which Relay has it.
    pub relay: u32,
    /// Which of its sockets it is.
    pub key: SocketKey,
}

/// How often silent and slow peers are looked for.
const SWEEP: Duration = Duration::from_secs(5);
/// How often sockets with something waiting are looked at.
const SLOW_SWEEP: Duration = Duration::from_secs(1);
/// How long a closing socket may take to read its close frame.
const CLOSE_GRACE: Duration = Duration::from_secs(1);
const PING_SWEEPS: u8 = (PING_EVERY.as_secs() / SWEEP.as_secs()) as u8;
const DEAD_SWEEPS: u8 = (DEAD_AFTER.as_secs() / SWEEP.as_secs()) as u8;
/// Acks and answers that may wait for this actor before a socket is dropped instead.
const MAILBOX: usize = 65_536;

/// Sockets that a broadcast fetches from memory before it writes to them.
const WARMED: usize = 16;

/// The actor: see the head of this file.
pub struct Relay {
    id: u32,
    chat: Arc<Chat>,
    sockets: SlotMap<SocketKey, Socket>,
    /// Sockets with something in their outbox.
    behind: SecondaryMap<SocketKey, ()>,
    users: HashMap<UserId, Vec<SocketKey>>,
    rooms: HashMap<RoomId, Seats>,
    /// Rooms with frames of this tick.
    due: Vec<RoomId>,
    stopping: bool,
}

impl Relay {
    /// A Relay for the calling worker; `id` is unique on this server.
    #[must_use]
    pub fn new(id: u32, chat: Arc<Chat>) -> Self {
        Self {
            id,
            chat,
            sockets: SlotMap::with_key(),
            behind: SecondaryMap::new(),
            users: HashMap::new(),
            rooms: HashMap::new(),
            due: Vec::new(),
            stopping: false,
        }
    }

    /// Offers bytes to one socket.
    fn offer(&mut self, key: SocketKey, bytes: &bytes::Bytes, ctx: &Context<Self>) {
        let Some(socket) = self.sockets.get_mut(key) else { return };
        let flow = socket.offer(bytes, Instant::now());
        self.settle(key, flow, ctx);
    }

    /// Does what the state of a socket after a write asks for.
    fn settle(&mut self, key: SocketKey, flow: Flow, ctx: &Context<Self>) {
        match flow {
            Flow::Idle => {
                self.behind.remove(key);
            }
            Flow::Waiting => self.await_writable(key, ctx),
            Flow::Over => {
                self.chat.metrics.slow_readers.inc();
                self.close(key, Close::Slow, ctx);
            }
            Flow::Finished => {
                self.behind.remove(key);
            }
            Flow::Gone => self.abort(key),
        }
    }

    fn await_writable(&mut self, key: SocketKey, ctx: &Context<Self>) {
        if self.behind.contains_key(key) {
            return;
        }
        let Some(socket) = self.sockets.get(key) else { return };
        self.behind.insert(key, ());
        // A task of its own and not a future of this context, which would poll all of them at each message.
        let (writable, relay) = (socket.outlet.writable(), ctx.address());
        actix::spawn(async move {
            writable.await;
            relay.send(Writable { key }).await
        });
    }

    /// Says goodbye: nothing more is queued, the close frame goes out if the peer takes it in time.
    fn close(&mut self, key: SocketKey, close: Close, ctx: &Context<Self>) {
        self.leave_room(key);
        let Some(socket) = self.sockets.get_mut(key) else { return };
        if socket.closing {
            return;
        }
        let flow = socket.close(close, Instant::now());
        let relay = ctx.address();
        actix::spawn(async move {
            tokio::time::sleep(CLOSE_GRACE).await;
            relay.send(Detach { key }).await
        });
        self.settle(key, flow, ctx);
    }

    /// Drops a socket: its session sees the end of its stream.
    fn abort(&mut self, key: SocketKey) {
        self.leave_room(key);
        self.behind.remove(key);
        if let Some(socket) = self.sockets.remove(key) {
            socket.outlet.abort();
            if let Some(keys) = self.users.get_mut(&socket.user_id) {
                keys.retain(|k| *k != key);
                if keys.is_empty() {
                    self.users.remove(&socket.user_id);
                }
            }
        }
    }

    /// Takes a socket from the room it views, and tells the Room.
    fn leave_room(&mut self, key: SocketKey) {
        let Some(socket) = self.sockets.get_mut(key) else { return };
        let Some(room_id) = socket.room.take() else { return };
        if let Some(seats) = self.rooms.get_mut(&room_id) {
            if let Some(moved) = seats.remove(socket.seat)
                && let Some(other) = self.sockets.get_mut(moved.key)
            {
                other.seat = moved.seat;
            }
            fifo::hand(&seats.room, Left { socket: SocketId { relay: self.id, key } });
            if seats.is_empty() {
                self.rooms.remove(&room_id);
            }
        }
    }

    /// Writes the frames of this tick, joined, to every socket of their rooms.
    fn flush(&mut self, ctx: &Context<Self>) {
        let now = Instant::now();
        for room_id in std::mem::take(&mut self.due) {
            let Some(seats) = self.rooms.get_mut(&room_id) else { continue };
            let mut tick = seats.take_tick();
            let keys = std::mem::take(&mut seats.keys);
            let mut unsettled = Vec::new();
            for few in keys.chunks(WARMED) {
                few.iter().filter_map(|&key| self.sockets.get(key)).for_each(|socket| socket.outlet.warm());
                for &key in few {
                    let Some(socket) = self.sockets.get_mut(key) else { continue };
                    let flow = tick.offer(socket, now);
                    if !matches!(flow, Flow::Idle) || self.behind.contains_key(key) {
                        unsettled.push((key, flow));
                    }
                }
            }
            self.chat.metrics.deliveries.inc_by(tick.frames() * keys.len() as u64);
            if let Some(seats) = self.rooms.get_mut(&room_id) {
                seats.keys = keys;
            }
            for (key, flow) in unsettled {
                self.settle(key, flow, ctx);
            }
        }
    }

    fn schedule(&mut self, room_id: RoomId, ctx: &mut Context<Self>) {
        if self.due.is_empty() {
            // Runs when the mailbox has been emptied, so that whatever has arrived by then goes out together.
            ctx.spawn(async {}.into_actor(self).map(|(), relay, ctx| relay.flush(ctx)));
        }
        if !self.due.contains(&room_id) {
            self.due.push(room_id);
        }
    }

    /// Asks silent peers for a sign of life and drops those who gave none.
    fn sweep(&mut self, ctx: &Context<Self>) {
        let (mut quiet, mut dead) = (Vec::new(), Vec::new());
        for (key, socket) in &self.sockets {
            match socket.pulse.sweep() {
                n if n >= DEAD_SWEEPS => dead.push(key),
                n if n.is_multiple_of(PING_SWEEPS) && !socket.closing => quiet.push(key),
                _ => {}
            }
        }
        for key in dead {
            self.abort(key);
        }
        for key in quiet {
            if let Some(socket) = self.sockets.get(key) {
                let ping = socket.outlet.control(Control::Ping);
                self.offer(key, &ping, ctx);
            }
        }
    }

    /// Drops readers whose oldest bytes wait too long.
    fn sweep_slow(&mut self, ctx: &Context<Self>) {
        let now = Instant::now();
        let over = |key: &SocketKey| self.sockets.get(*key).is_some_and(|s| !s.closing && s.outbox.is_over(now));
        let slow: Vec<_> = self.behind.keys().filter(over).collect();
        for key in slow {
            self.settle(key, Flow::Over, ctx);
        }
    }
}

impl Actor for Relay {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
        ctx.run_interval(SWEEP, |relay, ctx| relay.sweep(ctx));
        ctx.run_interval(SLOW_SWEEP, |relay, ctx| relay.sweep_slow(ctx));
    }
}

/// The address of a Relay and its number.
#[derive(Clone)]
pub struct RelayRef {
    /// Its number.
    pub id: u32,
    /// Where it is.
    pub addr: Addr<Relay>,
}
