//! The rows and the folder compared both ways, shelf by shelf: each address that rows name has its file, each file its row. A shelf is
//! held while its rows and its folder are read, for some milliseconds, so that neither an upload nor a deletion looks like a fault;
//! bytes are read afterwards. What the disk refuses is a finding, and the rest is compared all the same. Memory is bounded by one
//! shelf: a 256th of everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use actors::{
    file_hash::FileHash,
    store::files::{IsLoose, NamedFile, NamedFiles},
};

use super::{
    Fault, Finding, Media, Report, Sums, address,
    folder::{Listing, Place},
    off_thread,
};
use crate::error::{Error, Result};

/// Rows read in one go.
const PAGE: u32 = 1_000;

/// What for the rows and the folder are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Examination {
    /// To start: names and sizes; what no row names is removed.
    Start,
    /// To check: every byte is read; nothing is removed but what lost its last row in good order.
    Check,
}

impl Media {
    /// Sweeps, then compares everything and tells what it finds, part by part. One examination after another.
    ///
    /// # Errors
    /// When the store cannot be read, or `tell` fails: the rest is not compared.
    pub async fn examine(
        self: &Arc<Self>,
        examination: Examination,
        mut tell: impl AsyncFnMut(Report) -> Result<()>,
    ) -> Result<()> {
        let _alone = self.examining.lock().await;
        match self.sweep().await {
            // What stays is found on its shelf.
            Err(Error::Disk(error)) => log::warn!("media: what no message has any more stays for now: {error}"),
            swept => drop(swept?),
        }
        let media = self.clone();
        let listing = off_thread(move || media.folder.strangers()).await?;
        tell(Report { findings: oddities(&listing), ..Report::default() }).await?;
        for shelf in 0..=u8::MAX {
            tell(self.examine_shelf(shelf, examination).await?).await?;
        }
        Ok(())
    }

    async fn examine_shelf(self: &Arc<Self>, shelf: u8, examination: Examination) -> Result<Report> {
        let mut held = self.shelves.lock_shelf(shelf).await;
        let media = self.clone();
        let listed = off_thread(move || Place::ALL.map(|place| media.folder.list(place, shelf)));
        let [files, thumbnails] = listed.await?;
        let rows = self.rows(shelf).await?;
        let mut report = compare(&rows, &files, &thumbnails);
        if held.count() {
            self.ledger.add(report.sums.bytes);
        }
        let kept = files.bytes.keys().chain(thumbnails.bytes.keys());
        let unnamed: BTreeSet<FileHash> = kept.filter(|hash| !rows.contains_key(hash)).copied().collect();
        let leaving = self.leaving(&unnamed).await?;
        let to_remove = if examination == Examination::Start { &unnamed } else { &leaving };
        let removal = self.remove_unnamed(held, to_remove.iter().copied().collect()).await?;
        let is_fault = |hash: &&FileHash| !leaving.contains(hash) || removal.refused.contains_key(hash);
        report.findings.extend(found(Fault::NoRow, unnamed.iter().filter(is_fault)));
        if examination == Examination::Check {
            // Of the others it is known already that they are not what they should be.
            let is_sound = |hash: &FileHash, bytes: &u64| rows.get(hash).is_some_and(|row| row.size == *bytes);
            for (hash, _) in files.bytes.into_iter().filter(|(hash, bytes)| is_sound(hash, bytes)) {
                report.findings.extend(self.read(hash).await?.map(|fault| Finding { fault, at: hash.to_string() }));
            }
        }
        Ok(report)
    }

    /// Those of these addresses, which are held and without rows, that the next sweep removes: what it has begun with is suspect until
    /// it holds the address itself.
    async fn leaving(&self, unnamed: &BTreeSet<FileHash>) -> Result<BTreeSet<FileHash>> {
        let mut leaving = BTreeSet::new();
        for hash in unnamed {
            if self.store.read(IsLoose(*hash)).await? || self.suspects().contains(hash) {
                leaving.insert(*hash);
            }
        }
        Ok(leaving)
    }

    /// What rows say of the addresses of a shelf.
    async fn rows(&self, shelf: u8) -> Result<BTreeMap<FileHash, NamedFile>> {
        let mut rows = BTreeMap::new();
        // The last address before the shelf; none is before the first.
        let mut after = shelf.checked_sub(1).map(|before| {
            let mut last = [u8::MAX; 32];
            last[0] = before;
            FileHash(last)
        });
        loop {
            let page = self.store.read(NamedFiles { after, limit: PAGE }).await?;
            after = page.last().map(|row| row.hash);
            let is_last = after.is_none_or(|hash| hash.0[0] != shelf);
            rows.extend(page.into_iter().filter(|row| row.hash.0[0] == shelf).map(|row| (row.hash, row)));
            if is_last {
                return Ok(rows);
            }
        }
    }

    /// Reads a file to its end. One that went meanwhile is no fault.
    async fn read(self: &Arc<Self>, hash: FileHash) -> Result<Option<Fault>> {
        let media = self.clone();
        let read =
            move || media.folder.open_file(Place::File, hash)?.map(|file| address::belongs(file, hash)).transpose();
        Ok(match off_thread(read).await? {
            Ok(belongs) => belongs.filter(|belongs| !belongs).map(|_| Fault::OtherBytes),
            Err(_) => Some(Fault::Unreadable),
        })
    }
}

/// What names and sizes alone tell.
fn compare(rows: &BTreeMap<FileHash, NamedFile>, files: &Listing, thumbnails: &Listing) -> Report {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let sums = Sums {
        addresses: count(rows.len()),
        files: count(files.bytes.len()),
        thumbnails: count(thumbnails.bytes.len()),
        bytes: files.bytes.values().chain(thumbnails.bytes.values()).sum(),
    };
    let mut findings = oddities(files);
    findings.extend(oddities(thumbnails));
    // Of what cannot be read nobody knows what is missing.
    let is_missing = |from: &Listing, hash| from.unreadable.is_empty() && !from.bytes.contains_key(hash);
    for (hash, row) in rows {
        let fault = match files.bytes.get(hash) {
            None if is_missing(files, hash) => Fault::NoFile,
            Some(bytes) if *bytes != row.size => Fault::OtherSize,
            Some(_) if row.is_picture && is_missing(thumbnails, hash) => Fault::NoThumbnail,
            _ => continue,
        };
        findings.push(Finding { fault, at: hash.to_string() });
    }
    Report { sums, findings }
}

/// What is in a listing that should not be.
fn oddities(listing: &Listing) -> Vec<Finding> {
    let mut findings = found(Fault::Stranger, &listing.strangers);
    findings.extend(found(Fault::Unreadable, &listing.unreadable));
    findings
}

fn found(fault: Fault, places: impl IntoIterator<Item = impl ToString>) -> Vec<Finding> {
    places.into_iter().map(|at| Finding { fault, at: at.to_string() }).collect()
}
