//! A thousand people read one room over real sockets, and one of them stops: that one is dropped, what waited for it is freed, and
//! the others get every frame, in order, once.

#![cfg(test)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    time::{Duration, Instant},
};

use benches::{fanout::Arm, machine, product::Product, site::Site};
use socket2::{Domain, Socket, Type};

const READERS: usize = 999;
const USERS: usize = 10;
/// What a long message weighs as a frame; enough of them fill what the kernel buffers for a socket, and the outbox begins to fill.
const LONG_FRAME: usize = 12 * 1024;
const LONG_POSTS: usize = 40;
/// Posts that follow one by one, three a second, until a reader who stopped has to be gone: the oldest of its bytes may wait ten
/// seconds, and a second goes by until somebody looks.
const SINGLE_POSTS: usize = 50;
/// What the server may have kept more than after the same posts without a slow reader: less than may wait for one socket.
const KEPT_KIB: u64 = 1024;

/// A socket that sees the room and will never read on; its window is as small as the system allows.
fn stuck(product: &Product) -> TcpStream {
    let to = product.site.address();
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.connect(&to.into()).unwrap();
    let mut stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(
        stream,
        "GET /ws/chat/{}/ HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {}\r\n\r\n",
        product.room,
        product.cookie_of(READERS)
    )
    .unwrap();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("\"ready\"") {
        let mut some = [0; 256];
        let read = stream.read(&mut some).unwrap();
        assert!(read > 0, "no socket: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&some[..read]);
    }
    stream
}

/// Whether the server still holds its end of a connection open, as the kernel tells.
fn is_held(server: SocketAddr, peer: SocketAddr) -> bool {
    const ESTABLISHED: &str = "01";
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let (server, peer) = (format!(":{:04X}", server.port()), format!(":{:04X}", peer.port()));
    table.lines().any(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.len() > 3 && words[1].ends_with(&server) && words[2].ends_with(&peer) && words[3] == ESTABLISHED
    })
}

#[test]
fn a_reader_who_stops_is_dropped_and_freed_and_the_others_get_every_frame_in_order() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let site = Site::new(Path::new(env!("CARGO_BIN_EXE_livechat")), Path::new(env!("CARGO_TARGET_TMPDIR"))).unwrap();
    let product = Product::start(site, USERS, READERS + USERS).unwrap();
    let mut readers = Arm::product(&product, READERS).unwrap();
    readers.calibrate(LONG_FRAME).unwrap();
    let kept = |readers: &mut Arm| {
        readers.settle().unwrap();
        machine::kept(product.site.pid().unwrap()).unwrap()
    };
    // The same posts without a slow reader: what the server keeps of them in its caches.
    readers.run(LONG_POSTS, 4).unwrap();
    let start = kept(&mut readers);
    readers.run(LONG_POSTS, 4).unwrap();
    readers.run(SINGLE_POSTS, 1).unwrap();
    let before = kept(&mut readers);

    let stream = stuck(&product);
    let (server, peer) = (product.site.address(), stream.local_addr().unwrap());
    assert!(is_held(server, peer));
    let stopped = Instant::now();
    readers.run(LONG_POSTS, 4).unwrap();
    for _ in 0..SINGLE_POSTS {
        readers.run(1, 1).unwrap();
        readers.pause(Duration::from_millis(if is_held(server, peer) { 300 } else { 0 })).unwrap();
    }
    assert!(!is_held(server, peer), "a reader who stopped is still there after {:?}", stopped.elapsed());
    let after = kept(&mut readers);
    println!("{start} KiB, {before} KiB after posts, {after} KiB after the same posts and a slow reader");
    assert!(after.saturating_sub(before) < before.saturating_sub(start) + KEPT_KIB);
    product.audit(&readers.take_acks()).unwrap();
    drop(stream);
}
