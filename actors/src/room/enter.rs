//! Coming in: from which number on a socket is live, and what it gets before.

use std::sync::Arc;

use actix::{AsyncContext, Context, Handler, Message};
use bytes::Bytes;
use tokio::{sync::oneshot, time::Instant};

use super::Room;
use crate::{
    domain::Language,
    fifo,
    ids::{Seq, UserId},
    limits::PRESENCE_NAMED,
    protocol::{Frame, VERSION},
    relay::{Join, RelayRef, SocketId},
};

/// A socket wants to view this room.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Enter {
    /// Whose it is.
    pub user_id: UserId,
    /// The language of its page.
    pub language: Language,
    /// Which socket.
    pub socket: SocketId,
    /// Its worker's Relay.
    pub relay: RelayRef,
    /// The session's count of views.
    pub view: u32,
    /// What the client has.
    pub position: Position,
    /// A number that the store has reached already: the Room decides only when it has got there too.
    pub at_least: Seq,
    /// The answer.
    pub reply: oneshot::Sender<Entered>,
}

/// What a client has of a room.
pub enum Position {
    /// Whatever comes from now on.
    Now,
    /// Everything up to this number.
    After(Seq),
    /// Everything up to this number once these frames have been sent.
    Caught(Seq, Vec<Bytes>),
}

/// The answer to [`Enter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// In; `ready` is on its way.
    Yes,
    /// Read the store first.
    Behind,
    /// Not a member, as of this number.
    NoMember(Seq),
}

impl Handler<Enter> for Room {
    type Result = ();

    fn handle(&mut self, enter: Enter, ctx: &mut Context<Self>) {
        if self.retiring {
            // Dropping the answer sends the asker back to the Hub.
            return;
        }
        self.last_needed = Instant::now();
        self.enter(enter, ctx);
    }
}

impl Room {
    pub(super) fn enter(&mut self, mut enter: Enter, ctx: &Context<Self>) {
        if let Position::Caught(at, _) = enter.position {
            enter.at_least = enter.at_least.max(at);
        }
        if enter.at_least > self.seq {
            // Committed already, and on its way here.
            self.parked.push(enter);
            return;
        }
        if !self.members.contains_key(&enter.user_id) {
            let _ = enter.reply.send(Entered::NoMember(self.seq));
            return;
        }
        let (at, missed) = match enter.position {
            Position::Now => (self.seq, Vec::new()),
            Position::After(at) if at == self.seq => (at, Vec::new()),
            Position::After(_) => {
                let _ = enter.reply.send(Entered::Behind);
                return;
            }
            Position::Caught(at, missed) => (at, missed),
        };
        let Some(tail) = self.ring.after(at, self.seq) else {
            let _ = enter.reply.send(Entered::Behind);
            return;
        };
        let tail: Vec<Bytes> = tail.map(|frame| frame.wire(enter.language).clone()).collect();
        let mut prelude = vec![self.ready(at, enter.user_id)];
        prelude.extend(missed);
        prelude.extend(tail);
        prelude.extend(self.seen_for(enter.user_id).map(|frame| self.chat.presenter.wire(&frame.json())));
        self.viewers.add(enter.socket, &enter.relay);
        let (key, view, room_id, room) = (enter.socket.key, enter.view, self.id, ctx.address());
        fifo::hand(&enter.relay.addr, Join { key, view, room_id, room, prelude });
        let _ = enter.reply.send(Entered::Yes);
    }

    /// Decides on those who waited for a number that has come.
    pub(super) fn unpark(&mut self, ctx: &Context<Self>) {
        if self.parked.iter().any(|enter| enter.at_least <= self.seq) {
            for enter in std::mem::take(&mut self.parked) {
                self.enter(enter, ctx);
            }
        }
    }

    fn ready(&mut self, seq: Seq, user_id: UserId) -> Bytes {
        let online_users = self.online_names();
        let frame = Frame::Ready {
            protocol: VERSION,
            room_id: Some(self.id),
            seq,
            user_id,
            online_count: self.online.len(),
            online_users: &online_users,
            server_time: (self.chat.clock)(),
        };
        self.chat.presenter.wire(&frame.json())
    }

    /// The usernames of some who are online. In a large room the list is made once and stays while it is long enough.
    fn online_names(&mut self) -> Arc<Vec<String>> {
        if let Some(names) = &self.online_names {
            return names.clone();
        }
        let names = self.online.iter().filter_map(|user| self.members.get(user));
        let names = Arc::new(names.take(PRESENCE_NAMED).cloned().collect::<Vec<_>>());
        self.online_names = Some(names.clone());
        names
    }
}
