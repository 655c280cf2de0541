//! Folds the WAL into the database off the writer's thread.
//!
//! Guarantees that commits are folded in within about a second without the writer waiting, that a WAL over [`WAL_MAX_BYTES`] is cut back
//! as soon as no reader needs it, and that it is empty after [`Checkpointer::finish`]. Costs a thread, a connection and at most one
//! fsync of the database a second.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::Connection;

use super::file;
use crate::{Error, Result};

/// Bytes of the WAL over which the writer may be made to wait until it is cut back.
const WAL_MAX_BYTES: u64 = 64 * 1024 * 1024;
/// How long commits are gathered before they are folded in.
const GATHER: Duration = Duration::from_secs(1);

/// The thread.
pub(super) struct Checkpointer {
    bell: Bell,
    stop: mpsc::Sender<()>,
    thread: JoinHandle<Result<()>>,
}

/// How the writer says that it committed. Ringing a bell that rings already costs nothing.
#[derive(Clone)]
pub(super) struct Bell(SyncSender<()>);

impl Bell {
    pub(super) fn ring(&self) {
        // Full: it rings already. Gone: the store is stopping, and the last checkpoint takes all.
        let _ = self.0.try_send(());
    }
}

impl Checkpointer {
    pub(super) fn start(path: &Path, on_fatal: Arc<dyn Fn(&Error) + Send + Sync>) -> Result<Self> {
        let connection = file::connect(path)?;
        let wal = file::beside(path, "-wal");
        let (bell, rings) = mpsc::sync_channel(1);
        let (stop, stopped) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("checkpointer".to_owned())
            .spawn(move || run(&connection, &wal, &rings, &stopped, &*on_fatal))?;
        Ok(Self { bell: Bell(bell), stop, thread })
    }

    pub(super) fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Folds in everything and ends the thread. Waits for it.
    pub(super) fn finish(self) -> Result<()> {
        let Self { bell, stop, thread } = self;
        drop(stop);
        bell.ring();
        thread.join().unwrap_or_else(|_| Err(Error::Data("the checkpointer panicked".to_owned())))
    }
}

fn run(
    connection: &Connection,
    wal: &Path,
    rings: &Receiver<()>,
    stopped: &Receiver<()>,
    on_fatal: &dyn Fn(&Error),
) -> Result<()> {
    while rings.recv().is_ok() {
        if stopped.recv_timeout(GATHER) != Err(RecvTimeoutError::Timeout) {
            break;
        }
        // What rings from here on is not surely in this checkpoint.
        let _ = rings.try_recv();
        if let Err(error) = checkpoint(connection, wal) {
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::SystemIoFailure | rusqlite::ErrorCode::DatabaseCorrupt) => {
                    on_fatal(&error.into());
                    return Ok(());
                }
                _ => log::warn!("a checkpoint failed and will be tried again: {error}"),
            }
        }
    }
    Ok(fold(connection, "TRUNCATE").map(|_| ())?)
}

fn checkpoint(connection: &Connection, wal: &Path) -> rusqlite::Result<()> {
    fold(connection, "PASSIVE")?;
    if fs::metadata(wal).is_ok_and(|file| file.len() > WAL_MAX_BYTES) && !fold(connection, "TRUNCATE")? {
        log::warn!("the WAL is over {} MiB and a reader still needs it", WAL_MAX_BYTES / (1024 * 1024));
    }
    Ok(())
}

/// Checkpoints; whether all that the mode promises was done.
fn fold(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get(0).map(|busy: i64| busy == 0))
}
