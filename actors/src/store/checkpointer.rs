//! Folds the WAL into the database off the writer's thread.
//!
//! Guarantees that commits are folded in within about a second without the writer waiting, that a WAL over [`WAL_MAX_BYTES`] is cut back
//! as soon as no reader needs it, and that it is empty after a [`Checkpointer::finish`] that succeeds. Costs a thread, a connection and at most one
//! fsync of the database a second.

use std::{
    fs,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::Connection;

use super::{admission::Admission, file, trust};
use crate::{Error, Result};

/// Bytes of the WAL over which the writer may be made to wait until it is cut back.
const WAL_MAX_BYTES: u64 = 64 * 1024 * 1024;
/// How long the writer may be made to wait for readers that still need the WAL.
const HELD_UP: Duration = Duration::from_millis(50);
/// How long the last checkpoint waits for them, when no writer is left to be held up.
const LAST_WAIT: Duration = Duration::from_secs(10);
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
    pub(super) fn start(path: &Path, admission: Admission) -> Result<Self> {
        let connection = file::connect(path)?;
        connection.busy_timeout(HELD_UP)?;
        let wal = file::beside(path, "-wal");
        let (bell, rings) = mpsc::sync_channel(1);
        let (stop, stopped) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("checkpointer".to_owned())
            .spawn(move || run(&connection, &wal, &rings, &stopped, &admission))?;
        Ok(Self { bell: Bell(bell), stop, thread })
    }

    pub(super) fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Folds in everything and ends the thread. Waits for it, up to [`LAST_WAIT`] for readers too.
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
    admission: &Admission,
) -> Result<()> {
    while rings.recv().is_ok() {
        if stopped.recv_timeout(GATHER) != Err(RecvTimeoutError::Timeout) {
            break;
        }
        // What rings from here on is not surely in this checkpoint.
        let _ = rings.try_recv();
        if let Err(error) = checkpoint(connection, wal, WAL_MAX_BYTES) {
            if trust::is_lost_by(&error) {
                if admission.distrust() {
                    admission.tell(&error.into());
                }
                return Ok(());
            }
            log::warn!("a checkpoint failed and will be tried again: {error}");
        }
    }
    fold_all(connection, LAST_WAIT)
}

/// Folds in everything, waiting for readers that still need the WAL.
fn fold_all(connection: &Connection, wait: Duration) -> Result<()> {
    connection.busy_timeout(wait)?;
    if fold(connection, "TRUNCATE")? {
        return Ok(());
    }
    Err(Error::Data(
        "somebody still reads the database: what the WAL holds is for the next start to fold in".to_owned(),
    ))
}

/// Folds in what can be without anybody waiting, and cuts a WAL over `max` bytes back if no reader needs it.
fn checkpoint(connection: &Connection, wal: &Path, max: u64) -> rusqlite::Result<()> {
    fold(connection, "PASSIVE")?;
    if fs::metadata(wal).is_ok_and(|file| file.len() > max) && !fold(connection, "TRUNCATE")? {
        log::warn!("the WAL is over {max} bytes and in use: it will be cut back when readers and the writer let go");
    }
    Ok(())
}

/// Checkpoints; whether all that the mode promises was done.
fn fold(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get(0).map(|busy: i64| busy == 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Options;

    #[test]
    fn the_last_checkpoint_waits_for_a_reader_and_says_when_it_could_not_fold_all_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("livechat.db");
        let length = || fs::metadata(file::beside(&path, "-wal")).unwrap().len();
        let writer = file::open(&path).unwrap();
        let reader = Connection::open(&path).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM users").unwrap();
        writer.execute_batch("PRAGMA user_version = 2").unwrap();
        let late = fold_all(&file::connect(&path).unwrap(), HELD_UP).unwrap_err();
        assert!(late.to_string().contains("still reads"), "{late}");
        assert!(length() > 0);

        let checkpointer = Checkpointer::start(&path, Admission::new(&Options::new(&path))).unwrap();
        let (tell, told) = mpsc::channel();
        thread::spawn(move || tell.send(checkpointer.finish()));
        let longer_than_a_writer_may_be_held_up = 4 * HELD_UP;
        assert!(told.recv_timeout(longer_than_a_writer_may_be_held_up).is_err(), "it waits");
        reader.execute_batch("COMMIT").unwrap();
        told.recv().unwrap().unwrap();
        assert_eq!(length(), 0);
    }

    #[test]
    fn a_long_log_is_cut_back_as_soon_as_no_reader_needs_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("livechat.db");
        let wal = file::beside(&path, "-wal");
        let length = || fs::metadata(&wal).unwrap().len();
        let writer = file::open(&path).unwrap();
        let checkpointer = file::connect(&path).unwrap();
        checkpointer.busy_timeout(HELD_UP).unwrap();
        writer.execute_batch("PRAGMA user_version = 1").unwrap();
        assert!(length() > 0);

        let reader = Connection::open(&path).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM users").unwrap();
        writer.execute_batch("PRAGMA user_version = 2").unwrap();
        checkpoint(&checkpointer, &wal, 0).unwrap();
        assert!(length() > 0, "a reader needs it");
        writer.execute_batch("PRAGMA user_version = 3").unwrap();

        reader.execute_batch("COMMIT").unwrap();
        checkpoint(&checkpointer, &wal, u64::MAX).unwrap();
        assert!(length() > 0, "it is not too long");
        checkpoint(&checkpointer, &wal, 0).unwrap();
        assert_eq!(length(), 0);
        let version = Connection::open(&path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0));
        assert_eq!(version, Ok(3));
    }
}
