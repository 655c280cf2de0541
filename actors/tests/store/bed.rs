//! A store in a folder of its own, people in it, and somebody who listens to it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use actix::{Actor, Addr, Context, Handler, Message};
use actors::{
    Result,
    domain::{Body, FileName, RoomName, Username, Visibility},
    event::{Event, RoomEvent},
    file_hash::FileHash,
    ids::{ClientId, LoginId, MessageId, RoomId, Seq, UserId},
    store::{
        By, Committed, Options, Store,
        accounts::CreateUser,
        files::NewFile,
        logins::BeginLogin,
        members::JoinRoom,
        messages::{Changes, ChangesSince, DeleteMessage, Done, EditMessage, PostMessage},
        rooms::CreateRoom,
    },
};
use tempfile::TempDir;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::gate::{Statement, Then};

/// A store and all that stands around it.
pub struct Bed {
    pub store: Store,
    pub dir: TempDir,
    /// Every group's facts as they were handed on.
    pub told: mpsc::UnboundedReceiver<Committed>,
    /// The present moment, for a test to move.
    pub now: Arc<AtomicI64>,
    /// What the store called fatal.
    pub fatal: Arc<Mutex<Vec<String>>>,
    listener: Addr<Listener>,
    names: AtomicU64,
}

/// Hands on whatever it is told, permits and all.
struct Listener(mpsc::UnboundedSender<Committed>);

impl Actor for Listener {
    type Context = Context<Self>;
}

impl Handler<Committed> for Listener {
    type Result = ();

    fn handle(&mut self, committed: Committed, _: &mut Self::Context) {
        let _ = self.0.send(committed);
    }
}

/// Answers when everything handed on before has arrived.
#[derive(Message)]
#[rtype(result = "()")]
struct Ping;

impl Handler<Ping> for Listener {
    type Result = ();

    fn handle(&mut self, _: Ping, _: &mut Self::Context) {}
}

impl Bed {
    pub fn new() -> Self {
        Self::over(tempfile::tempdir().unwrap())
    }

    /// A store over a folder that may have a database already.
    pub fn over(dir: TempDir) -> Self {
        let now = Arc::new(AtomicI64::new(1_800_000_000_000));
        let fatal = Arc::new(Mutex::new(Vec::new()));
        let (clock, fatals) = (now.clone(), fatal.clone());
        let store = Store::open(Options {
            clock: Arc::new(move || clock.load(Ordering::SeqCst)),
            on_fatal: Arc::new(move |error| fatals.lock().unwrap().push(error.to_string())),
            ..Options::new(dir.path().join("livechat.db"))
        })
        .unwrap();
        let (tell, told) = mpsc::unbounded_channel();
        let listener = Listener(tell).start();
        store.listen(listener.clone().recipient());
        Self { store, dir, told, now, fatal, listener, names: AtomicU64::new(0) }
    }

    /// Somebody new, logged in.
    pub async fn person(&self, name: &str) -> By {
        let user = CreateUser {
            username: Username::parse(name).unwrap(),
            display_name: None,
            email: None,
            password_hash: format!("hash of {name}"),
            is_admin: false,
            only_first_admin: false,
        };
        let user_id = self.store.write(user).await.unwrap();
        self.login(user_id).await
    }

    /// One more login of a user.
    pub async fn login(&self, user_id: UserId) -> By {
        let mut token_hash = [0; 32];
        token_hash[..8].copy_from_slice(&self.names.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        let begin = BeginLogin { user_id, token_hash, agent: "test".into(), address: "127.0.0.1".into() };
        let login_id: LoginId = self.store.write(begin).await.unwrap();
        By { user_id, login_id: Some(login_id) }
    }

    /// An open room of `owner` with these members.
    pub async fn room(&self, owner: By, members: &[By]) -> RoomId {
        let name = format!("room {}", self.names.fetch_add(1, Ordering::SeqCst));
        let room = CreateRoom {
            by: owner,
            name: RoomName::parse(&name).unwrap(),
            visibility: Visibility::Open,
            client_id: None,
        };
        let room_id = self.store.write(room).await.unwrap();
        for member in members {
            //J
            self.store.write(JoinRoom { by: *member, room_id, client_id: None }).await.unwrap();
        }
        room_id
    }

    pub async fn post(&self, by: By, room_id: RoomId, text: &str) -> Result<Done> {
        self.store.write(post(by, room_id, text)).await
    }

    pub async fn edit(&self, by: By, message_id: MessageId, text: &str) -> Result<Done> {
        let edit = EditMessage { by, message_id, room_id: None, body: body(text), client_id: None };
        self.store.write(edit).await
    }

    pub async fn delete(&self, by: By, message_id: MessageId) -> Result<Done> {
        let delete_type = actors::domain::DeleteType::All;
        self.store.write(DeleteMessage { by, message_id, room_id: None, delete_type, client_id: None }).await
    }

    pub async fn changes(&self, by: By, room_id: RoomId, after: Seq) -> Changes {
        self.store.read(ChangesSince { user_id: by.user_id, room_id, after }).await.unwrap()
    }

    /// Moves the clock on, by milliseconds.
    pub fn pass(&self, time: i64) {
        self.now.fetch_add(time, Ordering::SeqCst);
    }

    /// Waits until all that was answered is told.
    pub async fn settle(&self) {
        // The writer hands a group on before it takes the next one; a writer that has stopped has handed on everything.
        let _ = self.store.write(Statement::new("SELECT 1", Then::Succeed)).await;
        self.listener.send(Ping).await.unwrap();
    }

    /// The facts about rooms that were told since the last time.
    pub async fn told_of_rooms(&mut self) -> Vec<RoomEvent> {
        self.settle().await;
        let mut events = Vec::new();
        while let Ok(committed) = self.told.try_recv() {
            events.extend(committed.events.into_iter().filter_map(|event| match event {
                Event::Room(event) => Some(event),
                _ => None,
            }));
        }
        events
    }
}

pub fn body(text: &str) -> Body {
    Body::parse(text, 10_000).unwrap()
}

pub fn post(by: By, room_id: RoomId, text: &str) -> PostMessage {
    PostMessage { by, room_id, body: Some(body(text)), files: Vec::new(), reply_to: None, client_id: None }
}

/// A file of five bytes at an address of its own.
pub fn file(name: &str, address: u8) -> NewFile {
    let (name, mime, hash) = (FileName::new(name), "application/octet-stream".to_owned(), FileHash([address; 32]));
    NewFile { name, size: 5, mime, hash, picture: None }
}

pub fn client_id() -> ClientId {
    ClientId(Uuid::new_v4())
}
