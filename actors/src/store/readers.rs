//! Readers: a pool of read-only connections, each on a thread of its own.
//!
//! Guarantees: a read sees one snapshot and never waits for the writer, nor does anybody's worker thread wait for it; at most
//! [`READS_ADMITTED`] wait, the next one is `busy`; a read that panics fails alone. Costs a thread and a page cache a reader.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, SyncSender, TrySendError},
    },
    thread,
};

use r2d2::Pool;
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use super::{Read, file};
use crate::{Code, Error, Result, limits::READS_ADMITTED};

type Question = Box<dyn FnOnce(Result<&Connection>) + Send>;

/// The way to the readers. They end when it is dropped.
pub(super) struct Readers {
    questions: SyncSender<Question>,
}

impl Readers {
    pub(super) fn start(path: &Path, count: u32) -> Result<Self> {
        let manager = SqliteConnectionManager::file(path)
            .with_flags(OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .with_init(|connection| file::tune_reader(connection));
        let pool = Pool::builder().max_size(count.max(1)).test_on_check_out(false).build(manager)?;
        let (questions, asked) = mpsc::sync_channel(READS_ADMITTED);
        let asked = Arc::new(Mutex::new(asked));
        for n in 0..count.max(1) {
            let (pool, asked) = (pool.clone(), asked.clone());
            thread::Builder::new().name(format!("reader-{n}")).spawn(move || run(&pool, &asked))?;
        }
        Ok(Self { questions })
    }

    /// Puts a question to whichever reader is free first.
    pub(super) fn ask<R: Read>(&self, read: R, answer: oneshot::Sender<Result<R::Reply>>) -> Result<()> {
        let question: Question = Box::new(move |connection| {
            if !answer.is_closed() {
                // Whoever asked may have gone meanwhile.
                let _ = answer.send(connection.and_then(|connection| snapshot(connection, &read)));
            }
        });
        self.questions.try_send(question).map_err(|error| match error {
            TrySendError::Full(_) => Code::Busy.into(),
            TrySendError::Disconnected(_) => Code::Storage.into(),
        })
    }
}

fn run(pool: &Pool<SqliteConnectionManager>, asked: &Mutex<Receiver<Question>>) {
    loop {
        let question = asked.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(question) = question else { return };
        match pool.get() {
            Ok(connection) => question(Ok(&connection)),
            Err(error) => question(Err(error.into())),
        }
    }
}

/// Answers inside one read transaction.
fn snapshot<R: Read>(connection: &Connection, read: &R) -> Result<R::Reply> {
    connection.prepare_cached("BEGIN")?.execute([])?;
    let answer = catch_unwind(AssertUnwindSafe(|| read.query(connection)))
        .unwrap_or_else(|_| Err(Error::Data("a read panicked".to_owned())));
    if !connection.is_autocommit() {
        connection.prepare_cached("ROLLBACK")?.execute([])?;
    }
    if let Err(error) = &answer
        && error.is_fault()
    {
        log::error!("a read failed: {error}");
    }
    answer
}
