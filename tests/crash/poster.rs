//! Somebody who posts over a real socket and never gives up: what was not acknowledged goes again under the same `client_id`, over
//! as many connections as it takes. What was acknowledged is written down, and a second ack must say the same.

use std::{
    collections::{BTreeMap, HashMap},
    io::ErrorKind,
    net::{SocketAddr, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{self, Message, WebSocket, client::IntoClientRequest as _, http::HeaderValue};
use uuid::Uuid;

/// How often one poster posts: below the frames a second that a socket may send.
const EVERY: Duration = Duration::from_millis(25);
/// Posts of one poster that wait for their ack.
const IN_FLIGHT: usize = 4;
/// How long a read waits before the poster looks whether it may post again.
const TICK: Duration = Duration::from_millis(5);
const RECONNECT: Duration = Duration::from_millis(20);

/// A post as it was acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acked {
    pub message_id: i64,
    pub seq: i64,
    pub text: String,
}

/// What all posters know together.
#[derive(Default)]
pub struct Ledger {
    /// By `client_id`.
    pub acked: Mutex<HashMap<Uuid, Acked>>,
    /// Close codes that the server sent, by how often.
    pub closes: Mutex<BTreeMap<u16, u32>>,
    stopping: AtomicBool,
}

impl Ledger {
    pub fn count(&self) -> usize {
        self.acked.lock().unwrap().len()
    }

    /// No new posts: each poster ends once all of its own are acknowledged, or, where `now`, with its connection.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    fn note(&self, client_id: Uuid, acked: Acked) {
        let before = self.acked.lock().unwrap().insert(client_id, acked.clone());
        assert!(
            before.is_none_or(|before| before == acked),
            "{client_id} was acknowledged in two ways, last {acked:?}"
        );
    }
}

/// A connection that is logged in and sees a room.
pub fn connect(to: SocketAddr, room: &str, cookie: &str) -> Option<WebSocket<TcpStream>> {
    let stream = TcpStream::connect(to).ok()?;
    stream.set_nodelay(true).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut request = format!("ws://{to}/ws/chat/{room}/").into_client_request().unwrap();
    request.headers_mut().insert("origin", HeaderValue::from_str(&format!("http://{to}")).unwrap());
    request.headers_mut().insert("cookie", HeaderValue::from_str(cookie).unwrap());
    let (socket, _) = tungstenite::client::client(request, stream).ok()?;
    socket.get_ref().set_read_timeout(Some(TICK)).ok()?;
    Some(socket)
}

/// The next frame of the protocol; `None` when nothing came within a tick.
///
/// An error is the end of the connection; with its code, if the server told one.
pub fn next(socket: &mut WebSocket<TcpStream>) -> Result<Option<Value>, Option<u16>> {
    match socket.read() {
        Ok(Message::Text(text)) => Ok(Some(serde_json::from_str(&text).unwrap())),
        Ok(Message::Close(frame)) => Err(frame.map(|frame| frame.code.into())),
        Ok(_) => Ok(None),
        Err(tungstenite::Error::Io(error)) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            Ok(None)
        }
        Err(_) => Err(None),
    }
}

/// Sends a post; whether the connection took it.
pub fn post(socket: &mut WebSocket<TcpStream>, client_id: Uuid, text: &str) -> bool {
    let frame = json!({ "type": "chat_message", "client_id": client_id, "message": text });
    socket.send(Message::text(frame.to_string())).is_ok()
}

/// Starts a poster. It ends when the ledger says stop and nothing of its own is open, or, when it does not `insist`, with its first
/// connection. The result: how many posts it sent.
pub fn start(
    name: &str,
    insist: bool,
    to: SocketAddr,
    room: &str,
    cookie: &str,
    ledger: &Arc<Ledger>,
) -> JoinHandle<usize> {
    let (name, room, cookie, ledger) = (name.to_owned(), room.to_owned(), cookie.to_owned(), Arc::clone(ledger));
    std::thread::spawn(move || {
        let mut open: BTreeMap<usize, (Uuid, String)> = BTreeMap::new();
        let mut posts = 0;
        let finished = |open: &BTreeMap<_, _>| ledger.stopping.load(Ordering::Acquire) && open.is_empty();
        while !finished(&open) {
            let Some(mut socket) = connect(to, &room, &cookie) else {
                if !insist && posts > 0 {
                    break;
                }
                std::thread::park_timeout(RECONNECT);
                continue;
            };
            let mut alive = open.values().all(|(client_id, text)| post(&mut socket, *client_id, text));
            let mut last = Instant::now();
            while alive && !finished(&open) {
                let may_post = !ledger.stopping.load(Ordering::Acquire) && open.len() < IN_FLIGHT;
                if may_post && last.elapsed() >= EVERY {
                    let (client_id, text) = (Uuid::new_v4(), format!("{name} says {posts}"));
                    last = Instant::now();
                    alive = post(&mut socket, client_id, &text);
                    open.insert(posts, (client_id, text));
                    posts += 1;
                }
                match next(&mut socket) {
                    Ok(Some(frame)) => hear(&frame, &mut open, &ledger),
                    Ok(None) => {}
                    Err(code) => {
                        *ledger.closes.lock().unwrap().entry(code.unwrap_or(1006)).or_default() += 1;
                        alive = false;
                    }
                }
            }
            if !insist {
                break;
            }
        }
        posts
    })
}

fn hear(frame: &Value, open: &mut BTreeMap<usize, (Uuid, String)>, ledger: &Ledger) {
    let number = |name: &str| frame[name].as_i64().unwrap_or_else(|| panic!("no {name} in {frame}"));
    match frame["type"].as_str() {
        Some("ack") => {
            let client_id = Uuid::parse_str(frame["client_id"].as_str().unwrap()).unwrap();
            if let Some((&place, (_, text))) = open.iter().find(|(_, (id, _))| *id == client_id) {
                ledger.note(
                    client_id,
                    Acked { message_id: number("message_id"), seq: number("seq"), text: text.clone() },
                );
                open.remove(&place);
            }
        }
        // The program is going down; the post goes again after the restart.
        Some("error") => assert!(matches!(frame["code"].as_str(), Some("stopping" | "busy")), "refused: {frame}"),
        _ => {}
    }
}
