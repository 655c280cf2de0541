//! From a request to a socket. Every request with an `Upgrade` header comes here past the application, so everything is
//! checked here: host, origin, login, membership, how many sockets. A refusal is an ordinary answer with a stable code; nobody
//! hears of a refused socket. A socket costs two reads of the store and one question to the Hub before it is answered.

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use actix::{Actor, Addr, AsyncContext, Context};
use actix_codec::Framed;
use actix_http::{Request, body::BodySize, h1};
use actix_rt::net::TcpStream;
use actix_web::http::header;
use actors::{
    Code, fifo,
    hub::{Arrive, Here, RelayUp},
    ids::{RoomId, Seq},
    outlet::Pulse,
    relay::{Attach, Relay, RelayRef, SocketId},
    session::{Gate, Guest, Parts, Seat, Session, Wanted},
    store::{logins::Login, rooms::RoomsOf},
};
use futures_util::SinkExt as _;
use socket2::SockRef;
use tokio::io::AsyncWriteExt as _;

use super::{inbox, outlet::TcpOutlet, wire};
use crate::{
    error::{Error, Result},
    logins,
    state::State,
};

/// Bytes that the kernel is asked to hold for a socket, which doubles it. By itself it goes up to 4 MiB: a reader who stops would be
/// noticed minutes later, and a thousand of them would take gigabytes that no limit of ours counts.
const SEND_BUFFER: usize = 128 * 1024;

/// What a worker's sockets share.
#[derive(Clone)]
pub struct Worker {
    state: Arc<State>,
    /// The write side of this worker's sockets.
    relay: Rc<RefCell<RelayRef>>,
    /// How many Relays this server ever had.
    relays: Arc<AtomicU32>,
}

impl Worker {
    /// The calling worker; `relays` counts the Relays of the server.
    #[must_use]
    pub fn new(state: Arc<State>, relays: Arc<AtomicU32>) -> Self {
        let relay = Rc::new(RefCell::new(start_relay(&state, &relays)));
        Self { state, relay, relays }
    }

    /// This worker's Relay. One that died took its sockets with it; a new one serves those that come back.
    fn relay(&self) -> RelayRef {
        if !self.relay.borrow().addr.connected() {
            log::error!("the write side of a worker died; its sockets come back to another");
            self.relay.replace(start_relay(&self.state, &self.relays));
        }
        self.relay.borrow().clone()
    }
}

/// Starts a Relay on the calling worker and makes it known to the Hub.
fn start_relay(state: &Arc<State>, relays: &AtomicU32) -> RelayRef {
    let id = relays.fetch_add(1, Ordering::Relaxed);
    let relay = RelayRef { id, addr: Relay::new(id, state.chat.clone()).start() };
    let (hub, up) = (state.hub.clone(), RelayUp { relay: relay.clone() });
    actix::spawn(async move {
        if let Err(error) = hub.send(up).await {
            log::error!("a worker is not known: {error}");
        }
    });
    relay
}

/// Answers a request that asks for an upgrade, and lets the socket live on its own. The connection's task ends with this
/// call, so that an open socket holds nothing of HTTP and delays no stop.
///
/// # Errors
/// The connection broke while it was answered.
pub async fn upgrade(worker: Worker, request: Request, framed: Framed<TcpStream, h1::Codec>) -> std::io::Result<()> {
    match admit(&worker, &request).await {
        Ok(admitted) => open(worker, &request, framed, admitted).await,
        Err(error) => refuse(&worker, &request, framed, &error).await,
    }
}

/// A socket that may be answered with 101.
struct Admitted {
    guest: Guest,
    wanted: Option<Wanted>,
    context: Context<Session>,
    seat: Seat,
}

async fn admit(worker: &Worker, request: &Request) -> Result<Admitted> {
    let (state, head) = (&worker.state, request.head());
    let wanted = wanted(request.path(), request.uri().query())?;
    wire::handshake(head).map_err(|_| Error::from(Code::BadField))?;
    state.guard.check_upgrade(head)?;
    let cookies = head.headers.get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
    let login = logins::from_cookie_header(&state.logins, cookies).await?.ok_or(Error::NotSignedIn)?;
    let Login { login_id, user_id, display_name, language, used_at, .. } = login;
    let language = language.unwrap_or_else(|| logins::language_of_cookie_header(cookies, state.config.language));
    // The mailbox exists before the Hub hears of the session, so that an end of the login cannot fall between.
    let context = Context::<Session>::new();
    let number = state.hub.send(Arrive { user_id, login_id, session: context.address() }).await;
    let number = number.map_err(actors::Error::from)??;
    let seat = Seat::new(state.hub.clone(), user_id, number);
    let rooms = state.store.read(RoomsOf { user_id }).await?;
    if wanted.is_some_and(|wanted| !rooms.contains(&wanted.room_id)) {
        // A room that does not exist looks the same.
        return Err(Code::Forbidden.into());
    }
    fifo::hand(&state.hub, Here { user_id, rooms });
    Ok(Admitted { guest: Guest { user_id, login_id, display_name, language, used_at }, wanted, context, seat })
}

/// The room of a socket's address.
fn wanted(path: &str, query: Option<&str>) -> Result<Option<Wanted>> {
    let rest = path.strip_prefix("/ws").ok_or(Error::from(Code::NotFound))?;
    if matches!(rest, "" | "/") {
        return Ok(None);
    }
    let id = rest.strip_prefix("/chat/").map(|id| id.strip_suffix('/').unwrap_or(id));
    let room_id: RoomId = id.and_then(|id| id.parse().ok()).ok_or(Error::from(Code::NotFound))?;
    let after = match query.and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("after="))) {
        Some(after) => Some(after.parse::<Seq>().map_err(|_| Error::from(Code::BadField))?),
        None => None,
    };
    Ok(Some(Wanted { room_id, after }))
}

async fn open(
    worker: Worker,
    request: &Request,
    mut framed: Framed<TcpStream, h1::Codec>,
    admitted: Admitted,
) -> std::io::Result<()> {
    let broken = |_| std::io::Error::from(std::io::ErrorKind::BrokenPipe);
    let mut response = wire::handshake(request.head()).map_err(|_| std::io::ErrorKind::InvalidInput)?;
    let response = response.message_body(()).map_err(|_| std::io::ErrorKind::InvalidData)?;
    framed.send((response, BodySize::None).into()).await?;
    let parts = framed.into_parts();
    let stream = Arc::new(parts.io);
    stream.set_nodelay(true)?;
    SockRef::from(stream.as_ref()).set_send_buffer_size(SEND_BUFFER)?;

    let Admitted { guest, wanted, mut context, seat } = admitted;
    let (pulse, gate) = (Pulse::default(), Gate::default());
    let attach = Attach {
        outlet: Box::new(TcpOutlet(stream.clone())),
        session: context.address(),
        user_id: guest.user_id,
        language: guest.language,
        pulse: pulse.clone(),
    };
    let (relay, state) = (worker.relay(), worker.state);
    let key = relay.addr.send(attach).await.map_err(broken)?;
    let socket = SocketId { relay: relay.id, key };
    let (chat, hub): (_, Addr<_>) = (state.chat.clone(), state.hub.clone());
    context.add_stream(inbox::messages(stream, parts.read_buf, gate.clone()));
    context.run(Session::new(Parts { chat, hub, relay, socket, guest, pulse, gate, wanted, seat }));
    Ok(())
}

async fn refuse(
    worker: &Worker,
    request: &Request,
    framed: Framed<TcpStream, h1::Codec>,
    error: &Error,
) -> std::io::Result<()> {
    let state = &worker.state;
    if error.is_fault() {
        log::error!("a socket on {} failed: {error}", request.path());
    }
    let status = error.status();
    let body = error.json(&error.words(state.config.language));
    let reason = status.canonical_reason().unwrap_or_default();
    let retry = error.retry_after().map_or(String::new(), |seconds| format!("Retry-After: {seconds}\r\n"));
    let response = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\n{retry}Connection: close\r\n\r\n{body}",
        status.as_u16(),
        body.len(),
    );
    let mut stream = framed.into_parts().io;
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_names_its_room_and_where_it_stopped() {
        let room = |path, query| wanted(path, query).unwrap().map(|wanted| (wanted.room_id.0, wanted.after));
        assert_eq!(room("/ws/", None), None);
        assert_eq!(room("/ws", None), None);
        assert_eq!(room("/ws/chat/7/", None), Some((7, None)));
        assert_eq!(room("/ws/chat/7", Some("after=41")), Some((7, Some(41))));
    }

    #[test]
    fn other_paths_are_not_sockets() {
        for path in ["/", "/room/1/", "/wsx/", "/ws/chat/", "/ws/chat/x/", "/ws/chat/1/2/", "/ws//"] {
            assert!(wanted(path, None).is_err(), "{path}");
        }
        assert!(wanted("/ws/chat/1/", Some("after=x")).is_err());
    }
}
