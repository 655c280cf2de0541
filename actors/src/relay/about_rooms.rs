//! What a Relay is told about a room, and about users wherever they are.

use std::sync::Arc;

use actix::{Addr, Context, Handler, Message};
use bytes::Bytes;

use super::{Relay, SocketKey, seats::Seats};
use crate::{
    broadcast::Broadcast,
    fifo,
    ids::{RoomId, UserId},
    outlet::Close,
    room::{Left, Room},
    session::Evicted,
    store::Permits,
};

/// A frame for everybody who views a room.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Fanout {
    /// The room.
    pub room_id: RoomId,
    /// The frame.
    pub frame: Arc<Broadcast>,
    /// Whose own sockets do not get it.
    pub except: Option<UserId>,
    /// The admission of the write that it tells of.
    pub permits: Option<Permits>,
}

impl Handler<Fanout> for Relay {
    type Result = ();

    fn handle(&mut self, fanout: Fanout, ctx: &mut Context<Self>) {
        let Fanout { room_id, frame, except, permits } = fanout;
        if let Some(seats) = self.rooms.get_mut(&room_id) {
            seats.push(frame, except, permits);
            self.schedule(room_id, ctx);
        }
    }
}

/// A socket views a room from now on.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Join {
    /// Which socket.
    pub key: SocketKey,
    /// The session's count of views.
    pub view: u32,
    /// The room.
    pub room_id: RoomId,
    /// The Room, to be told when the socket leaves.
    pub room: Addr<Room>,
    /// What comes before anything live: `ready`, `changes`, the frames committed meanwhile.
    pub prelude: Vec<Bytes>,
}

impl Handler<Join> for Relay {
    type Result = ();

    fn handle(&mut self, join: Join, ctx: &mut Context<Self>) {
        let Join { key, view, room_id, room, prelude } = join;
        // Frames handed over before this one are not for the newcomer.
        self.flush(ctx);
        let id = self.id;
        match self.sockets.get_mut(key) {
            Some(socket) if socket.view == view && !socket.closing => {
                let seats = self.rooms.entry(room_id).or_insert_with(|| Seats::new(room));
                socket.room = Some(room_id);
                socket.seat = seats.add(key);
                for frame in prelude {
                    self.offer(key, &frame, ctx);
                }
            }
            _ => fifo::hand(&room, Left { socket: super::SocketId { relay: id, key } }),
        }
    }
}

/// A socket views no room until its next `Join`: what its session counts as view `view`.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Unview {
    /// Which socket.
    pub key: SocketKey,
    /// The session's count of views from now on.
    pub view: u32,
}

impl Handler<Unview> for Relay {
    type Result = ();

    fn handle(&mut self, Unview { key, view }: Unview, ctx: &mut Context<Self>) {
        self.flush(ctx);
        self.leave_room(key);
        if let Some(socket) = self.sockets.get_mut(key) {
            socket.view = view;
        }
    }
}

/// Who is put out of a room.
#[derive(Clone)]
pub enum Whom {
    /// One user.
    User(UserId),
    /// All of these: everybody who may view it.
    Everybody(Arc<Vec<UserId>>),
}

/// A room is gone for somebody: nothing more of it reaches their sockets.
#[derive(Clone, Message)]
#[rtype(result = "()")]
pub struct Evict {
    /// The room.
    pub room_id: RoomId,
    /// For whom.
    pub whom: Whom,
    /// The `room_gone` that tells them.
    pub frame: Arc<Broadcast>,
}

impl Handler<Evict> for Relay {
    type Result = ();

    fn handle(&mut self, Evict { room_id, whom, frame }: Evict, ctx: &mut Context<Self>) {
        self.flush(ctx);
        let users = match &whom {
            Whom::User(user) => std::slice::from_ref(user),
            Whom::Everybody(users) => users.as_slice(),
        };
        for user in users {
            for key in self.users.get(user).cloned().unwrap_or_default() {
                let Some(socket) = self.sockets.get(key) else { continue };
                let wire = frame.wire(socket.language).clone();
                if socket.room == Some(room_id) {
                    fifo::hand(&socket.session, Evicted { room_id });
                    self.leave_room(key);
                }
                self.offer(key, &wire, ctx);
            }
        }
    }
}

/// A Room died: those who view it are sent to come back and catch up.
#[derive(Message)]
#[rtype(result = "()")]
pub struct RoomDied {
    /// Which room.
    pub room_id: RoomId,
}

impl Handler<RoomDied> for Relay {
    type Result = ();

    fn handle(&mut self, RoomDied { room_id }: RoomDied, ctx: &mut Context<Self>) {
        self.flush(ctx);
        let keys = self.rooms.get(&room_id).map(|seats| seats.keys.clone()).unwrap_or_default();
        for key in keys {
            self.close(key, Close::Slow, ctx);
        }
    }
}

/// A frame for all sockets of some users.
#[derive(Clone, Message)]
#[rtype(result = "()")]
pub struct ToUsers {
    /// Whose.
    pub users: Arc<Vec<UserId>>,
    /// The frame.
    pub frame: Arc<Broadcast>,
    /// Sockets that view this room do not get it.
    pub except_viewing: Option<RoomId>,
}

impl Handler<ToUsers> for Relay {
    type Result = ();

    fn handle(&mut self, to: ToUsers, ctx: &mut Context<Self>) {
        let ToUsers { users, frame, except_viewing } = to;
        let mut keys = Vec::new();
        if users.len() <= self.users.len() {
            users.iter().filter_map(|user| self.users.get(user)).for_each(|mine| keys.extend(mine));
        } else {
            // The list is sorted: see the Room.
            self.users
                .iter()
                .filter(|(user, _)| users.binary_search(user).is_ok())
                .for_each(|(_, mine)| keys.extend(mine));
        }
        for key in keys {
            let Some(socket) = self.sockets.get(key) else { continue };
            if except_viewing.is_none() || socket.room != except_viewing {
                let wire = frame.wire(socket.language).clone();
                self.offer(key, &wire, ctx);
            }
        }
    }
}
