//! What happens in a room while it lives.

pub(super) mod activity;
pub(super) mod seen;
pub(super) mod typing;

use std::sync::Arc;

use actix::{ActorContext, AsyncContext, Context, Handler, Message};
use tokio::time::Instant;

pub use seen::ReadUpTo;
pub use typing::Typing;

use super::Room;
use crate::{
    broadcast::{Broadcast, RoomFacts, room_changed},
    event::{Change, MemberChange, RoomEvent},
    fifo,
    ids::UserId,
    limits::{EPHEMERAL_EVERY, PRESENCE_NAMED},
    protocol::Frame,
    relay::{Evict, Fanout, RelayRef, ToUsers, Whom},
    store::Permits,
};

/// A numbered change of this room, in commit order.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Changed {
    /// What happened.
    pub event: RoomEvent,
    /// The admission of the write, given back when the workers have the frames.
    pub permits: Permits,
    /// Which of the members that it names are online.
    pub online: Vec<UserId>,
}

impl Handler<Changed> for Room {
    type Result = ();

    fn handle(&mut self, Changed { event, permits, online }: Changed, ctx: &mut Context<Self>) {
        let seq = event.seq;
        // A room that was started by this very change has read it from the store already; nobody views it yet.
        let is_known = seq <= self.seq;
        if !is_known && seq != self.seq + 1 {
            log::error!("room {}: {} came after {}; starting over", self.id, seq, self.seq);
            ctx.terminate();
            return;
        }
        self.last_needed = Instant::now();
        self.seq = self.seq.max(seq);
        let online_before = self.online.len();
        self.apply(&event.change, &online, is_known);
        if self.online.len() != online_before {
            self.tell_presence_soon(ctx);
        }
        let message = event.message.clone();
        if matches!(event.change, Change::Posted) {
            self.typists.forget(message.author.id);
        }
        self.note_activity(&message, &event.change);
        if !is_known {
            let facts = RoomFacts { name: self.name.clone(), members: self.members.len() };
            let frame = Broadcast::room(event, facts, &self.chat.presenter);
            self.ring.push(seq, frame.clone());
            self.fan_out(&frame, None, Some(&permits));
            self.unpark(ctx);
        }
        self.tell_activity(ctx);
    }
}

impl Room {
    fn apply(&mut self, change: &Change, online: &[UserId], is_known: bool) {
        match change {
            Change::Members(changes) => {
                for change in changes {
                    match change {
                        MemberChange::Is { user_id, username, .. } if !is_known => {
                            self.members.insert(*user_id, username.clone());
                        }
                        MemberChange::Is { .. } => {}
                        MemberChange::Gone { user_id } => {
                            if !is_known {
                                self.members.remove(user_id);
                                self.seen.forget(*user_id);
                            }
                            self.evict(Whom::User(*user_id), "removed");
                        }
                    }
                }
                self.online.extend(online);
                self.members_changed();
                self.tell_named(changes);
            }
            Change::Settings { name, .. } if !is_known => self.name.clone_from(name),
            Change::Settings { .. }
            | Change::Posted
            | Change::Edited { .. }
            | Change::Deleted { .. }
            | Change::Reacted { .. } => {}
        }
    }

    /// Tells those whom a change names what the room is now, wherever they are: for somebody new it is one more in the list.
    fn tell_named(&self, changes: &[MemberChange]) {
        let mut users: Vec<_> = changes
            .iter()
            .filter_map(|change| match change {
                MemberChange::Is { user_id, .. } => Some(*user_id),
                MemberChange::Gone { .. } => None,
            })
            .collect();
        users.sort_unstable();
        let facts = RoomFacts { name: self.name.clone(), members: self.members.len() };
        let frame = Broadcast::plain(&room_changed(self.id, &facts, changes, None), &self.chat.presenter);
        self.tell_members(&Arc::new(users), &frame);
    }

    fn evict(&self, whom: Whom, reason: &'static str) {
        let frame = Broadcast::plain(&Frame::RoomGone { room_id: self.id, reason }, &self.chat.presenter);
        for relay in self.relays.iter() {
            fifo::hand(&relay.addr, Evict { room_id: self.id, whom: whom.clone(), frame: frame.clone() });
        }
    }

    /// Hands a frame to every worker with viewers.
    pub(super) fn fan_out(&self, frame: &Arc<Broadcast>, except: Option<UserId>, permits: Option<&Permits>) {
        for relay in self.viewers.relays() {
            let fanout = Fanout { room_id: self.id, frame: frame.clone(), except, permits: permits.cloned() };
            fifo::hand(&relay.addr, fanout);
        }
    }

    /// Hands a frame to those of the members (sorted) who have a socket, but for sockets that view this room.
    pub(super) fn tell_members(&self, users: &Arc<Vec<UserId>>, frame: &Arc<Broadcast>) {
        for relay in self.relays.iter() {
            let (users, frame) = (users.clone(), frame.clone());
            fifo::hand(&relay.addr, ToUsers { users, frame, except_viewing: Some(self.id) });
        }
    }
}

/// This room is deleted.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Deleted {
    /// Who were its members.
    pub members: Vec<UserId>,
}

impl Handler<Deleted> for Room {
    type Result = ();

    fn handle(&mut self, Deleted { members }: Deleted, ctx: &mut Context<Self>) {
        self.members.clear();
        self.evict(Whom::Everybody(Arc::new(members)), "deleted");
        ctx.stop();
    }
}

/// The server's workers changed.
#[derive(Message)]
#[rtype(result = "()")]
pub struct RelaysAre {
    /// All of them.
    pub relays: Arc<[RelayRef]>,
}

impl Handler<RelaysAre> for Room {
    type Result = ();

    fn handle(&mut self, RelaysAre { relays }: RelaysAre, _: &mut Context<Self>) {
        self.viewers.retain(&relays);
        self.relays = relays;
    }
}

/// A member came online, or has been away for a while.
#[derive(Message)]
#[rtype(result = "()")]
pub struct PresenceOf {
    /// Who.
    pub user_id: UserId,
    /// Which of the two.
    pub online: bool,
}

impl Handler<PresenceOf> for Room {
    type Result = ();

    fn handle(&mut self, PresenceOf { user_id, online }: PresenceOf, ctx: &mut Context<Self>) {
        let Some(member) = self.members.get(&user_id) else { return };
        let changed = if online { self.online.insert(user_id) } else { self.online.remove(&user_id) };
        if !changed {
            return;
        }
        let online_count = self.online.len();
        let is_long = self.online_names.as_ref().is_some_and(|names| names.len() >= PRESENCE_NAMED);
        if !(is_long && online) {
            self.online_names = None;
        }
        if online_count > PRESENCE_NAMED {
            self.tell_presence_soon(ctx);
            return;
        }
        let (room_id, user) = (self.id, member.as_str());
        let frame = match online {
            true => Frame::UserJoin { room_id, user, user_id, online_count },
            false => Frame::UserLeave { room_id, user, user_id, online_count },
        };
        let frame = Broadcast::plain(&frame, &self.chat.presenter);
        self.fan_out(&frame, None, None);
    }
}

impl Room {
    fn tell_presence_soon(&mut self, ctx: &mut Context<Self>) {
        if std::mem::replace(&mut self.presence_due, true) {
            return;
        }
        ctx.run_later(EPHEMERAL_EVERY, |room, _| {
            room.presence_due = false;
            let frame = Frame::Presence { room_id: room.id, online_count: room.online.len() };
            let frame = Broadcast::plain(&frame, &room.chat.presenter);
            room.fan_out(&frame, None, None);
        });
    }
}
