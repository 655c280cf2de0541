//! Hostile bytes on a real socket: each gets the close code or the error that the protocol names, and the server's memory stays flat.

#![cfg(test)]

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    time::Duration,
};

use benches::{
    frame::{self, CLOSE, TEXT},
    machine,
    site::Site,
};
use serde_json::{Value, json};

const FIN: u8 = 0x80;
const CONTINUATION: u8 = 0;
const BINARY: u8 = 2;
const PING: u8 = 9;
/// What hostile traffic may leave behind in the server.
const FLAT_KIB: u64 = 4 * 1024;

struct Room {
    site: Site,
    cookie: String,
    id: String,
}

fn room() -> Room {
    let mut site =
        Site::new(Path::new(env!("CARGO_BIN_EXE_livechat")), Path::new(env!("CARGO_TARGET_TMPDIR"))).unwrap();
    site = site.with(&["--max-sockets-per-user", "0"]);
    site.create_user("alisher", true).unwrap();
    site.start().unwrap();
    let cookie = site.log_in("alisher").unwrap();
    let id = site.create_room(&cookie, "Frames").unwrap();
    Room { site, cookie, id }
}

/// The status of a handshake, with the connection.
fn handshake(room: &Room, path: &str, headers: &str) -> (u16, Peer) {
    let to = room.site.address();
    let stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    let mut peer = Peer { stream, bytes: Vec::new() };
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {to}\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    );
    peer.stream.write_all(head.as_bytes()).unwrap();
    let end = loop {
        if let Some(end) = peer.bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break end + 4;
        }
        assert!(peer.more(), "no answer to a handshake of {path}");
    };
    let head: Vec<u8> = peer.bytes.drain(..end).collect();
    let status = String::from_utf8_lossy(&head).split(' ').nth(1).unwrap().parse().unwrap();
    (status, peer)
}

fn ours(room: &Room) -> String {
    format!("Upgrade: websocket\r\nOrigin: http://{}\r\nCookie: {}\r\n", room.site.address(), room.cookie)
}

/// A socket that is in the room.
fn join(room: &Room) -> Peer {
    let (status, mut peer) = handshake(room, &format!("/ws/chat/{}/", room.id), &ours(room));
    assert_eq!(status, 101);
    assert_eq!(peer.hear("ready")["protocol"], 1);
    peer
}

struct Peer {
    stream: TcpStream,
    bytes: Vec<u8>,
}

impl Peer {
    /// Reads on; whether anything came before the end.
    fn more(&mut self) -> bool {
        let mut some = [0; 4096];
        let read = self.stream.read(&mut some).unwrap_or(0);
        self.bytes.extend_from_slice(&some[..read]);
        read > 0
    }

    /// The next whole frame; `None` at the end.
    fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        loop {
            let whole = frame::parse(&self.bytes).unwrap().map(|it| (it.opcode, it.payload.to_vec(), it.length));
            if let Some((opcode, payload, length)) = whole {
                self.bytes.drain(..length);
                return Some((opcode, payload));
            }
            if !self.more() {
                return None;
            }
        }
    }

    /// The next frame of a type; an error frame ends the wait too.
    fn hear(&mut self, kind: &str) -> Value {
        loop {
            let (opcode, payload) = self.next().unwrap_or_else(|| panic!("closed before {kind}"));
            assert_eq!(opcode, TEXT, "{:?} before {kind}", payload);
            let value: Value = serde_json::from_slice(&payload).unwrap();
            if value["type"] == kind || value["type"] == "error" {
                return value;
            }
        }
    }

    /// The code with which the server closes; 1006 when it says none.
    fn closed(&mut self) -> u16 {
        while let Some((opcode, payload)) = self.next() {
            if opcode == CLOSE {
                return payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
            }
        }
        1006
    }

    /// Sends; the server may have closed already.
    fn send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    fn say(&mut self, text: &str) {
        let mut bytes = Vec::new();
        frame::from_client(TEXT, text.as_bytes(), &mut bytes);
        assert!(self.send(&bytes));
    }
}

/// A masked frame with any first byte that declares `length` bytes and carries `payload`.
fn raw(first: u8, length: u64, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match length {
        0..126 => bytes.push(0x80 | length as u8),
        126..65_536 => {
            bytes.push(0x80 | 126);
            bytes.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            bytes.push(0x80 | 127);
            bytes.extend_from_slice(&length.to_be_bytes());
        }
    }
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(payload);
    bytes
}

fn whole(first: u8, payload: &[u8]) -> Vec<u8> {
    raw(first, payload.len() as u64, payload)
}

#[test]
fn each_breach_of_the_protocol_is_closed_with_its_code() {
    let room = room();
    let mut unmasked = Vec::new();
    frame::from_server(TEXT, b"{}", &mut unmasked);
    let cases: [(&str, Vec<u8>, u16); 12] = [
        ("binary", whole(FIN | BINARY, b"{}"), 1003),
        ("a frame of 1 GiB, told by its header", raw(FIN | TEXT, 1 << 30, b"x"), 1009),
        ("a frame of more than fits a length", raw(FIN | TEXT, u64::MAX >> 1, b"x"), 1009),
        ("a byte over the limit", raw(FIN | TEXT, 128 * 1024 + 1, b"x"), 1009),
        ("text that is not UTF-8", whole(FIN | TEXT, b"\"\xff\""), 1007),
        ("an unmasked frame", unmasked, 1002),
        ("an opcode that is reserved", whole(FIN | 3, b""), 1002),
        ("a reserved bit", whole(FIN | 0x40 | TEXT, b"{}"), 1002),
        ("a continuation of nothing", whole(FIN | CONTINUATION, b"{}"), 1002),
        ("a ping in fragments", whole(PING, b""), 1002),
        ("a ping of 126 bytes", whole(FIN | PING, &[b'x'; 126]), 1002),
        ("a new message inside another", [whole(TEXT, b"{"), whole(FIN | TEXT, b"}")].concat(), 1002),
    ];
    for (name, bytes, code) in cases {
        let mut peer = join(&room);
        assert!(peer.send(&bytes), "{name}");
        assert_eq!(peer.closed(), code, "{name}");
    }
    // The others have not noticed.
    let mut peer = join(&room);
    peer.say(r#"{"type":"ping"}"#);
    assert_eq!(peer.hear("pong")["type"], "pong");
}

#[test]
fn endless_fragments_end_at_the_limit_of_a_message_and_empty_ones_sooner() {
    let room = room();
    let before = machine::kept(room.site.pid().unwrap()).unwrap();

    let mut peer = join(&room);
    let mut sent = 0;
    peer.send(&whole(TEXT, b""));
    while sent < 64 << 20 && peer.send(&whole(CONTINUATION, &[b'x'; 8192])) {
        sent += 8192;
    }
    assert_eq!(peer.closed(), 1009);

    let mut peer = join(&room);
    let mut frames = 0;
    peer.send(&whole(TEXT, b""));
    while frames < 1_000_000 && peer.send(&whole(CONTINUATION, b"").repeat(100)) {
        frames += 100;
    }
    let code = peer.closed();
    assert!(matches!(code, 1002 | 1008 | 1009), "{code}");

    // Connections that stop in the middle of a frame that they announced at its greatest.
    let halves: Vec<Peer> = (0..200)
        .map(|_| {
            let mut peer = join(&room);
            assert!(peer.send(&raw(FIN | TEXT, 128 * 1024, b"{")));
            peer
        })
        .collect();
    let mut peer = join(&room);
    peer.say(r#"{"type":"ping"}"#);
    assert_eq!(peer.hear("pong")["type"], "pong");
    let after = machine::kept(room.site.pid().unwrap()).unwrap();
    println!("{before} KiB before, {after} KiB after, with {} halves open", halves.len());
    assert!(after < before + FLAT_KIB, "grew by {} KiB", after - before);
}

#[test]
fn what_is_no_command_gets_one_error_and_the_socket_stays_open() {
    let room = room();
    let mut peer = join(&room);
    for (text, code) in [
        ("", "bad_json"),
        ("nonsense", "bad_json"),
        ("[1, 2", "bad_json"),
        (r#"{"type":"dance"}"#, "unknown_type"),
        (r#"{"type":"chat_message"}"#, "bad_field"),
        (r#"{"type":"chat_message","message":{"$ne":1}}"#, "bad_field"),
        (r#"{"type":"chat_message","message":"x","client_id":"7"}"#, "bad_field"),
        (r#"{"type":"chat_message","message":" \n "}"#, "empty"),
        (r#"{"type":"chat_message","message":"x","reply_to":987654}"#, "bad_reply"),
        (r#"{"type":"chat_message","message":"x","room_id":987654}"#, "not_found"),
        (r#"{"type":"edit_message","message_id":987654,"message":"x"}"#, "not_found"),
        (r#"{"type":"delete_message","message_id":987654}"#, "not_found"),
        (r#"{"type":"read","seq":"many"}"#, "bad_field"),
    ] {
        peer.say(text);
        let answer = peer.hear("ack");
        assert_eq!((&answer["type"], &answer["code"]), (&json!("error"), &json!(code)), "{text}: {answer}");
        assert!(answer["message"].as_str().is_some_and(|words| !words.is_empty()), "no words: {answer}");
    }
    let long = json!({ "type": "chat_message", "message": "x".repeat(10_001) });
    peer.say(&long.to_string());
    assert_eq!(peer.hear("ack")["code"], "too_long");
    peer.say(r#"{"type":"chat_message","message":"still here","client_id":"6f0c2a3e-58a5-4f0e-9c3b-0d1f3c1d2e4f"}"#);
    assert_eq!(peer.hear("ack")["type"], "ack");
}

#[test]
fn a_flood_is_closed_with_1008() {
    let room = room();
    let mut peer = join(&room);
    let ping = whole(FIN | TEXT, br#"{"type":"ping"}"#);
    for _ in 0..1_000 {
        if !peer.send(&ping) {
            break;
        }
    }
    assert_eq!(peer.closed(), 1008);
}

#[test]
fn what_may_not_upgrade_is_refused_before_it() {
    let room = room();
    let path = format!("/ws/chat/{}/", room.id);
    let origin = format!("Origin: http://{}\r\n", room.site.address());
    let cookie = format!("Cookie: {}\r\n", room.cookie);
    let upgrade = "Upgrade: websocket\r\n";
    for (name, path, headers, status) in [
        ("no login", path.as_str(), [upgrade, &origin].concat(), 401),
        ("an altered login", &path, [upgrade, &origin, "Cookie: session=AAAA\r\n"].concat(), 401),
        ("another site", &path, [upgrade, "Origin: http://evil.example\r\n", &cookie].concat(), 403),
        ("no origin", &path, [upgrade, &cookie].concat(), 403),
        ("no such room", "/ws/chat/987654/", ours(&room), 403),
        ("no number", "/ws/chat/abc/", ours(&room), 404),
        ("no such path", "/ws/dance/", ours(&room), 404),
        ("another upgrade", &path, ["Upgrade: h2c\r\n", &origin, &cookie].concat(), 404),
    ] {
        let (answer, _) = handshake(&room, path, &headers);
        assert_eq!(answer, status, "{name}");
    }
}
