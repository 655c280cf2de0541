//! What a Relay is told about one socket, or about all of them.

use actix::{Addr, Context, Handler, Message, MessageResult};
use bytes::Bytes;

use super::{Relay, SocketKey, socket::Socket};
use crate::{
    domain::Language,
    ids::UserId,
    outbox::Outbox,
    outlet::{Close, Control, Outlet, Pulse},
    session::Session,
};

/// A new socket of this worker.
pub struct Attach {
    /// Its write side.
    pub outlet: Box<dyn Outlet>,
    /// Its session.
    pub session: Addr<Session>,
    /// Whose it is.
    pub user_id: UserId,
    /// The language of its page.
    pub language: Language,
    /// Its signs of life.
    pub pulse: Pulse,
}

impl Message for Attach {
    type Result = SocketKey;
}

impl Handler<Attach> for Relay {
    type Result = MessageResult<Attach>;

    fn handle(&mut self, attach: Attach, ctx: &mut Context<Self>) -> Self::Result {
        let Attach { outlet, session, user_id, language, pulse } = attach;
        let outbox = Outbox::default();
        let socket =
            Socket { outlet, session, user_id, language, pulse, outbox, room: None, seat: 0, view: 0, closing: false };
        let key = self.sockets.insert(socket);
        self.users.entry(user_id).or_default().push(key);
        if self.stopping {
            self.close(key, Close::Stopping, ctx);
        }
        MessageResult(key)
    }
}

/// A socket's session has ended, or its time to close is over.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Detach {
    /// Which.
    pub key: SocketKey,
}

impl Handler<Detach> for Relay {
    type Result = ();

    fn handle(&mut self, Detach { key }: Detach, _: &mut Context<Self>) {
        self.abort(key);
    }
}

/// Bytes for one socket: acks, answers, pongs.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Direct {
    /// Which.
    pub key: SocketKey,
    /// Whole frames as they go on the wire.
    pub bytes: Bytes,
}

impl Handler<Direct> for Relay {
    type Result = ();

    fn handle(&mut self, Direct { key, bytes }: Direct, ctx: &mut Context<Self>) {
        self.offer(key, &bytes, ctx);
    }
}

/// The answer to a peer's ping.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Pong {
    /// Which socket.
    pub key: SocketKey,
    /// The bytes that it sent.
    pub payload: Bytes,
}

impl Handler<Pong> for Relay {
    type Result = ();

    fn handle(&mut self, Pong { key, payload }: Pong, ctx: &mut Context<Self>) {
        if let Some(socket) = self.sockets.get(key) {
            let pong = socket.outlet.control(Control::Pong(payload));
            self.offer(key, &pong, ctx);
        }
    }
}

/// Close one socket.
#[derive(Message)]
#[rtype(result = "()")]
pub struct CloseOne {
    /// Which.
    pub key: SocketKey,
    /// Why.
    pub close: Close,
}

impl Handler<CloseOne> for Relay {
    type Result = ();

    fn handle(&mut self, CloseOne { key, close }: CloseOne, ctx: &mut Context<Self>) {
        self.flush(ctx);
        self.close(key, close, ctx);
    }
}

/// Close every socket of this worker: the server stops.
#[derive(Message)]
#[rtype(result = "()")]
pub struct CloseAll {
    /// Why.
    pub close: Close,
}

impl Handler<CloseAll> for Relay {
    type Result = ();

    fn handle(&mut self, CloseAll { close }: CloseAll, ctx: &mut Context<Self>) {
        self.flush(ctx);
        self.stopping = true;
        for key in self.sockets.keys().collect::<Vec<_>>() {
            self.close(key, close, ctx);
        }
    }
}

/// A socket may take something again.
#[derive(Message)]
#[rtype(result = "()")]
pub(super) struct Writable {
    pub key: SocketKey,
}

impl Handler<Writable> for Relay {
    type Result = ();

    fn handle(&mut self, Writable { key }: Writable, ctx: &mut Context<Self>) {
        self.behind.remove(key);
        if let Some(socket) = self.sockets.get_mut(key) {
            let flow = socket.drain();
            self.settle(key, flow, ctx);
        }
    }
}
