//! How many bytes are kept and promised, and who uploads. What an upload may need is taken off before it begins, so that many at
//! once cannot fill the disk together.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use actors::{Code, ids::UserId};

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
    /// How many uploads each user has under way.
    uploads: HashMap<UserId, usize>,
}

/// Room for one upload, given back with this value.
#[must_use]
pub struct Room {
    ledger: Arc<Ledger>,
    user_id: UserId,
    bytes: u64,
}

impl Ledger {
    /// Room for `bytes`, where the disk has `free` bytes for files and all files together may take `quota` (0: any number).
    pub(super) fn reserve(self: &Arc<Self>, user_id: UserId, bytes: u64, free: u64, quota: u64) -> Result<Room> {
        let mut sums = self.sums();
        if sums.uploads.values().sum::<usize>() >= UPLOADS {
            return Err(Code::Busy.into());
        }
        if sums.uploads.get(&user_id).is_some_and(|uploads| *uploads >= UPLOADS_OF_USER) {
            return Err(Code::RateLimited.into());
        }
        let promised = sums.reserved.saturating_add(bytes);
        if promised > free || (quota > 0 && sums.kept.saturating_add(promised) > quota) {
            return Err(Error::Full);
        }
        sums.reserved = promised;
        *sums.uploads.entry(user_id).or_default() += 1;
        Ok(Room { ledger: self.clone(), user_id, bytes })
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
        let left = sums.uploads.get(&self.user_id).map_or(0, |uploads| uploads.saturating_sub(1));
        if left == 0 {
            sums.uploads.remove(&self.user_id);
        } else {
            sums.uploads.insert(self.user_id, left);
        }
    }
}
