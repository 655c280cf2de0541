//! One WebSocket: what comes in. It holds its own socket's business and nobody else's state: whose login it is, which room it
//! views, how fast it may talk, and which of its commands still wait for their answer.
//!
//! What it guarantees: every command that writes and has a `client_id` is answered by one `ack` or `error`; commands reach the
//! writer in the order in which they came; at most [`crate::limits::COMMANDS_IN_FLIGHT`] wait, after which the socket is not read.

mod commands;
mod gate;
mod seat;
mod view;

use std::{num::NonZeroU32, sync::Arc};

use actix::{Actor, ActorContext, Addr, Context, Handler, Message, StreamHandler};
use bytes::Bytes;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

pub use gate::Gate;
use seat::Attached;
pub use seat::Seat;

use crate::{
    Code, Error,
    chat::Chat,
    clock::Millis,
    domain::Language,
    fifo,
    hub::Hub,
    ids::{ClientId, LoginId, RoomId, Seq, UserId},
    limits::{FRAMES_BURST, FRAMES_PER_SECOND, LOGIN_TOUCH_MS},
    outlet::{Close, Pulse},
    protocol::{Frame, VERSION, parse},
    relay::{CloseOne, Detach, Direct, Pong, RelayRef, SocketId},
    room::Room,
    store::{By, logins::TouchLogin},
};

/// What a socket brings.
#[derive(Debug)]
pub enum Inbound {
    /// A whole text message.
    Text(String),
    /// Are you there?
    Ping(Bytes),
    /// I am.
    Pong,
    /// The peer closes.
    Close,
    /// The bytes break the protocol; nothing follows.
    Broken(Close),
}

/// Who is at the other end.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The user.
    pub user_id: UserId,
    /// Their login.
    pub login_id: LoginId,
    /// The name to show.
    pub display_name: String,
    /// The language of the page.
    pub language: Language,
    /// When the login was last noted as used.
    pub used_at: Millis,
}

/// The room that a socket asked for by its address.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Which.
    pub room_id: RoomId,
    /// The last number that the client knows of it.
    pub after: Option<Seq>,
}

/// The actor: see the head of this file.
pub struct Session {
    chat: Arc<Chat>,
    hub: Addr<Hub>,
    relay: RelayRef,
    socket: SocketId,
    guest: Guest,
    pulse: Pulse,
    gate: Gate,
    frames: DefaultDirectRateLimiter,
    wanted: Option<Wanted>,
    /// The room in view, from the moment it was asked for.
    room_id: Option<RoomId>,
    /// Where it is, once entered.
    room: Option<Addr<Room>>,
    /// How many views there were.
    view: u32,
    /// Whether the client ever sent `view`; one that did not has this one room.
    is_switching: bool,
    closing: bool,
    /// Tells the Hub and the Relay when this session is gone, whatever the reason.
    _seat: Seat,
    _attached: Attached,
}

/// What a session is made of.
pub struct Parts {
    /// What all actors share.
    pub chat: Arc<Chat>,
    /// The Hub, which has admitted it.
    pub hub: Addr<Hub>,
    /// The worker's Relay.
    pub relay: RelayRef,
    /// Its socket there.
    pub socket: SocketId,
    /// Who it is.
    pub guest: Guest,
    /// The socket's signs of life.
    pub pulse: Pulse,
    /// Closed while too many commands wait: the stream of inbound frames watches it.
    pub gate: Gate,
    /// The room it opened with.
    pub wanted: Option<Wanted>,
    /// Its place with the Hub.
    pub seat: Seat,
}

impl Session {
    /// A session of these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { chat, hub, relay, socket, guest, pulse, gate, wanted, seat } = parts;
        let attached = Attached::new(&chat.metrics, &relay, socket);
        let rate = NonZeroU32::new(FRAMES_PER_SECOND).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(FRAMES_BURST).unwrap_or(rate);
        Self {
            chat,
            hub,
            relay,
            socket,
            guest,
            pulse,
            gate,
            frames: RateLimiter::direct(Quota::per_second(rate).allow_burst(burst)),
            wanted,
            room_id: None,
            room: None,
            view: 0,
            is_switching: false,
            closing: false,
            _seat: seat,
            _attached: attached,
        }
    }

    fn by(&self) -> By {
        By { user_id: self.guest.user_id, login_id: Some(self.guest.login_id) }
    }

    /// Sends bytes to this socket alone. A worker with so much to say that its queue is full drops the socket instead, which
    /// comes back and catches up.
    fn send(&self, bytes: Bytes) {
        let key = self.socket.key;
        if self.relay.addr.try_send(Direct { key, bytes }).is_err() {
            fifo::hand(&self.relay.addr, Detach { key });
        }
    }

    fn tell(&self, frame: &Frame<'_>) {
        self.send(self.chat.presenter.wire(&frame.json()));
    }

    fn refuse(&mut self, error: &Error, client_id: Option<ClientId>) {
        let code = error.code();
        self.chat.metrics.error(code);
        if error.is_fault() {
            log::error!("a command of user {} failed: {error}", self.guest.user_id);
        }
        if code == Code::LoginEnded {
            // Whoever logs in again goes on with what waits on the page.
            self.close(Close::LoginEnded);
            return;
        }
        let message = self.chat.presenter.refusal(code, self.guest.language);
        self.tell(&Frame::Error { code, message, client_id });
    }

    fn close(&mut self, close: Close) {
        if !std::mem::replace(&mut self.closing, true) {
            fifo::hand(&self.relay.addr, CloseOne { key: self.socket.key, close });
        }
    }

    /// Notes that the login is used; written at most every few minutes.
    fn touch(&mut self) {
        let now = (self.chat.clock)();
        if now - self.guest.used_at < LOGIN_TOUCH_MS {
            return;
        }
        self.guest.used_at = now;
        let touched = self.chat.store.write(TouchLogin { login_id: self.guest.login_id });
        actix::spawn(async move {
            if let Err(error) = touched.await {
                log::warn!("a login could not be noted as used: {error}");
            }
        });
    }

    fn text(&mut self, text: &str, ctx: &mut Context<Self>) {
        match parse(text, self.chat.limits.message_chars) {
            Ok(command) => self.command(command, ctx),
            Err((error, client_id)) => self.refuse(&error, client_id),
        }
    }
}

impl Actor for Session {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        match self.wanted.take() {
            Some(Wanted { room_id, after }) => self.view(room_id, after, None, ctx),
            None => self.tell_ready_nowhere(),
        }
    }
}

impl Session {
    fn tell_ready_nowhere(&self) {
        self.tell(&Frame::Ready {
            protocol: VERSION,
            room_id: None,
            seq: 0,
            user_id: self.guest.user_id,
            online_count: 0,
            online_users: &[],
            server_time: (self.chat.clock)(),
        });
    }
}

impl StreamHandler<Inbound> for Session {
    fn handle(&mut self, inbound: Inbound, ctx: &mut Context<Self>) {
        self.pulse.beat();
        if self.closing {
            return;
        }
        if self.frames.check().is_err() {
            self.chat.metrics.error(Code::RateLimited);
            self.close(Close::Flood);
            return;
        }
        match inbound {
            Inbound::Text(text) => self.text(&text, ctx),
            Inbound::Ping(payload) => {
                let pong = Pong { key: self.socket.key, payload };
                // A peer that asks faster than it is answered misses nothing.
                let _ = self.relay.addr.try_send(pong);
            }
            Inbound::Pong => {}
            Inbound::Close => self.close(Close::Normal),
            Inbound::Broken(close) => self.close(close),
        }
    }

    fn finished(&mut self, ctx: &mut Context<Self>) {
        ctx.stop();
    }
}

/// The login behind this session has ended, or the user must not be here any more.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Kick;

impl Handler<Kick> for Session {
    type Result = ();

    fn handle(&mut self, _: Kick, _: &mut Context<Self>) {
        self.close(Close::LoginEnded);
    }
}

/// The user's name to show is another now.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Renamed {
    /// The name.
    pub display_name: String,
}

impl Handler<Renamed> for Session {
    type Result = ();

    fn handle(&mut self, Renamed { display_name }: Renamed, _: &mut Context<Self>) {
        self.guest.display_name = display_name;
    }
}

/// The Relay put this session's socket out of the room it viewed.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Evicted {
    /// Which room.
    pub room_id: RoomId,
}

impl Handler<Evicted> for Session {
    type Result = ();

    fn handle(&mut self, Evicted { room_id }: Evicted, _: &mut Context<Self>) {
        if self.room_id == Some(room_id) {
            self.room_id = None;
            self.room = None;
            if !self.is_switching {
                self.close(Close::RoomGone);
            }
        }
    }
}
