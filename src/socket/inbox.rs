//! The read side of a socket: bytes in, whole messages out. A silent socket holds no buffer: bytes are read into one that the
//! thread shares, and only what is not yet a whole frame is kept. While the session's gate is closed nothing is read, and TCP
//! tells the peer to wait.

use std::{cell::RefCell, future::poll_fn, io, sync::Arc};

use actix_codec::Decoder as _;
use actix_rt::net::TcpStream;
use actors::{
    limits::FRAME_BYTES,
    outlet::Close,
    session::{Gate, Inbound},
};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};

use super::{
    frame_guard::FrameGuard,
    wire::{Codec, Frame, Item, ProtocolError},
};

/// Bytes read at once.
const READ_BYTES: usize = 16 * 1024;

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; READ_BYTES]);
}

struct Inbox {
    stream: Arc<TcpStream>,
    gate: Gate,
    buffer: BytesMut,
    codec: Codec,
    guard: FrameGuard,
    /// The fragments of a text so far.
    fragments: Vec<u8>,
    ended: bool,
}

/// The messages of a socket; `early` are bytes that came with the handshake. Ends when the peer does, or after what breaks
/// the protocol.
pub(super) fn messages(stream: Arc<TcpStream>, early: BytesMut, gate: Gate) -> impl Stream<Item = Inbound> {
    let codec = Codec::new().max_size(FRAME_BYTES);
    let guard = FrameGuard::default();
    let inbox = Inbox { stream, gate, buffer: early, codec, guard, fragments: Vec::new(), ended: false };
    stream::unfold(inbox, |mut inbox| async move { inbox.next().await.map(|inbound| (inbound, inbox)) })
}

impl Inbox {
    async fn next(&mut self) -> Option<Inbound> {
        poll_fn(|task| self.gate.poll_open(task)).await;
        loop {
            if self.ended {
                self.drain().await;
                return None;
            }
            match self.decode() {
                Ok(Some(inbound)) => return Some(inbound),
                Ok(None) => {}
                Err(close) => {
                    self.ended = true;
                    return Some(Inbound::Broken(close));
                }
            }
            self.readable().await.ok()?;
            match self.read() {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => return None,
            }
        }
    }

    /// Resolves when bytes are there or the peer has gone. It takes the place in which the task that read the handshake is still
    /// noted: `TcpStream::readable` has places of its own, and the ten kilobytes of that ended task would live as long as the socket.
    async fn readable(&self) -> io::Result<()> {
        poll_fn(|task| self.stream.poll_read_ready(task)).await
    }

    fn read(&mut self) -> io::Result<usize> {
        SCRATCH.with_borrow_mut(|scratch| {
            let read = self.stream.try_read(scratch)?;
            self.buffer.extend_from_slice(scratch.get(..read).unwrap_or_default());
            Ok(read)
        })
    }

    /// Reads on without keeping anything until the peer has seen our close frame and goes: closing with unread bytes would
    /// reset the connection and could take the close frame with it. The Relay's time to close ends this.
    async fn drain(&mut self) {
        self.buffer = BytesMut::new();
        self.fragments = Vec::new();
        while self.readable().await.is_ok() {
            let read = self.read();
            self.buffer.clear();
            match read {
                Ok(0) => return,
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => return,
                _ => {}
            }
        }
    }

    fn decode(&mut self) -> Result<Option<Inbound>, Close> {
        loop {
            if self.buffer.is_empty() {
                self.buffer = BytesMut::new();
                return Ok(None);
            }
            if !self.guard.judge(&self.buffer)? {
                return Ok(None);
            }
            let Some(frame) = self.codec.decode(&mut self.buffer).map_err(|error| close_of(&error))? else {
                return Ok(None);
            };
            self.guard.taken();
            if let Some(inbound) = self.take(frame)? {
                return Ok(Some(inbound));
            }
        }
    }

    /// What a frame means; `None` when its message goes on.
    fn take(&mut self, frame: Frame) -> Result<Option<Inbound>, Close> {
        Ok(Some(match frame {
            Frame::Text(text) => Inbound::Text(utf8(text.into())?),
            Frame::Continuation(Item::FirstText(part)) => {
                self.fragments = part.into();
                return Ok(None);
            }
            Frame::Continuation(Item::Continue(part)) => {
                self.fragments.extend_from_slice(&part);
                return Ok(None);
            }
            Frame::Continuation(Item::Last(part)) => {
                self.fragments.extend_from_slice(&part);
                Inbound::Text(utf8(std::mem::take(&mut self.fragments))?)
            }
            Frame::Binary(_) | Frame::Continuation(Item::FirstBinary(_)) => return Err(Close::Binary),
            // A copy, so that a kept payload does not keep the buffer it came in.
            Frame::Ping(payload) => Inbound::Ping(Bytes::copy_from_slice(&payload)),
            Frame::Pong(_) => Inbound::Pong,
            Frame::Close(_) => {
                self.ended = true;
                Inbound::Close
            }
        }))
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, Close> {
    String::from_utf8(bytes).map_err(|_| Close::NotUtf8)
}

fn close_of(error: &ProtocolError) -> Close {
    match error {
        ProtocolError::Overflow => Close::TooLong,
        _ => Close::Protocol,
    }
}
