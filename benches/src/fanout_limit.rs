//! The limit programs of fan-out: a bare epoll loop that sends what one client posts to all, each message under the next number.
//! `Separate` makes one `write` per frame and socket, `Joined` one `write` per socket of all frames that a turn of the loop
//! brought. No login, no storage, no rendering: what is left is the kernel's price.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::SocketAddr,
};

use mio::{
    Events, Interest, Poll, Token,
    net::{TcpListener, TcpStream},
};

use crate::{Fallible, frame};

const LISTENER: Token = Token(usize::MAX);
const SCRATCH: usize = 64 * 1024;
const UPGRADED: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

/// How frames leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// Limit (a): each frame by itself.
    Separate,
    /// Limit (b): what waits, at once.
    Joined,
}

struct Peer {
    stream: TcpStream,
    upgraded: bool,
    partial: Vec<u8>,
    /// What the kernel did not take yet.
    waiting: Vec<u8>,
}

/// Serves until its clients go; says first where.
///
/// # Errors
/// No socket, or a client that is not one of ours.
pub fn serve(writes: Writes, announce: impl FnOnce(SocketAddr) -> Fallible<()>) -> Fallible<()> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(4096);
    let mut listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    announce(listener.local_addr()?)?;

    let mut peers: Vec<Peer> = Vec::new();
    let (mut scratch, mut posts, mut frames, mut seq) = (vec![0; SCRATCH], Vec::new(), Vec::new(), 0_u64);
    loop {
        poll.poll(&mut events, None)?;
        posts.clear();
        for event in &events {
            if event.token() == LISTENER {
                accept(&listener, &poll, &mut peers)?;
                continue;
            }
            let peer = peers.get_mut(event.token().0).ok_or("an event of no peer")?;
            if event.is_writable() {
                flush(peer)?;
            }
            if event.is_readable() && !receive(peer, &mut scratch, &mut posts)? {
                return Ok(());
            }
        }
        frames.clear();
        for post in &posts {
            seq += 1;
            let mut numbered = format!("{{\"seq\":{seq},").into_bytes();
            numbered.extend_from_slice(post.get(1..).unwrap_or_default());
            frame::from_server(frame::TEXT, &numbered, &mut frames);
            if writes == Writes::Separate {
                send(&mut peers, &frames)?;
                frames.clear();
            }
        }
        if !frames.is_empty() {
            send(&mut peers, &frames)?;
        }
    }
}

fn accept(listener: &TcpListener, poll: &Poll, peers: &mut Vec<Peer>) -> Fallible<()> {
    loop {
        let mut stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        stream.set_nodelay(true)?;
        poll.registry().register(&mut stream, Token(peers.len()), Interest::READABLE | Interest::WRITABLE)?;
        peers.push(Peer { stream, upgraded: false, partial: Vec::new(), waiting: Vec::new() });
    }
}

/// Reads what a peer sent; whole text frames go to `posts`. Whether the peer is still there: the generator ends by closing.
fn receive(peer: &mut Peer, scratch: &mut [u8], posts: &mut Vec<Vec<u8>>) -> Fallible<bool> {
    loop {
        match peer.stream.read(scratch) {
            // The generator ends by closing its sockets; nobody is there to be served any more.
            Ok(0) => return Ok(false),
            Ok(read) => peer.partial.extend_from_slice(scratch.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error.into()),
        }
    }
    if !peer.upgraded {
        if !peer.partial.ends_with(b"\r\n\r\n") {
            return Ok(true);
        }
        peer.partial.clear();
        peer.upgraded = true;
        peer.stream.write_all(UPGRADED)?;
    }
    let mut used = 0;
    while let Some(frame) = frame::parse(peer.partial.get(used..).unwrap_or_default())? {
        used += frame.length;
        if frame.opcode == frame::TEXT {
            posts.push(frame.payload.to_vec());
        }
    }
    peer.partial.drain(..used);
    Ok(true)
}

/// One `write` per socket, and none for a socket that still has bytes to go.
fn send(peers: &mut [Peer], bytes: &[u8]) -> Fallible<()> {
    for peer in peers.iter_mut().filter(|peer| peer.upgraded) {
        if !peer.waiting.is_empty() {
            peer.waiting.extend_from_slice(bytes);
            continue;
        }
        match peer.stream.write(bytes) {
            Ok(sent) => peer.waiting.extend_from_slice(bytes.get(sent..).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => peer.waiting.extend_from_slice(bytes),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn flush(peer: &mut Peer) -> Fallible<()> {
    while !peer.waiting.is_empty() {
        match peer.stream.write(&peer.waiting) {
            Ok(sent) => drop(peer.waiting.drain(..sent)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;
    use crate::{audience::Audience, fleet::Fleet};

    #[test]
    fn every_client_gets_every_post_once_and_in_order_from_both_limits() {
        for writes in [Writes::Separate, Writes::Joined] {
            let (tell, told) = mpsc::channel();
            std::thread::spawn(move || drop(serve(writes, |address| Ok(tell.send(address)?))));
            let address = told.recv().unwrap();
            let (mut fleet, mut audience) = (Fleet::new().unwrap(), Audience::new(false));
            for _ in 0..50 {
                fleet.connect(address, "/", "").unwrap();
                audience.join();
            }
            for post in 0..100 {
                let frame = format!(r#"{{"type":"chat_message","client_id":"{post}","message":"text {post}"}}"#);
                audience.expect(post.to_string(), format!("text {post}"));
                fleet.send(7, frame.as_bytes()).unwrap();
            }
            while audience.complete() < 100 {
                fleet.pump(Duration::from_secs(10), &mut audience).unwrap();
            }
            assert!(audience.settled());
        }
    }
}
