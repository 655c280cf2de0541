//! A server without HTTP: the real store in a temporary folder, the Hub and rooms on threads of their own, one worker here.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use actix::{Actor, Addr, Arbiter, Context};
use actors::{
    Code,
    chat::Chat,
    clock::{Clock, Millis},
    domain::{Body, Language, RoomName, Username, Visibility},
    hub::{Hub, OnlineAmong, RelayUp},
    ids::{ClientId, LoginId, RoomId, UserId},
    limits::{Limits, ROOM_IDLE},
    message::Message,
    metrics::Metrics,
    presenter::Presenter,
    rates::Rates,
    relay::{Relay, RelayRef},
    store::{
        By, Options, Store,
        accounts::CreateUser,
        logins::BeginLogin,
        members::{JoinRoom, MemberAction, SetMember},
        messages::{Done, PostMessage},
        rooms::{CreateRoom, PurgeSome},
    },
};
use bytes::Bytes;
use uuid::Uuid;

use super::peer::PATIENCE;

/// Words and markup simple enough to be told from the facts.
struct Plain;

/// The time, which stands still: an evening in January 2027.
const NOW: Millis = 1_800_000_000_000;
/// A name that no frame can be made of.
pub const UNSPEAKABLE: &str = "unspeakable";

impl Presenter for Plain {
    fn bubble(&self, message: &Message, language: Language) -> String {
        format!("[{}] {}", language.tag(), message.content.as_deref().unwrap_or_default())
    }
    fn preview(&self, message: &Message, language: Language) -> String {
        self.bubble(message, language)
    }
    fn refusal(&self, code: Code, _: Language) -> String {
        code.as_str().to_owned()
    }
    fn time_of_day(&self, _: Millis) -> String {
        "12:00".into()
    }
    fn wire(&self, json: &str) -> Bytes {
        assert!(!json.contains(UNSPEAKABLE), "a frame that cannot be made");
        format!("{json}\n").into()
    }
}

/// Lets this thread's time pass in steps, so that every timer has its turn.
pub async fn pass(time: Duration) {
    const STEP: Duration = Duration::from_millis(500);
    tokio::time::pause();
    for _ in 0..time.as_millis() / STEP.as_millis() {
        tokio::time::advance(STEP).await;
        tokio::task::yield_now().await;
    }
    tokio::time::resume();
}

pub struct World {
    pub chat: Arc<Chat>,
    pub hub: Addr<Hub>,
    pub relay: RelayRef,
    arbiters: Vec<Arbiter>,
    names: AtomicU64,
    _folder: tempfile::TempDir,
}

/// Somebody with an account and a login.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    pub login_id: LoginId,
    pub token_hash: [u8; 32],
}

impl Person {
    pub fn by(&self) -> By {
        By { user_id: self.id, login_id: Some(self.login_id) }
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(Limits { posts_per_second: 0, ..Limits::default() }).await
    }

    /// Hub and rooms on this thread too, whose time a test can let [`pass`].
    pub async fn here() -> Self {
        Self::on(Limits { posts_per_second: 0, ..Limits::default() }, Vec::new()).await
    }

    pub async fn with(limits: Limits) -> Self {
        Self::on(limits, vec![Arbiter::new(), Arbiter::new()]).await
    }

    async fn on(limits: Limits, arbiters: Vec<Arbiter>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock: Clock = Arc::new(|| NOW);
        let metrics = Metrics::default();
        let mut options = Options::new(folder.path().join("livechat.db"));
        options.clock = clock.clone();
        options.metrics = metrics.clone();
        let store = Store::open(options).unwrap();
        let rates = Arc::new(Rates::new(&limits));
        let chat = Arc::new(Chat { store, rates, limits, presenter: Arc::new(Plain), metrics, clock });
        let handles: Vec<_> = arbiters.iter().map(Arbiter::handle).collect();
        let hub = {
            let (chat, rooms) = (chat.clone(), handles.clone());
            let make = move |_: &mut Context<Hub>| Hub::new(chat, rooms);
            match handles.first() {
                Some(arbiter) => Hub::start_in_arbiter(arbiter, make),
                None => Hub::create(make),
            }
        };
        chat.store.listen(hub.clone().recipient());
        let relay = RelayRef { id: 0, addr: Relay::new(0, chat.clone()).start() };
        hub.send(RelayUp { relay: relay.clone() }).await.unwrap();
        Self { chat, hub, relay, arbiters, names: AtomicU64::new(0), _folder: folder }
    }

    /// Lets time pass until so many rooms run. What they wait for from other threads takes real time meanwhile.
    pub async fn until_rooms(&self, rooms: i64) {
        let began = std::time::Instant::now();
        while self.chat.metrics.rooms.get() != rooms {
            assert!(began.elapsed() < PATIENCE, "{} rooms run", self.chat.metrics.rooms.get());
            pass(ROOM_IDLE / 4).await;
        }
    }

    /// Waits until the Hub has handed on all that was answered.
    pub async fn settle(&self) {
        // The writer hands a group on before it takes the next one.
        self.chat.store.write(PurgeSome).await.unwrap();
        self.hub.send(OnlineAmong { members: Vec::new() }).await.unwrap();
    }

    pub async fn person(&self, name: &str) -> Person {
        let user = CreateUser {
            username: Username::parse(name).unwrap(),
            display_name: None,
            email: None,
            password_hash: "$argon2id$none".into(),
            is_admin: false,
            only_first_admin: false,
        };
        let id = self.chat.store.write(user).await.unwrap();
        self.log_in(id, name).await
    }

    pub async fn log_in(&self, id: UserId, name: &str) -> Person {
        let mut token_hash = [0; 32];
        token_hash[..8].copy_from_slice(&self.names.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        let login = BeginLogin { user_id: id, token_hash, agent: "test".into(), address: "127.0.0.1".into() };
        let login_id = self.chat.store.write(login).await.unwrap();
        Person { id, name: name.into(), login_id, token_hash }
    }

    /// A room of `owner`'s with these members.
    pub async fn room(&self, owner: &Person, members: &[&Person]) -> RoomId {
        let n = self.names.fetch_add(1, Ordering::Relaxed);
        let name = RoomName::parse(&format!("Room {n}")).unwrap();
        let room = CreateRoom { by: owner.by(), name, visibility: Visibility::Open, client_id: None };
        let room_id = self.chat.store.write(room).await.unwrap();
        for member in members {
            self.chat.store.write(JoinRoom { by: member.by(), room_id, client_id: None }).await.unwrap();
        }
        room_id
    }

    pub async fn post(&self, by: &Person, room_id: RoomId, text: &str) -> Done {
        self.try_post(by, room_id, text).await.unwrap()
    }

    pub async fn try_post(&self, by: &Person, room_id: RoomId, text: &str) -> actors::Result<Done> {
        self.post_later(by, room_id, text).await
    }

    pub fn post_later(
        &self,
        by: &Person,
        room_id: RoomId,
        text: &str,
    ) -> impl Future<Output = actors::Result<Done>> + use<> {
        let body = Body::parse(text, 10_000).unwrap();
        let client_id = Some(ClientId(Uuid::new_v4()));
        self.chat.store.write(PostMessage {
            by: by.by(),
            room_id,
            body: Some(body),
            files: Vec::new(),
            reply_to: None,
            client_id,
        })
    }

    pub async fn member(&self, by: &Person, room_id: RoomId, whom: &Person, action: MemberAction) {
        let username = whom.name.clone();
        self.chat.store.write(SetMember { by: by.by(), room_id, username, action, client_id: None }).await.unwrap();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.arbiters.iter().for_each(|arbiter| {
            arbiter.stop();
        });
    }
}
