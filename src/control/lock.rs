//! The lock of a data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    os::unix::fs::OpenOptionsExt as _,
};

use crate::{
    config::DataFolder,
    error::{Error, Result},
};

/// The right to write in a data folder, for as long as it is held.
#[derive(Debug)]
#[must_use]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock; `None` when another process has it.
    ///
    /// # Errors
    /// [`Error::Start`] when the file cannot be opened or locked at all.
    pub fn take(data: &DataFolder) -> Result<Option<Self>> {
        let path = data.lock();
        let failed = |error: std::io::Error| Error::Start(format!("data folder: {}: {error}", path.display()));
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = file.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Takes the lock to serve.
    ///
    /// # Errors
    /// [`Error::Start`] when another process has it, or as [`Lock::take`].
    pub fn take_to_serve(data: &DataFolder) -> Result<Self> {
        let taken = || Error::Start(format!("data folder: {} is in use by another livechat", data.root().display()));
        Self::take(data)?.ok_or_else(taken)
    }
}
