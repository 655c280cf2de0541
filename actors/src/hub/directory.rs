//! Which room runs where.

use actix::{Actor, Addr, AsyncContext, Context, Handler, Message, MessageResult};

use super::{Hub, Running};
use crate::{fifo, ids::RoomId, relay::RoomDied, room::Room};

impl Hub {
    /// The Room of this id, started when it does not run.
    pub(super) fn room(&mut self, room_id: RoomId, ctx: &Context<Self>) -> Addr<Room> {
        if let Some(running) = self.rooms.get(&room_id)
            && running.addr.connected()
        {
            return running.addr.clone();
        }
        if let Some(dead) = self.rooms.remove(&room_id) {
            self.bury(room_id, dead.epoch);
        }
        self.epochs += 1;
        let epoch = self.epochs;
        let (chat, hub, relays) = (self.chat.clone(), ctx.address(), self.relays.clone());
        let make = move |_: &mut Context<Room>| Room::new(room_id, epoch, chat, hub, relays);
        let arbiter = usize::try_from(room_id.0).ok().and_then(|id| self.arbiters.get(id % self.arbiters.len().max(1)));
        let addr = match arbiter {
            Some(arbiter) => Room::start_in_arbiter(arbiter, make),
            None => Room::create(make),
        };
        self.rooms.insert(room_id, Running { addr: addr.clone(), epoch });
        addr
    }
}

/// The Room of an id, started when it does not run. One for a room that does not exist stops by itself.
pub struct FindRoom {
    /// Which room.
    pub room_id: RoomId,
}

impl Message for FindRoom {
    type Result = Addr<Room>;
}

impl Handler<FindRoom> for Hub {
    type Result = MessageResult<FindRoom>;

    fn handle(&mut self, FindRoom { room_id }: FindRoom, ctx: &mut Context<Self>) -> Self::Result {
        MessageResult(self.room(room_id, ctx))
    }
}

/// A Room with nobody in it wants to stop; nothing is handed to it after this.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Retire {
    /// Which room.
    pub room_id: RoomId,
    /// Which of its actors.
    pub epoch: u64,
}

impl Handler<Retire> for Hub {
    type Result = ();

    fn handle(&mut self, Retire { room_id, epoch }: Retire, _: &mut Context<Self>) {
        self.forget(room_id, epoch);
    }
}

/// A Room is gone. One that was not expected to go died: its readers are sent to come back and catch up.
#[derive(Message)]
#[rtype(result = "()")]
pub struct RoomEnded {
    /// Which room.
    pub room_id: RoomId,
    /// Which of its actors.
    pub epoch: u64,
}

impl Handler<RoomEnded> for Hub {
    type Result = ();

    fn handle(&mut self, RoomEnded { room_id, epoch }: RoomEnded, _: &mut Context<Self>) {
        if self.forget(room_id, epoch) {
            self.bury(room_id, epoch);
        }
    }
}

impl Hub {
    /// Sends the readers of a Room that died to come back; before a new one can admit anybody.
    fn bury(&self, room_id: RoomId, epoch: u64) {
        log::error!("room {room_id} (actor {epoch}) died; its readers come back and catch up");
        self.chat.metrics.rooms_replaced.inc();
        for relay in self.relays.iter() {
            fifo::hand(&relay.addr, RoomDied { room_id });
        }
    }

    fn forget(&mut self, room_id: RoomId, epoch: u64) -> bool {
        let is_known = self.rooms.get(&room_id).is_some_and(|running| running.epoch == epoch);
        if is_known {
            self.rooms.remove(&room_id);
        }
        is_known
    }
}
