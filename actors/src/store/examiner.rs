//! Reads the whole database once after a start, beside everything else.
//!
//! Guarantees that damage which no question has met yet is noticed soon: the store then takes no more writes and tells the program.
//! Costs a thread and a connection until the file is read; until then the WAL is not cut back.

use std::{
    convert::Infallible,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::Duration,
};

use rusqlite::{ErrorCode, InterruptHandle};

use super::{admission::Admission, file, trust};
use crate::{Error, Result};

/// How often a reading that is to end is interrupted, as an interrupt before it has begun means nothing.
const AGAIN: Duration = Duration::from_millis(5);

/// The thread.
pub(super) struct Examiner {
    interrupt: InterruptHandle,
    /// Disconnected when the thread ends.
    ended: Receiver<Infallible>,
}

impl Examiner {
    pub(super) fn start(path: &Path, admission: Admission) -> Result<Self> {
        let connection = file::connect_to_read(path)?;
        let interrupt = connection.get_interrupt_handle();
        let path = path.to_owned();
        let (end, ended) = mpsc::channel();
        thread::Builder::new().name("examiner".to_owned()).spawn(move || {
            let _end = end;
            if let Err(error) = file::check(&connection, &path) {
                judge(&error, &admission);
            }
        })?;
        Ok(Self { interrupt, ended })
    }

    /// Reads no further. Waits for the thread, which is a matter of milliseconds.
    pub(super) fn finish(self) {
        self.interrupt.interrupt();
        while self.ended.recv_timeout(AGAIN) == Err(RecvTimeoutError::Timeout) {
            self.interrupt.interrupt();
        }
    }
}

fn judge(error: &Error, admission: &Admission) {
    let is_interrupted = matches!(error, Error::Database(error)
        if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted));
    if matches!(error, Error::Data(_)) || trust::is_lost(error) {
        if admission.distrust() {
            admission.tell(error);
        }
    } else if !is_interrupted {
        log::warn!("the database could not be examined: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Options;

    #[test]
    fn a_sound_file_with_words_in_its_index_raises_no_alarm_and_the_reading_ends_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("livechat.db");
        let writer = file::open(&path).unwrap();
        let words = "INSERT INTO message_search (rowid, content)
            WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 500)
            SELECT value, hex(randomblob(20)) || ' some words' FROM n";
        writer.execute_batch(words).unwrap();
        file::check(&file::connect_to_read(&path).unwrap(), &path).unwrap();
        let admission = Admission::new(&Options::new(&path));
        Examiner::start(&path, admission.clone()).unwrap().finish();
        assert!(!admission.is_closed());
    }
}
