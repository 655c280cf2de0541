//! The directory: which room runs where, who is online with which sessions, which workers there are. It sees what the writer
//! hands on and passes each fact to whom it concerns; it reads no message.
//!
//! What it guarantees: a room's facts reach its Room in commit order; a Room that died is replaced, and its readers are sent
//! to catch up; a login that has ended is never admitted, however the two race.

mod directory;
mod ended;
mod presence;

use std::{collections::HashMap, sync::Arc};

use actix::{Actor, Addr, ArbiterHandle, Context, Handler, Message, ResponseFuture};
use futures_util::{FutureExt as _, future::join_all};

pub use directory::{FindRoom, Retire, RoomEnded};
use ended::Ended;
use presence::Online;
pub use presence::{Arrive, Depart, Here, OnlineAmong};

use crate::{
    broadcast::Broadcast,
    chat::Chat,
    event::{Change, Event, MemberChange, RoomEvent},
    fifo,
    ids::{RoomId, UserId},
    outlet::Close,
    protocol::Frame,
    relay::{CloseAll, Evict, RelayRef, ToUsers, Whom},
    room::{Changed, Deleted, ReadUpTo, RelaysAre, Room},
    session::{Kick, Renamed},
    store::Committed,
};

/// Requests that may wait for this actor before the asker waits too.
const MAILBOX: usize = 65_536;

/// The actor: see the head of this file.
pub struct Hub {
    chat: Arc<Chat>,
    arbiters: Vec<ArbiterHandle>,
    relays: Arc<[RelayRef]>,
    rooms: HashMap<RoomId, Running>,
    epochs: u64,
    users: HashMap<UserId, Online>,
    seats: u64,
    ended: Ended,
    stopping: bool,
}

struct Running {
    addr: Addr<Room>,
    epoch: u64,
}

impl Hub {
    /// A Hub that starts its rooms on these arbiters.
    #[must_use]
    pub fn new(chat: Arc<Chat>, arbiters: Vec<ArbiterHandle>) -> Self {
        Self {
            chat,
            arbiters,
            relays: Arc::default(),
            rooms: HashMap::new(),
            epochs: 0,
            users: HashMap::new(),
            seats: 0,
            ended: Ended::default(),
            stopping: false,
        }
    }

    fn room_event(&mut self, event: RoomEvent, committed: &Committed, ctx: &Context<Self>) {
        let room_id = event.room_id;
        let mut online = Vec::new();
        if let Change::Members(changes) = &event.change {
            for change in changes {
                match change {
                    MemberChange::Is { user_id, .. } => {
                        if let Some(user) = self.users.get_mut(user_id) {
                            online.push(*user_id);
                            user.add_room(room_id);
                        }
                    }
                    MemberChange::Gone { user_id } => {
                        if let Some(user) = self.users.get_mut(user_id) {
                            user.remove_room(room_id);
                        }
                    }
                }
            }
        }
        let permits = committed.permits.clone();
        let room = self.room(room_id, ctx);
        fifo::hand(&room, Changed { event, permits, online });
    }

    fn room_deleted(&mut self, room_id: RoomId, members: Vec<UserId>) {
        for member in &members {
            if let Some(user) = self.users.get_mut(member) {
                user.remove_room(room_id);
            }
        }
        match self.rooms.remove(&room_id) {
            // Through the Room, so that it comes after everything the Room has said.
            Some(running) if running.addr.connected() => fifo::hand(&running.addr, Deleted { members }),
            _ => {
                let frame = Frame::RoomGone { room_id, reason: "deleted" };
                let frame = Broadcast::plain(&frame, &self.chat.presenter);
                let whom = Whom::Everybody(Arc::new(members));
                self.to_relays(|| Evict { room_id, whom: whom.clone(), frame: frame.clone() });
            }
        }
    }

    fn to_user(&self, user_id: UserId, frame: &Frame<'_>) {
        if self.users.contains_key(&user_id) {
            let frame = Broadcast::plain(frame, &self.chat.presenter);
            let users = Arc::new(vec![user_id]);
            self.to_relays(|| ToUsers { users: users.clone(), frame: frame.clone(), except_viewing: None });
        }
    }

    fn to_relays<M>(&self, message: impl Fn() -> M)
    where
        M: Message<Result = ()> + Send + 'static,
        crate::relay::Relay: Handler<M>,
    {
        for relay in self.relays.iter() {
            fifo::hand(&relay.addr, message());
        }
    }
}

impl Actor for Hub {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
    }
}

impl Handler<Committed> for Hub {
    type Result = ();

    fn handle(&mut self, mut committed: Committed, ctx: &mut Context<Self>) {
        for event in std::mem::take(&mut committed.events) {
            match event {
                Event::Room(event) => self.room_event(event, &committed, ctx),
                Event::RoomDeleted { room_id, members } => self.room_deleted(room_id, members),
                Event::LoginEnded { user_id, login_id } => {
                    self.ended.login(login_id);
                    self.kick(user_id, |login| login == login_id);
                }
                Event::LoginsEnded { user_id, except, up_to } => {
                    self.ended.user(user_id, except, up_to);
                    self.kick(user_id, |login| Some(login) != except);
                }
                Event::ReadMoved { user_id, room_id, state, seen } => {
                    self.to_user(user_id, &Frame::Read { room_id, state });
                    if let Some(seen) = seen {
                        fifo::hand(&self.room(room_id, ctx), ReadUpTo { user_id, seq: state.seq, seen });
                    }
                }
                Event::ProfileChanged { user_id, display_name, .. } => {
                    for session in self.users.get(&user_id).into_iter().flat_map(Online::sessions) {
                        fifo::hand(&session.addr, Renamed { display_name: display_name.clone() });
                    }
                }
            }
        }
    }
}

impl Hub {
    fn kick(&self, user_id: UserId, concerns: impl Fn(crate::ids::LoginId) -> bool) {
        let sessions = self.users.get(&user_id).into_iter().flat_map(Online::sessions);
        for session in sessions.filter(|session| concerns(session.login_id)) {
            fifo::hand(&session.addr, Kick);
        }
    }
}

/// A worker has started, with its Relay.
#[derive(Message)]
#[rtype(result = "()")]
pub struct RelayUp {
    /// Its Relay.
    pub relay: RelayRef,
}

impl Handler<RelayUp> for Hub {
    type Result = ();

    fn handle(&mut self, RelayUp { relay }: RelayUp, _: &mut Context<Self>) {
        let mut relays: Vec<_> = self.relays.iter().filter(|known| known.addr.connected()).cloned().collect();
        relays.push(relay);
        self.relays = relays.into();
        for running in self.rooms.values() {
            fifo::hand(&running.addr, RelaysAre { relays: self.relays.clone() });
        }
    }
}

/// The server stops: nobody is admitted any more. Answered when every socket has been told.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Stop;

impl Handler<Stop> for Hub {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Stop, _: &mut Context<Self>) -> Self::Result {
        self.stopping = true;
        let told = self.relays.iter().map(|relay| relay.addr.send(CloseAll { close: Close::Stopping }));
        // A worker that is gone has no sockets to tell.
        join_all(told.collect::<Vec<_>>()).map(drop).boxed_local()
    }
}
