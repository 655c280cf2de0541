//! Bytes that no row names any more go: those of deleted messages and rooms, of members' refused posts, and of what was torn.

use std::sync::Arc;

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
    /// When the store or the disk refused: what is left is looked at the next time.
    pub async fn sweep(self: &Arc<Self>) -> Result<usize> {
        let mut removed = 0;
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
                removed += self.remove_unnamed(held, vec![hash]).await?;
            }
            if is_last {
                return Ok(removed);
            }
        }
    }

    /// Removes the bytes of those of these addresses, which are held, that no row names; how many. Nothing is removed once the writer
    /// is not trusted or stops: a row that was on its way then may be found again by the next start, which looks for itself.
    pub(super) async fn remove_unnamed(self: &Arc<Self>, held: Held, hashes: Vec<FileHash>) -> Result<usize> {
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
        let removed = off_thread(move || unnamed.iter().map(|hash| media.remove(&held, *hash)).sum()).await?;
        self.suspects().retain(|hash| !hashes.contains(hash));
        removed
    }

    /// Removes what is kept of an address; 1 when anything was.
    fn remove(&self, held: &Held, hash: FileHash) -> Result<usize> {
        let mut bytes = 0;
        for place in Place::ALL {
            bytes += self.folder.remove(place, hash).map_err(Error::disk)?;
        }
        if held.is_counted(hash) {
            self.ledger.subtract(bytes);
        }
        Ok(usize::from(bytes > 0))
    }
}
