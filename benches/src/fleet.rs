//! Many WebSocket clients in one thread: an epoll loop that hands each text frame to a [`Listener`] without copying it.
//! Costs one `read` per ready socket and a copy of the rare frame that a read cuts in two.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::SocketAddr,
    time::Duration,
};

use mio::{Events, Interest, Poll, Token, net::TcpStream};

use crate::{Fallible, frame};

/// Bytes read at once.
const SCRATCH: usize = 256 * 1024;
/// How long the handshake of one socket may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Hears what the sockets receive.
pub trait Listener {
    /// A text frame came in.
    ///
    /// # Errors
    /// It was not what had to come; the run is void.
    fn text(&mut self, socket: usize, payload: &[u8]) -> Fallible<()>;
}

/// Connected clients, numbered from 0 as they connected.
pub struct Fleet {
    poll: Poll,
    events: Events,
    sockets: Vec<Socket>,
    scratch: Vec<u8>,
    out: Vec<u8>,
}

struct Socket {
    stream: TcpStream,
    /// The start of a frame whose end has not come yet.
    partial: Vec<u8>,
}

impl Fleet {
    /// An empty fleet.
    ///
    /// # Errors
    /// No epoll.
    pub fn new() -> Fallible<Self> {
        let events = Events::with_capacity(4096);
        Ok(Self { poll: Poll::new()?, events, sockets: Vec::new(), scratch: vec![0; SCRATCH], out: Vec::new() })
    }

    /// Clients so far.
    pub fn size(&self) -> usize {
        self.sockets.len()
    }

    /// Connects one client: `path` with a login cookie. What comes right behind the handshake is heard by the next `pump`.
    ///
    /// # Errors
    /// The server refused; the status line says how.
    pub fn connect(&mut self, to: SocketAddr, path: &str, cookie: &str) -> Fallible<()> {
        let mut stream = std::net::TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(HANDSHAKE))?;
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{cookie}\r\n"
        )?;
        let mut head = Vec::new();
        let mut byte = [0];
        // Byte by byte, so that no frame behind the head is read here: epoll will tell of it.
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read(&mut byte)? == 0 {
                return Err(format!("closed in the handshake: {}", String::from_utf8_lossy(&head)).into());
            }
            head.extend_from_slice(&byte);
        }
        if !head.starts_with(b"HTTP/1.1 101 ") {
            return Err(format!("no upgrade of {path}: {}", String::from_utf8_lossy(&head)).into());
        }
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        self.poll.registry().register(&mut stream, Token(self.sockets.len()), Interest::READABLE)?;
        self.sockets.push(Socket { stream, partial: Vec::new() });
        Ok(())
    }

    /// Sends a text frame from one client.
    ///
    /// # Errors
    /// The server does not read: a post is far smaller than a socket's buffer.
    pub fn send(&mut self, socket: usize, text: &[u8]) -> Fallible<()> {
        let Self { sockets, out, .. } = self;
        let stream = &mut sockets.get_mut(socket).ok_or("no such socket")?.stream;
        out.clear();
        frame::from_client(frame::TEXT, text, out);
        Ok(stream.write_all(out)?)
    }

    /// Waits for frames, `patience` at most, and hands over all that are there. Answers pings.
    ///
    /// # Errors
    /// What the listener said, or a socket was closed.
    pub fn pump(&mut self, patience: Duration, listener: &mut impl Listener) -> Fallible<()> {
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            other => other?,
        }
        let Self { events, sockets, scratch, out, .. } = self;
        for event in events.iter() {
            let Token(number) = event.token();
            let socket = sockets.get_mut(number).ok_or("an event of no socket")?;
            loop {
                let read = match socket.stream.read(scratch) {
                    Ok(0) => return Err(format!("the server dropped client {number}").into()),
                    Ok(read) => read,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) => return Err(format!("client {number}: {error}").into()),
                };
                let fresh = scratch.get(..read).unwrap_or_default();
                out.clear();
                let used = if socket.partial.is_empty() {
                    hand_over(number, fresh, out, listener)?
                } else {
                    socket.partial.extend_from_slice(fresh);
                    let used = hand_over(number, &socket.partial, out, listener)?;
                    socket.partial.drain(..used);
                    read
                };
                socket.partial.extend_from_slice(fresh.get(used..).unwrap_or_default());
                if !out.is_empty() {
                    socket.stream.write_all(out)?;
                }
                // A short read has emptied the socket; whatever comes later raises a new edge.
                if read < SCRATCH {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Hands over the whole frames of `bytes`, puts answers to pings into `out`, and says how many bytes that took.
fn hand_over(number: usize, bytes: &[u8], out: &mut Vec<u8>, listener: &mut impl Listener) -> Fallible<usize> {
    let mut used = 0;
    while let Some(frame) = frame::parse(bytes.get(used..).unwrap_or_default())? {
        used += frame.length;
        match frame.opcode {
            frame::TEXT => listener.text(number, frame.payload)?,
            frame::PING => frame::from_client(frame::PONG, frame.payload, out),
            frame::PONG => {}
            frame::CLOSE => return Err(format!("client {number} was closed: {:?}", frame.payload).into()),
            other => return Err(format!("client {number}: a frame of kind {other}").into()),
        }
    }
    Ok(used)
}
