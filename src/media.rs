//! The bytes of files, content-addressed on the disk, never whole in memory; of HTTP nothing is known here.
//!
//! The way of one upload, as a handler calls it:
//!
//! ```text
//! let room = media.reserve(user_id, bytes)?;              // refused before a byte is read
//! let mut staging = media.stage(&room).await?;            // a file in tmp/, gone when it is dropped
//! staging.write(chunk).await?;                            // counts and hashes on the way
//! let staged = staging.finish().await?;                   // its address, its type, its thumbnail
//! let done = media.publish(room, post, vec![(name, staged)]).await?;
//! ```
//!
//! [`Media::publish`] goes on to its end when its caller hangs up: it locks the addresses, moves the bytes, synced before, to their
//! places, writes the message with its rows, and lets the addresses go after COMMIT. Whoever removes bytes holds the same lock and
//! asks the rows once more. So no row is ever without its bytes; bytes without a row (a refused message, a crash) are removed at
//! once, by [`Media::sweep`], or by the examination at the next start.
//!
//! Costs: an upload in progress keeps 256 KiB twice; a published file is one fsync of itself and one of its folder.

mod address;
mod examine;
mod folder;
pub mod kind;
mod ledger;
pub mod picture;
mod publish;
mod report;
mod shelves;
mod staging;
mod sweep;
#[cfg(test)]
mod tests;

pub use examine::Examination;
pub use ledger::Room;
pub use report::{Fault, Finding, Report, Summary, Sums};
pub use staging::{Staged, Staging};

use std::{
    collections::BTreeSet,
    fs::File,
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use actors::{file_hash::FileHash, ids::UserId, store::Store};
use tokio::{runtime::Handle, task};

use crate::error::{Error, Result};
use folder::{Folder, Place};
use ledger::Ledger;
use picture::Pictures;
use shelves::Shelves;

/// How much files may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaLimits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of all files together, thumbnails too; 0 for any number.
    pub quota_bytes: u64,
    /// Bytes of the disk that files leave free.
    pub reserve_bytes: u64,
}

/// The files of messages.
pub struct Media {
    folder: Folder,
    limits: MediaLimits,
    ledger: Arc<Ledger>,
    shelves: Shelves,
    pictures: Pictures,
    /// Whether the last upload found no room: the operator is told once.
    is_full: AtomicBool,
    /// Addresses whose bytes may be there without a row: those being published, and those that lost their last row.
    suspects: Mutex<BTreeSet<FileHash>>,
    /// Held by the examination under way.
    examining: tokio::sync::Mutex<()>,
    store: Store,
    /// Where publishing goes on when a worker ends or its client hangs up.
    runtime: Handle,
}

impl Media {
    /// Opens the folder whose data folder this process holds locked: makes what is missing of it and empties `tmp/`. Must be
    /// called on the runtime that lives as long as the store, which publishing runs on. `program` makes the thumbnails.
    ///
    /// # Errors
    /// [`Error::Start`] when the folder cannot be used.
    pub fn open(folder: PathBuf, limits: MediaLimits, program: PathBuf, store: Store) -> Result<Arc<Self>> {
        let unusable = |error: io::Error| Error::Start(format!("data folder: media cannot be used: {error}"));
        let folder = Folder::open(folder).map_err(unusable)?;
        Ok(Arc::new(Self {
            folder,
            limits,
            ledger: Arc::default(),
            shelves: Shelves::default(),
            pictures: Pictures::new(program),
            is_full: AtomicBool::new(false),
            suspects: Mutex::default(),
            examining: tokio::sync::Mutex::default(),
            store,
            runtime: Handle::current(),
        }))
    }

    /// How much files may take.
    #[must_use]
    pub const fn limits(&self) -> MediaLimits {
        self.limits
    }

    /// Room for an upload of so many bytes, 0 when nobody knows, given back when it is dropped. It is not held but taken as the bytes
    /// come.
    ///
    /// # Errors
    /// [`Error::Full`] when the quota or the disk has no room now; `rate_limited` and `busy` when the user or everybody together
    /// uploads too much at once; [`Error::Disk`].
    pub fn reserve(&self, user_id: UserId, bytes: u64) -> Result<Room> {
        let MediaLimits { quota_bytes, reserve_bytes, .. } = self.limits;
        let free = self.folder.free_bytes().map_err(Error::disk)?.saturating_sub(reserve_bytes);
        let room = self.ledger.reserve(user_id, bytes, free, quota_bytes);
        self.note_room(matches!(room, Err(Error::Full)));
        room
    }

    fn note_full(&self, error: &Error) {
        if matches!(error, Error::Full) {
            self.note_room(true);
        }
    }

    /// Tells the operator once that there is no room any more.
    fn note_room(&self, is_full: bool) {
        if !self.is_full.swap(is_full, Ordering::Relaxed) && is_full {
            let MediaLimits { quota_bytes, reserve_bytes, .. } = self.limits;
            log::warn!(
                "media: a file found no room: the quota is {quota_bytes} bytes, {reserve_bytes} of the disk stay free"
            );
        }
    }

    /// Whether files leave enough of the disk free.
    fn check_disk(&self) -> io::Result<()> {
        let is_enough = self.folder.free_bytes()? > self.limits.reserve_bytes;
        if is_enough { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }

    /// Begins to take a file in.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::Disk`].
    pub async fn stage(self: &Arc<Self>, room: &Room) -> Result<Staging> {
        Staging::begin(self.clone(), room.0.clone()).await
    }

    /// The bytes of an address; `None` when they are not there (any more).
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn open_file(self: &Arc<Self>, hash: FileHash) -> Result<Option<File>> {
        self.open_at(Place::File, hash).await
    }

    /// The thumbnail of an address; `None` when there is none (any more).
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn open_thumbnail(self: &Arc<Self>, hash: FileHash) -> Result<Option<File>> {
        self.open_at(Place::Thumbnail, hash).await
    }

    async fn open_at(self: &Arc<Self>, place: Place, hash: FileHash) -> Result<Option<File>> {
        let media = self.clone();
        off_thread(move || media.folder.open_file(place, hash)).await?.map_err(Error::disk)
    }

    fn suspects(&self) -> MutexGuard<'_, BTreeSet<FileHash>> {
        self.suspects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does what waits for the disk where waiting harms nobody.
async fn off_thread<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    task::spawn_blocking(job).await.map_err(|error| Error::Broken(error.to_string()))
}
