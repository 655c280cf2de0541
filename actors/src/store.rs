//! The store: reached by typed messages only. A [`Write`] and a [`Read`] are data with an answer.
//!
//! Guarantees: one writer runs the writes in the order they came, in groups of whatever waits, each in its own savepoint; an answer
//! leaves after COMMIT with `synchronous=FULL`; facts leave after COMMIT too, in commit order, as one [`Committed`] a group. A read
//! sees one snapshot. Costs: a group costs one fsync; nothing waits without a limit ([`WRITES_ADMITTED`], [`READS_ADMITTED`]).
//!
//! [`WRITES_ADMITTED`]: crate::limits::WRITES_ADMITTED
//! [`READS_ADMITTED`]: crate::limits::READS_ADMITTED

pub mod accounts;
mod admission;
mod audit;
mod checkpointer;
mod columns;
mod examiner;
mod file;
pub mod files;
mod jobs;
pub mod logins;
pub mod members;
pub mod messages;
mod persistence;
mod reactions;
mod readers;
mod receipts;
pub mod rooms;
mod rows;
mod search;
mod standing;
mod system;
mod trust;
mod unread;

pub use admission::Permits;
pub use persistence::Persistence;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use actix::{Actor, Addr, Arbiter, Message as ActixMessage, Recipient};
use rusqlite::Connection;
use tokio::{sync::oneshot, task};

use crate::{
    Code, Error, Result,
    clock::{self, Clock, Millis},
    event::Event,
    fifo,
    ids::{LoginId, UserId},
    metrics::Metrics,
};
use admission::Admission;
use checkpointer::Checkpointer;
use examiner::Examiner;
use persistence::{Job, Listen, Stop};
use readers::Readers;

/// Who asks for a write. The writer refuses it in its transaction when the login has ended or the user is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The user.
    pub user_id: UserId,
    /// The login they came through; `None` for the operator at the command line.
    pub login_id: Option<LoginId>,
}

/// A change of the store.
pub trait Write: Send + 'static {
    /// What the asker learns after COMMIT.
    type Reply: Send + 'static;

    /// On whose behalf: the writer checks their login in the same transaction, before [`Write::apply`]. `None` for what nobody
    /// who is logged in asks for.
    fn by(&self) -> Option<By>;

    /// Makes the change inside its own savepoint; an error undoes this change alone.
    ///
    /// # Errors
    /// A refusal, or what SQLite said.
    fn apply(&self, tx: &mut Tx<'_>) -> Result<Self::Reply, Error>;
}

/// A question to the store.
pub trait Read: Send + 'static {
    /// The answer.
    type Reply: Send + 'static;

    /// Answers from one consistent snapshot.
    ///
    /// # Errors
    /// A refusal, or what SQLite said.
    fn query(&self, connection: &Connection) -> Result<Self::Reply, Error>;
}

/// The writer's transaction as a [`Write`] sees it.
pub struct Tx<'c> {
    /// The connection, inside the write's savepoint.
    pub connection: &'c Connection,
    /// When the group began.
    pub now: Millis,
    /// Whether `now` is no further ahead than time has passed: else nothing is deleted for its age that somebody misses.
    is_steady: bool,
    events: Vec<Event>,
}

impl Tx<'_> {
    /// Notes a fact to be told after COMMIT.
    pub fn tell(&mut self, event: Event) {
        self.events.push(event);
    }
}

/// The facts of one COMMIT, in order.
#[derive(Debug, ActixMessage)]
#[rtype(result = "()")]
pub struct Committed {
    /// What happened.
    pub events: Vec<Event>,
    /// To be kept until the facts are handed on to whoever must know them: then the next writes are admitted.
    pub permits: Permits,
}

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// The database file. It is made, with mode 0600, when it is absent; `-wal` and `-shm` files stand beside it while it is open.
    pub path: PathBuf,
    /// How many reads run at once; each has a thread and a connection.
    pub readers: u32,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where commits are counted.
    pub metrics: Metrics,
    /// Called once, on a thread of the store, when the disk failed or the file is damaged, and no write can be trusted any more: end the process soon.
    /// The writes that were lost by that are answered before, so give their answers a moment.
    pub on_fatal: Arc<dyn Fn(&Error) + Send + Sync>,
}

impl Options {
    /// Four readers, the machine's clock, counts of its own, and a fatal fault only logged.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            readers: 4,
            clock: clock::system(),
            metrics: Metrics::default(),
            on_fatal: Arc::new(|error| log::error!("the store refuses writes from now on: {error}")),
        }
    }
}

/// The way to the store. Cloning shares it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    persistence: Addr<Persistence>,
    arbiter: Arbiter,
    admission: Admission,
    readers: Readers,
    threads: Mutex<Option<(Checkpointer, Examiner)>>,
    is_stopped: AtomicBool,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.arbiter.stop();
    }
}

impl Store {
    /// Opens the database, brings its schema up to date (after a copy of an older file was made beside it) and starts the writer
    /// on its own thread. Must be called inside an actix system; it blocks while a schema changes. The whole file is examined after
    /// that, beside everything else: damage is told to [`Options::on_fatal`].
    ///
    /// # Errors
    /// A file without a sound head and schema, one of a newer program, or a file system that refuses.
    pub fn open(options: Options) -> Result<Self> {
        let writer = file::open(&options.path)?;
        let readers = Readers::start(&options.path, options.readers)?;
        let admission = Admission::new(&options);
        let checkpointer = Checkpointer::start(&options.path, admission.clone())?;
        let arbiter = Arbiter::new();
        let actor = Persistence::new(writer, &options, admission.clone(), checkpointer.bell());
        let persistence = Persistence::start_in_arbiter(&arbiter.handle(), |_| actor);
        let examiner = Examiner::start(&options.path, admission.clone())?;
        let (threads, is_stopped) = (Mutex::new(Some((checkpointer, examiner))), AtomicBool::new(false));
        Ok(Self { inner: Arc::new(Inner { persistence, arbiter, admission, readers, threads, is_stopped }) })
    }

    /// Names the one who is told what was committed, from the next group on.
    pub fn listen(&self, listener: Recipient<Committed>) {
        fifo::hand(&self.inner.persistence, Listen(listener));
    }

    /// Makes a change; resolves after COMMIT. The change takes its place in the queue with this call and not with the first
    /// poll, so that two calls of one caller keep their order.
    ///
    /// # Errors
    /// What the change refused; `login_ended`; `busy` when too many wait; `storage` when the database refused; `stopping`.
    pub fn write<W: Write>(&self, write: W) -> impl Future<Output = Result<W::Reply>> + 'static + use<W> {
        let admission = self.inner.admission.clone();
        let queued = admission.admit().map(|admitted| {
            let (answer, answered) = oneshot::channel();
            fifo::hand(&self.inner.persistence, Job::new(write, answer, admitted));
            answered
        });
        async move { queued?.await.unwrap_or_else(|_| Err(admission.closed_or(Code::Storage).into())) }
    }

    /// Asks a question.
    ///
    /// # Errors
    /// What the question refused; `busy` when too many wait; `storage` when the database refused; `stopping`.
    pub async fn read<R: Read>(&self, read: R) -> Result<R::Reply> {
        let (answer, answered) = oneshot::channel();
        self.inner.readers.ask(read, answer)?;
        answered.await.unwrap_or_else(|_| Err(Code::Storage.into()))
    }

    /// Admits no more writes, waits for those that were, folds the WAL into the database and ends the writer's thread.
    /// Reads go on being answered until the last clone is gone.
    ///
    /// # Errors
    /// When the WAL could not be folded in: nothing is lost by that.
    pub async fn stop(&self) -> Result<()> {
        self.inner.is_stopped.store(true, Ordering::SeqCst);
        self.inner.admission.close(Code::Stopping);
        let (done, stopped) = oneshot::channel();
        fifo::hand(&self.inner.persistence, Stop(done));
        // An error means that the writer is gone already.
        let _ = stopped.await;
        self.inner.arbiter.stop();
        let threads = self.inner.threads.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((checkpointer, examiner)) = threads else { return Ok(()) };
        // The checkpointer may wait for readers, who may be asked by this very thread.
        let folded = task::spawn_blocking(|| {
            examiner.finish();
            checkpointer.finish()
        })
        .await;
        folded.unwrap_or_else(|_| Err(Error::Data("the last checkpoint was cut short".to_owned())))
    }

    /// Whether writes are still trusted, admitted and done: what readiness asks.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        !self.inner.admission.is_closed() && self.inner.persistence.connected()
    }

    /// Whether the writer lives, or was asked to stop. One that died comes back with a new start of the program alone.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.inner.persistence.connected() || self.inner.is_stopped.load(Ordering::SeqCst)
    }
}
