//! Bytes that no row names any more go: those of deleted messages and rooms, of members' refused posts, and of what was torn.

use std::{collections::BTreeMap, sync::Arc};

use actors::{
    Code,
    file_hash::FileHash,
    store::files::{ForgetLoose, IsNamed, LooseFiles},
};

use super::{Media, folder::Place, off_thread, shelves::Held};
use crate::error::{Error, Result};

/// Addresses looked at in one go.
const BATCH: u32 = 200;

impl Media {
    /// Removes the bytes of addresses that lost their last row; how many addresses. An address is forgotten before its rows are
    /// asked for, so that one which loses its last row in between is noted anew.
    ///
    /// # Errors
    /// When the store refused; or, after everything else is removed, the disk. What is left is looked at the next time.
    pub async fn sweep(self: &Arc<Self>) -> Result<usize> {
        let mut all = Removal::default();
        loop {
            let loose = self.store.read(LooseFiles { limit: BATCH }).await?;
            self.suspects().extend(&loose);
            let is_last = loose.is_empty();
            if !is_last {
                self.store.write(ForgetLoose(loose)).await?;
            }
            let suspects: Vec<FileHash> = self.suspects().iter().copied().collect();
            for hash in suspects {
                let held = self.shelves.lock(&[hash]).await;
                all.extend(self.remove_unnamed(held, vec![hash]).await?);
            }
            if is_last {
                return all.whole();
            }
        }
    }

    /// Removes the bytes of those of these addresses, which are held, that no row names. What the disk refuses to remove stays
    /// suspect. Nothing is removed once the writer is not trusted or stops: a row that was on its way then may be found again by the
    /// next start, which looks for itself.
    ///
    /// # Errors
    /// When the store refused.
    pub(super) async fn remove_unnamed(self: &Arc<Self>, held: Held, hashes: Vec<FileHash>) -> Result<Removal> {
        if !self.store.is_writable() {
            return Err(Code::Stopping.into());
        }
        let mut unnamed = Vec::new();
        for hash in &hashes {
            if !self.store.read(IsNamed(*hash)).await? {
                unnamed.push(*hash);
            }
        }
        let media = self.clone();
        let removal = off_thread(move || {
            let mut removal = Removal::default();
            for hash in unnamed {
                match media.remove(&held, hash) {
                    Ok(is_removed) => removal.removed += usize::from(is_removed),
                    Err(error) => drop(removal.refused.insert(hash, error)),
                }
            }
            // Before the addresses are let go: whoever holds them next decides anew.
            let mut suspects = media.suspects();
            for hash in hashes {
                suspects.remove(&hash);
            }
            suspects.extend(removal.refused.keys());
            removal
        });
        removal.await
    }

    /// Removes what is kept of an address in each place; whether anything was.
    fn remove(&self, held: &Held, hash: FileHash) -> Result<bool> {
        let removed = Place::ALL.map(|place| self.folder.remove(place, hash));
        let bytes = removed.iter().flatten().sum();
        if held.is_counted(hash) {
            self.ledger.subtract(bytes);
        }
        for removed in removed {
            removed.map_err(Error::disk)?;
        }
        Ok(bytes > 0)
    }
}

/// What became of addresses that no row names.
#[derive(Default)]
pub(super) struct Removal {
    /// How many had bytes, which are gone.
    removed: usize,
    /// Those whose bytes the disk did not remove, and why.
    pub(super) refused: BTreeMap<FileHash, Error>,
}

impl Removal {
    fn extend(&mut self, more: Self) {
        self.removed += more.removed;
        self.refused.extend(more.refused);
    }

    /// How many were removed.
    ///
    /// # Errors
    /// The first that was refused.
    pub(super) fn whole(self) -> Result<usize> {
        self.refused.into_values().next().map_or(Ok(self.removed), Err)
    }
}
