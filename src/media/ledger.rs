//! How many bytes are kept and promised, and who uploads. What an upload may need is taken off before it begins, so that many at
//! once cannot fill the disk together.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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
    /// Bytes that uploads under way may need.
    reserved: u64,
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
pub struct Room {
    ledger: Arc<Ledger>,
    user_id: UserId,
    bytes: u64,
    /// Where the pictures of all uploads of this user stand.
    pub(super) line: Arc<Line>,
}

impl Ledger {
    /// Room for `bytes`, where the disk has `free` bytes for files and all files together may take `quota` (0: any number).
    pub(super) fn reserve(self: &Arc<Self>, user_id: UserId, bytes: u64, free: u64, quota: u64) -> Result<Room> {
        let mut sums = self.sums();
        if sums.uploads.values().map(|uploads| uploads.count).sum::<usize>() >= UPLOADS {
            return Err(Code::Busy.into());
        }
        if sums.uploads.get(&user_id).is_some_and(|uploads| uploads.count >= UPLOADS_OF_USER) {
            return Err(Code::RateLimited.into());
        }
        let promised = sums.reserved.saturating_add(bytes);
        if promised > free || (quota > 0 && sums.kept.saturating_add(promised) > quota) {
            return Err(Error::Full);
        }
        sums.reserved = promised;
        let uploads = sums.uploads.entry(user_id).or_default();
        uploads.count += 1;
        let line = uploads.line.clone();
        Ok(Room { ledger: self.clone(), user_id, bytes, line })
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

impl Drop for Room {
    fn drop(&mut self) {
        let mut sums = self.ledger.sums();
        sums.reserved = sums.reserved.saturating_sub(self.bytes);
        if let Entry::Occupied(mut uploads) = sums.uploads.entry(self.user_id) {
            uploads.get_mut().count = uploads.get().count.saturating_sub(1);
            if uploads.get().count == 0 {
                uploads.remove();
            }
        }
    }
}
