//! One room: its live sessions, who is online, who is writing, and its last frames. It holds no history and asks no
//! database but once, when it starts.
//!
//! What it guarantees: changes are handed to the workers in `seq` order without a gap; somebody who enters at number N gets
//! N+1 next; after a removal nothing more reaches the one removed. When it finds a gap it ends rather than go on: the Hub
//! starts another, and the readers come back and catch up from the store.
//!
//! What it costs: one message to each worker with viewers for a change, whatever their number; the members' names in memory
//! while somebody is there.

mod enter;
mod live;
mod ring;
mod viewers;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use actix::{Actor, ActorContext, ActorFutureExt, Addr, AsyncContext, Context, WrapFuture};
use tokio::time::Instant;

pub use enter::{Enter, Entered, Position};
pub use live::{Changed, Deleted, PresenceOf, ReadUpTo, RelaysAre, Typing};
use live::{activity::ActivityDue, seen::SeenDue, typing::Typists};
use ring::Ring;
pub use viewers::Left;
use viewers::Viewers;

use crate::{
    chat::Chat,
    fifo,
    hub::{Hub, OnlineAmong, Retire, RoomEnded},
    ids::{RoomId, Seq, UserId},
    limits::ROOM_IDLE,
    relay::RelayRef,
    store::rooms::{RoomState, RoomStateOf},
};

/// How often a Room looks whether anybody is left.
const IDLE_SWEEP: Duration = Duration::from_secs(30);

/// What is told in passing (who is writing) is dropped when more than this many messages wait.
const MAILBOX: usize = 4_096;

/// The actor: see the head of this file.
pub struct Room {
    id: RoomId,
    /// Which of the actors that ever were this room.
    epoch: u64,
    chat: Arc<Chat>,
    hub: Addr<Hub>,
    relays: Arc<[RelayRef]>,
    name: String,
    seq: Seq,
    /// The members' usernames; their rights are judged in the store.
    members: HashMap<UserId, String>,
    /// The members' ids, sorted, to be shared with the workers.
    everybody: Arc<Vec<UserId>>,
    online: HashSet<UserId>,
    online_names: Option<Arc<Vec<String>>>,
    viewers: Viewers,
    ring: Ring,
    parked: Vec<Enter>,
    typists: Typists,
    activity: ActivityDue,
    seen: SeenDue,
    presence_due: bool,
    retiring: bool,
    last_needed: Instant,
    /// Tells the Hub when this actor is gone, whatever the reason.
    _obituary: Obituary,
}

struct Obituary {
    hub: Addr<Hub>,
    room_id: RoomId,
    epoch: u64,
}

impl Drop for Obituary {
    fn drop(&mut self) {
        fifo::hand(&self.hub, RoomEnded { room_id: self.room_id, epoch: self.epoch });
    }
}

impl Room {
    /// A room that has not been read yet.
    #[must_use]
    pub fn new(id: RoomId, epoch: u64, chat: Arc<Chat>, hub: Addr<Hub>, relays: Arc<[RelayRef]>) -> Self {
        Self {
            id,
            epoch,
            chat,
            relays,
            name: String::new(),
            seq: 0,
            members: HashMap::new(),
            everybody: Arc::default(),
            online: HashSet::new(),
            online_names: None,
            viewers: Viewers::default(),
            ring: Ring::default(),
            parked: Vec::new(),
            typists: Typists::default(),
            activity: ActivityDue::default(),
            seen: SeenDue::default(),
            presence_due: false,
            retiring: false,
            last_needed: Instant::now(),
            _obituary: Obituary { hub: hub.clone(), room_id: id, epoch },
            hub,
        }
    }

    fn load(&mut self, state: RoomState, online: Vec<UserId>) {
        let RoomState { seq, newest, name, furthest, members } = state;
        self.seq = seq;
        self.activity.begin(newest);
        self.seen.begin(furthest);
        self.name = name;
        self.members = members.into_iter().map(|(id, username, _)| (id, username)).collect();
        self.online = online.into_iter().collect();
        self.members_changed();
    }

    fn members_changed(&mut self) {
        let mut everybody: Vec<_> = self.members.keys().copied().collect();
        everybody.sort_unstable();
        self.everybody = Arc::new(everybody);
        self.online.retain(|user| self.members.contains_key(user));
        self.online_names = None;
    }

    fn retire_if_idle(&mut self, ctx: &mut Context<Self>) {
        if !self.viewers.is_empty() || !self.parked.is_empty() {
            self.last_needed = Instant::now();
        }
        if self.last_needed.elapsed() < ROOM_IDLE {
            return;
        }
        // The Hub forgets this actor first, and only then it stops: nothing that the Hub hands on can be lost between. Whoever
        // wants to enter meanwhile is sent back to the Hub, which has another Room for them by then.
        self.retiring = true;
        let retired = self.hub.send(Retire { room_id: self.id, epoch: self.epoch });
        ctx.spawn(retired.into_actor(self).map(|_, _, ctx| ctx.stop()));
    }
}

impl Actor for Room {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
        self.chat.metrics.rooms.inc();
        let (store, hub, room_id) = (self.chat.store.clone(), self.hub.clone(), self.id);
        let load = async move {
            let state = store.read(RoomStateOf { room_id }).await?;
            let Some(state) = state else { return Ok(None) };
            let members = state.members.iter().map(|(user, ..)| *user).collect();
            let online = hub.send(OnlineAmong { members }).await?;
            Ok::<_, crate::Error>(Some((state, online)))
        };
        // Nothing is handled before the room is known.
        ctx.wait(load.into_actor(self).map(|loaded, room, ctx| match loaded {
            Ok(Some((state, online))) => room.load(state, online),
            Ok(None) => {
                // Not a death. What waits in the mailbox has its turn first: the room may have been deleted a moment ago.
                fifo::hand(&room.hub, Retire { room_id: room.id, epoch: room.epoch });
                ctx.run_later(Duration::ZERO, |_, ctx| ctx.stop());
            }
            Err(error) => {
                log::error!("room {} cannot start: {error}", room.id);
                ctx.stop();
            }
        }));
        ctx.run_interval(IDLE_SWEEP, Self::retire_if_idle);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.chat.metrics.rooms.dec();
    }
}
