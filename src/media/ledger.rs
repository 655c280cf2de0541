//! How many bytes are kept and arriving, and who uploads. An upload that cannot fit does not begin; after that it takes what it has
//! brought and nothing for what it says that it will, so that nobody keeps others out by promises.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use actors::{Code, ids::UserId};

use super::picture::Line;
use crate::error::{Error, Result};

/// Uploads under way, of everybody.
const UPLOADS: usize = 64;
/// Uploads under way, of one user.
const UPLOADS_OF_USER: usize = 8;

/// The sums.
#[derive(Default)]
pub(super) struct Ledger(Mutex<Sums>);

#[derive(Default)]
struct Sums {
    /// Bytes that are kept.
    kept: u64,
    /// Bytes that uploads under way have brought.
    arriving: u64,
    /// What each user has under way.
    uploads: HashMap<UserId, Uploads>,
}

/// What a user has under way.
#[derive(Default)]
struct Uploads {
    count: usize,
    line: Arc<Line>,
}

/// Room for one upload, given back with this value.
#[must_use]
pub struct Room(pub(super) Arc<Upload>);

/// An upload under way.
pub(super) struct Upload {
    ledger: Arc<Ledger>,
    user_id: UserId,
    /// Bytes that it has brought.
    arrived: AtomicU64,
    /// Where the pictures of all uploads of this user stand.
    pub(super) line: Arc<Line>,
}

impl Ledger {
    /// Room for an upload of so many bytes, as far as it is known, where the disk has `free` bytes for files and all files together may take `quota` (0: any number).
    pub(super) fn reserve(self: &Arc<Self>, user_id: UserId, bytes: u64, free: u64, quota: u64) -> Result<Room> {
        let mut sums = self.sums();
        if sums.uploads.values().map(|uploads| uploads.count).sum::<usize>() >= UPLOADS {
            return Err(Code::Busy.into());
        }
        if sums.uploads.get(&user_id).is_some_and(|uploads| uploads.count >= UPLOADS_OF_USER) {
            return Err(Code::RateLimited.into());
        }
        let bytes = bytes.max(1);
        if bytes > free || !sums.fit(bytes, quota) {
            return Err(Error::Full);
        }
        let uploads = sums.uploads.entry(user_id).or_default();
        uploads.count += 1;
        let line = uploads.line.clone();
        Ok(Room(Arc::new(Upload { ledger: self.clone(), user_id, arrived: AtomicU64::new(0), line })))
    }

    /// Notes that so many bytes more are kept.
    pub(super) fn add(&self, bytes: u64) {
        let mut sums = self.sums();
        sums.kept = sums.kept.saturating_add(bytes);
    }

    /// Notes that so many bytes fewer are kept.
    pub(super) fn subtract(&self, bytes: u64) {
        let mut sums = self.sums();
        sums.kept = sums.kept.saturating_sub(bytes);
    }

    fn sums(&self) -> MutexGuard<'_, Sums> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sums {
    /// Whether so many bytes more are within the quota.
    const fn fit(&self, bytes: u64, quota: u64) -> bool {
        quota == 0 || self.kept.saturating_add(self.arriving).saturating_add(bytes) <= quota
    }
}

impl Upload {
    /// Takes room for bytes that have come.
    pub(super) fn grow(&self, bytes: u64, quota: u64) -> Result<()> {
        let mut sums = self.ledger.sums();
        if !sums.fit(bytes, quota) {
            return Err(Error::Full);
        }
        sums.arriving = sums.arriving.saturating_add(bytes);
        self.arrived.fetch_add(bytes, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let mut sums = self.ledger.sums();
        sums.arriving = sums.arriving.saturating_sub(*self.arrived.get_mut());
        if let Entry::Occupied(mut uploads) = sums.uploads.entry(self.user_id) {
            uploads.get_mut().count = uploads.get().count.saturating_sub(1);
            if uploads.get().count == 0 {
                uploads.remove();
            }
        }
    }
}
