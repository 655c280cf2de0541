//! A socket in memory, from its arrival to its last frame.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use actix::{AsyncContext as _, Context};
use actors::{
    domain::Language,
    hub::{Arrive, Here},
    ids::{RoomId, Seq},
    outlet::{Close, Control, Outlet, Pulse},
    relay::{Attach, SocketId},
    session::{Gate, Guest, Inbound, Parts, Seat, Session, Wanted},
    store::rooms::RoomsOf,
};
use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream};
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};

use super::world::{Person, World};

/// How long anything may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Pipe {
    arrived: Vec<u8>,
    /// Bytes the peer's side of the network takes; `None` for any number.
    room: Option<usize>,
    written: usize,
    gone: bool,
}

/// The network to one peer.
#[derive(Clone, Default)]
struct Line(Arc<(Mutex<Pipe>, Notify, Notify)>);

impl Outlet for Line {
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut pipe = self.0.0.lock().unwrap();
        if pipe.gone {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let take = pipe.room.map_or(bytes.len(), |room| room.min(bytes.len()));
        if take == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        if let Some(room) = &mut pipe.room {
            *room -= take;
        }
        pipe.arrived.extend_from_slice(&bytes[..take]);
        pipe.written += take;
        self.0.1.notify_one();
        Ok(take)
    }

    fn writable(&self) -> BoxFuture<'static, ()> {
        let line = self.clone();
        async move { line.0.2.notified().await }.boxed()
    }

    fn control(&self, control: Control) -> Bytes {
        match control {
            Control::Ping => json!({"type": "#ping"}),
            Control::Pong(payload) => json!({"type": "#pong", "payload": payload.to_vec()}),
            Control::Close(close) => json!({"type": "#close", "code": close as u16}),
        }
        .to_string()
        .into_bytes()
        .into_iter()
        .chain(*b"\n")
        .collect()
    }

    fn finish(&self) {
        self.0.0.lock().unwrap().gone = true;
        self.0.1.notify_one();
    }

    fn abort(&self) {
        self.finish();
    }
}

pub struct Peer {
    line: Line,
    inbound: mpsc::UnboundedSender<Inbound>,
    frames: VecDeque<Value>,
}

/// How a socket comes.
pub struct Come<'a> {
    pub person: &'a Person,
    pub room: Option<RoomId>,
    pub after: Option<Seq>,
    pub language: Language,
}

impl Peer {
    /// Comes to a room and waits until it is live there.
    pub async fn enter(world: &World, person: &Person, room_id: RoomId) -> Self {
        let mut peer = Self::come(world, person, room_id, None).await.unwrap();
        peer.until("ready").await;
        peer
    }

    /// Comes to a room and leaves what it gets unread.
    pub async fn come(world: &World, person: &Person, room: RoomId, after: Option<Seq>) -> actors::Result<Self> {
        Self::arrive(world, Come { person, room: Some(room), after, language: Language::Uz }).await
    }

    /// What the handshake does, once the request has been checked.
    pub async fn arrive(world: &World, come: Come<'_>) -> actors::Result<Self> {
        let Come { person, room, after, language } = come;
        let mut context = Context::<Session>::new();
        let (user_id, login_id) = (person.id, person.login_id);
        let arrive = Arrive { user_id, login_id, session: context.address() };
        let number = world.hub.send(arrive).await??;
        let seat = Seat::new(world.hub.clone(), user_id, number);
        let rooms = world.chat.store.read(RoomsOf { user_id }).await?;
        world.hub.send(Here { user_id, rooms }).await?;
        let (line, pulse, gate) = (Line::default(), Pulse::default(), Gate::default());
        let attach = Attach {
            outlet: Box::new(line.clone()),
            session: context.address(),
            user_id,
            language,
            pulse: pulse.clone(),
        };
        let key = world.relay.addr.send(attach).await?;
        let (inbound, mut received) = mpsc::unbounded_channel();
        let reader = gate.clone();
        let mut gated = stream::poll_fn(move |task| {
            if reader.poll_open(task).is_pending() {
                return std::task::Poll::Pending;
            }
            received.poll_recv(task)
        });
        context.add_stream(stream::poll_fn(move |task| gated.poll_next_unpin(task)));
        let guest =
            Guest { user_id, login_id, display_name: person.name.clone(), language, used_at: (world.chat.clock)() };
        context.run(Session::new(Parts {
            chat: world.chat.clone(),
            hub: world.hub.clone(),
            relay: world.relay.clone(),
            socket: SocketId { relay: world.relay.id, key },
            guest,
            pulse,
            gate,
            wanted: room.map(|room_id| Wanted { room_id, after }),
            seat,
        }));
        Ok(Self { line, inbound, frames: VecDeque::new() })
    }

    pub fn say(&self, frame: Value) {
        self.say_raw(&frame.to_string());
    }

    pub fn say_raw(&self, text: &str) {
        self.send(Inbound::Text(text.into()));
    }

    pub fn send(&self, inbound: Inbound) {
        let _ = self.inbound.send(inbound);
    }

    /// The peer stops reading: its network takes `room` more bytes.
    pub fn stop_reading(&self, room: usize) {
        self.line.0.0.lock().unwrap().room = Some(room);
    }

    /// The peer reads again.
    pub fn read_again(&self) {
        self.line.0.0.lock().unwrap().room = None;
        self.line.0.2.notify_one();
    }

    pub fn is_gone(&self) -> bool {
        self.line.0.0.lock().unwrap().gone
    }

    pub fn bytes_written(&self) -> usize {
        self.line.0.0.lock().unwrap().written
    }

    fn take(&mut self) {
        let mut pipe = self.line.0.0.lock().unwrap();
        let Some(end) = pipe.arrived.iter().rposition(|byte| *byte == b'\n') else { return };
        let whole: Vec<u8> = pipe.arrived.drain(..=end).collect();
        let text = String::from_utf8(whole).unwrap();
        self.frames.extend(text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
    }

    /// The next frame; `None` when the socket has gone.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            self.take();
            if let Some(frame) = self.frames.pop_front() {
                return Some(frame);
            }
            if self.is_gone() {
                return None;
            }
            let heard = self.line.0.1.notified();
            tokio::time::timeout(PATIENCE, heard).await.expect("a frame in time");
        }
    }

    /// The next frame of a type, the others skipped.
    pub async fn until(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|| panic!("the socket went before a {kind}"));
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// The next message that somebody wrote.
    pub async fn post(&mut self) -> Value {
        loop {
            let frame = self.until("chat_message").await;
            if frame["message_type"] != "system" {
                return frame;
            }
        }
    }

    /// The frames of this socket until a message with this text came.
    pub async fn until_text(&mut self, text: &str) -> Vec<Value> {
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await.expect("a frame");
            let found = frame["type"] == "chat_message" && frame["message"] == text;
            frames.push(frame);
            if found {
                return frames;
            }
        }
    }

    /// The code of the close frame with which the socket ended.
    pub async fn close_code(&mut self) -> Option<u64> {
        let mut code = None;
        while let Some(frame) = self.next().await {
            if frame["type"] == "#close" {
                code = frame["code"].as_u64();
            }
        }
        code
    }

    pub async fn expect_close(&mut self, close: Close) {
        assert_eq!(self.close_code().await, Some(close as u64));
    }

    /// Asks for an answer, so that everything before it has been dealt with; returns the frames before it.
    pub async fn settle(&mut self) -> Vec<Value> {
        self.say(json!({"type": "ping"}));
        let mut frames = Vec::new();
        loop {
            match self.next().await.expect("an answer") {
                frame if frame["type"] == "pong" => return frames,
                frame => frames.push(frame),
            }
        }
    }
}
