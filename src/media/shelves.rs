//! Locks of addresses, one for each first byte. Whoever keeps or removes bytes holds the lock of their address; several are taken in
//! order, each once, so that nobody waits in a circle.

use std::sync::Arc;

use actors::file_hash::FileHash;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// All locks, in order.
pub(super) struct Shelves(Vec<Arc<Mutex<Shelf>>>);

/// What is known of the addresses with one first byte.
#[derive(Debug)]
pub(super) struct Shelf {
    /// The first byte.
    pub(super) number: u8,
    /// Whether their bytes are part of the sum of what is kept.
    pub(super) is_counted: bool,
}

/// Locks that are held; let go with this value.
#[derive(Debug)]
#[must_use]
pub(super) struct Held(Vec<OwnedMutexGuard<Shelf>>);

impl Default for Shelves {
    fn default() -> Self {
        Self((0..=u8::MAX).map(|number| Arc::new(Mutex::new(Shelf { number, is_counted: false }))).collect())
    }
}

impl Shelves {
    /// Waits for the locks of these addresses.
    pub(super) async fn lock(&self, hashes: &[FileHash]) -> Held {
        self.lock_those(|number| hashes.iter().any(|hash| is_on(*hash, number))).await
    }

    /// Waits for the lock of all addresses that begin with a byte.
    pub(super) async fn lock_shelf(&self, shelf: u8) -> Held {
        self.lock_those(|number| number == shelf).await
    }

    async fn lock_those(&self, is_wanted: impl Fn(u8) -> bool) -> Held {
        let mut held = Vec::new();
        for (number, shelf) in (0..=u8::MAX).zip(&self.0) {
            if is_wanted(number) {
                held.push(shelf.clone().lock_owned().await);
            }
        }
        Held(held)
    }
}

impl Held {
    /// Makes the bytes of everything that is held part of the sum; whether they were not.
    pub(super) fn count(&mut self) -> bool {
        let news = self.0.iter().any(|shelf| !shelf.is_counted);
        self.0.iter_mut().for_each(|shelf| shelf.is_counted = true);
        news
    }

    /// Whether the bytes of an address are part of the sum of what is kept.
    pub(super) fn is_counted(&self, hash: FileHash) -> bool {
        self.0.iter().any(|shelf| is_on(hash, shelf.number) && shelf.is_counted)
    }
}

/// Whether an address begins with a byte.
const fn is_on(hash: FileHash, number: u8) -> bool {
    hash.0[0] == number
}
