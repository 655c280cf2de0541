//! What a fault of SQLite says of the disk: whether what is written from now on can still be promised.
//!
//! Guarantees that a disk which is merely full costs the writes that need more of it, and that nothing is promised after a sync or
//! a read of the file failed: a failed sync may be reported only once, and the next one reports success.

use rusqlite::{
    ErrorCode::{DatabaseBusy, DatabaseCorrupt, DiskFull, NotADatabase, SystemIoFailure},
    ffi,
};

use crate::Error;

/// Whether `error` says that the disk or the file cannot be trusted.
pub(super) fn is_lost(error: &Error) -> bool {
    matches!(error, Error::Database(error) if is_lost_by(error))
}

/// The same of what SQLite itself said.
pub(super) fn is_lost_by(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(SystemIoFailure | DatabaseCorrupt | NotADatabase))
        && !is_want_of_space(error)
}

/// Whether `error` leaves no doubt of the disk even though COMMIT said it: only what says that nothing was tried.
pub(super) fn survives_commit(error: &Error) -> bool {
    matches!(error, Error::Database(error)
        if matches!(error.sqlite_error_code(), Some(DiskFull | DatabaseBusy)) || is_want_of_space(error))
}

/// Whether the index of the WAL could not grow: for want of space or memory, and that index is made anew from the WAL anyway.
fn is_want_of_space(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error()
        .is_some_and(|error| matches!(error.extended_code, ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_SHMMAP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_survived_and_a_failed_sync_or_a_damaged_file_is_not() {
        let database = |code| Error::Database(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_BUSY, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMMAP] {
            let error = database(code);
            assert!(!is_lost(&error) && survives_commit(&error), "{error}");
        }
        for code in [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB] {
            let error = database(code);
            assert!(is_lost(&error) && !survives_commit(&error), "{error}");
        }
        let unknown = database(ffi::SQLITE_ERROR);
        assert!(!is_lost(&unknown) && !survives_commit(&unknown));
    }
}
