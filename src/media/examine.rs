//! The rows and the folder compared both ways, shelf by shelf: each address that rows name has its file, each file its row. A shelf is
//! held while its rows and its folder are read, for some milliseconds, so that an upload never looks like a fault; bytes are read
//! afterwards. Memory is bounded by one shelf: a 256th of everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, Read as _},
    sync::Arc,
};

use actors::{
    file_hash::FileHash,
    store::files::{NamedFile, NamedFiles},
};
use sha2::{Digest as _, Sha256};

use super::{
    Fault, Finding, Media, Report, Sums,
    folder::{Listing, Place},
    off_thread,
    staging::GATHER_BYTES,
};
use crate::error::{Error, Result};

/// Rows read in one go.
const PAGE: u32 = 1_000;

/// What for the rows and the folder are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Examination {
    /// To start: names and sizes; what no row names is removed.
    Start,
    /// To check: every byte is read; nothing is removed.
    Check,
}

impl Media {
    /// Sweeps, then compares everything and tells what it finds, part by part. One examination after another.
    ///
    /// # Errors
    /// When the store or the folder cannot be read, or `tell` fails: the rest is not compared.
    pub async fn examine(
        self: &Arc<Self>,
        examination: Examination,
        mut tell: impl AsyncFnMut(Report) -> Result<()>,
    ) -> Result<()> {
        let _alone = self.examining.lock().await;
        self.sweep().await?;
        let media = self.clone();
        let strangers = off_thread(move || media.folder.strangers()).await?.map_err(Error::disk)?;
        tell(Report { findings: found(Fault::Stranger, strangers), ..Report::default() }).await?;
        for shelf in 0..=u8::MAX {
            tell(self.examine_shelf(shelf, examination).await?).await?;
        }
        Ok(())
    }

    async fn examine_shelf(self: &Arc<Self>, shelf: u8, examination: Examination) -> Result<Report> {
        let mut held = self.shelves.lock_shelf(shelf).await;
        let media = self.clone();
        let listed = off_thread(move || {
            Ok((media.folder.list(Place::File, shelf)?, media.folder.list(Place::Thumbnail, shelf)?))
        });
        let (files, thumbnails) = listed.await?.map_err(Error::disk)?;
        let rows = self.rows(shelf).await?;
        let mut report = compare(&rows, &files, &thumbnails);
        if held.count() {
            self.ledger.add(report.sums.bytes);
        }
        let kept = files.bytes.keys().chain(thumbnails.bytes.keys());
        let unnamed: BTreeSet<FileHash> = kept.filter(|hash| !rows.contains_key(hash)).copied().collect();
        report.findings.extend(found(Fault::NoRow, &unnamed));
        match examination {
            Examination::Start => drop(self.remove_unnamed(held, unnamed.into_iter().collect()).await?),
            Examination::Check => {
                drop(held);
                // Of the others it is known already that they are not what they should be.
                let is_sound = |hash: &FileHash, bytes: &u64| rows.get(hash).is_some_and(|row| row.size == *bytes);
                for (hash, _) in files.bytes.into_iter().filter(|(hash, bytes)| is_sound(hash, bytes)) {
                    report.findings.extend(self.read(hash).await?.map(|fault| Finding { fault, at: hash.to_string() }));
                }
            }
        }
        Ok(report)
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
        let read = move || media.folder.open_file(Place::File, hash)?.map(hash_of).transpose();
        Ok(match off_thread(read).await? {
            Ok(read) => read.filter(|read| *read != hash).map(|_| Fault::OtherBytes),
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
    let mut findings = found(Fault::Stranger, files.strangers.iter().chain(&thumbnails.strangers));
    for (hash, row) in rows {
        let fault = match files.bytes.get(hash) {
            None => Fault::NoFile,
            Some(bytes) if *bytes != row.size => Fault::OtherSize,
            Some(_) if row.is_picture && !thumbnails.bytes.contains_key(hash) => Fault::NoThumbnail,
            Some(_) => continue,
        };
        findings.push(Finding { fault, at: hash.to_string() });
    }
    Report { sums, findings }
}

fn found(fault: Fault, places: impl IntoIterator<Item = impl ToString>) -> Vec<Finding> {
    places.into_iter().map(|at| Finding { fault, at: at.to_string() }).collect()
}

fn hash_of(mut file: File) -> io::Result<FileHash> {
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; GATHER_BYTES]);
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            return Ok(FileHash(hasher.finalize().into()));
        }
        hasher.update(buffer.get(..length).unwrap_or_default());
    }
}
