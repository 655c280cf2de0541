//! Where the bytes are: `tmp/` for what arrives, `chat_files/<aa>/<62 digits>` and `thumbnails/<aa>/<62 digits>` by content address.
//! Folders are 0700 and files 0600. What is moved to its place was synced before, and is there for good after [`Folder::settle`].
//! What somebody else put there is neither followed nor removed: links, pipes, folders. Every call waits for the disk.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, File, Metadata, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use actors::file_hash::FileHash;
use rustix::{fs::OFlags, io::Errno};

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
/// Digits of an address that name its folder.
const SHELF_DIGITS: usize = 2;

/// What is kept under an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The bytes as they were sent.
    File,
    /// What is shown of a picture.
    Thumbnail,
}

impl Place {
    pub(super) const ALL: [Self; 2] = [Self::File, Self::Thumbnail];

    const fn folder(self) -> &'static str {
        match self {
            Self::File => "chat_files",
            Self::Thumbnail => "thumbnails",
        }
    }
}

/// The folder.
pub(super) struct Folder {
    root: PathBuf,
    /// How many files were staged: the name of the next.
    staged: AtomicU64,
}

/// What lies in a folder; paths are those below the root.
#[derive(Default)]
pub(super) struct Listing {
    /// The bytes of each address.
    pub(super) bytes: BTreeMap<FileHash, u64>,
    /// The paths of what is no file of an address.
    pub(super) strangers: Vec<String>,
    /// The paths of what the disk tells nothing of: there may be more than is listed.
    pub(super) unreadable: Vec<String>,
}

/// A file in `tmp/`, there as long as this value unless it was moved to its place.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
    pub(super) file: Arc<File>,
}

impl Temporary {
    /// Opens it once more, for reading alone.
    pub(super) fn reader(&self) -> io::Result<File> {
        File::open(&self.path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // It was moved, or it goes: what cannot be removed now is removed at the next start.
        let _ = fs::remove_file(&self.path);
    }
}

impl Folder {
    /// Makes what is missing and empties `tmp/`. The root alone may be a link.
    pub(super) fn open(root: PathBuf) -> io::Result<Self> {
        if !root.is_dir() {
            make_folder(&root)?;
        }
        let tmp = root.join("tmp");
        for folder in Place::ALL.map(|place| root.join(place.folder())).iter().chain([&tmp]) {
            make_folder(folder)?;
        }
        for left in fs::read_dir(&tmp)? {
            let left = left?;
            if !left.file_type()?.is_dir() {
                fs::remove_file(left.path())?;
            }
        }
        root.ancestors().take(2).try_for_each(sync_folder)?;
        Ok(Self { root, staged: AtomicU64::new(0) })
    }

    /// Bytes that may still be written.
    pub(super) fn free_bytes(&self) -> io::Result<u64> {
        let disk = rustix::fs::statvfs(&self.root)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// A new file in `tmp/`.
    pub(super) fn temporary(&self) -> io::Result<Temporary> {
        let path = self.root.join("tmp").join(self.staged.fetch_add(1, Ordering::Relaxed).to_string());
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(FILE_MODE).open(&path)?;
        Ok(Temporary { path, file: Arc::new(file) })
    }

    /// A new file in `tmp/` with these bytes, synced.
    pub(super) fn temporary_of(&self, bytes: &[u8]) -> io::Result<Temporary> {
        let temporary = self.temporary()?;
        (&*temporary.file).write_all(bytes)?;
        temporary.file.sync_all()?;
        Ok(temporary)
    }

    /// Moves a file that is synced to its place, over the same bytes where they are there already. How many bytes more are kept now.
    pub(super) fn put(&self, temporary: &Temporary, place: Place, hash: FileHash) -> io::Result<u64> {
        let path = self.path(place, hash);
        let before = length(&path)?;
        if let Some(shelf) = path.parent() {
            make_folder(shelf)?;
        }
        fs::rename(&temporary.path, &path)?;
        Ok(temporary.file.metadata()?.len().saturating_sub(before))
    }

    /// Syncs the shelf of an address and the folder of shelves, so that what was moved there stays after a crash of the machine. Who
    /// made the shelf may have died before the second: it costs nothing when there is nothing to write.
    pub(super) fn settle(&self, place: Place, hash: FileHash) -> io::Result<()> {
        self.path(place, hash).ancestors().skip(1).take(2).try_for_each(sync_folder)
    }

    /// Removes what is kept in a place of an address, if anything is; how many bytes fewer are kept now.
    pub(super) fn remove(&self, place: Place, hash: FileHash) -> io::Result<u64> {
        let Some(path) = self.shelved(place, hash)? else { return Ok(0) };
        let bytes = length(&path)?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(bytes),
        }
    }

    /// Opens what is kept in a place of an address.
    pub(super) fn open_file(&self, place: Place, hash: FileHash) -> io::Result<Option<File>> {
        let Some(path) = self.shelved(place, hash)? else { return Ok(None) };
        // A pipe is not waited for.
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        let file = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
            Err(error) if is_nothing(&error) || Errno::from_io_error(&error) == Some(Errno::LOOP) => return Ok(None),
            opened => opened?,
        };
        Ok(file.metadata()?.is_file().then_some(file))
    }

    /// What lies on a shelf in a place. One that is no folder is empty.
    pub(super) fn list(&self, place: Place, shelf: u8) -> Listing {
        let digits = format!("{shelf:02x}");
        let at = format!("{}/{digits}", place.folder());
        let mut listing = Listing::default();
        match is_folder(&self.root.join(&at)) {
            Ok(false) => return listing,
            Ok(true) => {}
            Err(_) => {
                listing.unreadable.push(at);
                return listing;
            }
        }
        for (name, found) in self.entries(&at, &mut listing.unreadable) {
            match format!("{digits}{name}").parse() {
                Ok(hash) if found.is_file() => drop(listing.bytes.insert(hash, found.len())),
                _ => listing.strangers.push(format!("{at}/{name}")),
            }
        }
        listing
    }

    /// What lies among the shelves and is none.
    pub(super) fn strangers(&self) -> Listing {
        let mut listing = Listing::default();
        for at in Place::ALL.map(Place::folder) {
            for (name, found) in self.entries(at, &mut listing.unreadable) {
                let is_shelf = (0..=u8::MAX).any(|shelf| format!("{shelf:02x}") == name);
                if !is_shelf || !found.is_dir() {
                    listing.strangers.push(format!("{at}/{name}"));
                }
            }
        }
        listing
    }

    /// What lies in a folder below the root, links as such.
    fn entries(&self, at: &str, unreadable: &mut Vec<String>) -> Vec<(String, Metadata)> {
        let mut entries = Vec::new();
        let Ok(read) = fs::read_dir(self.root.join(at)) else {
            unreadable.push(at.to_owned());
            return entries;
        };
        for entry in read {
            let Ok(entry) = entry else {
                unreadable.push(at.to_owned());
                continue;
            };
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.metadata() {
                Ok(found) => entries.push((name, found)),
                Err(_) => unreadable.push(format!("{at}/{name}")),
            }
        }
        entries
    }

    /// The path of an address in a place, if it has a shelf there.
    fn shelved(&self, place: Place, hash: FileHash) -> io::Result<Option<PathBuf>> {
        let path = self.path(place, hash);
        let has_shelf = path.parent().map(is_folder).transpose()?.unwrap_or(false);
        Ok(has_shelf.then_some(path))
    }

    fn path(&self, place: Place, hash: FileHash) -> PathBuf {
        let digits = hash.to_string();
        let (shelf, name) = digits.split_at(SHELF_DIGITS);
        self.root.join(place.folder()).join(shelf).join(name)
    }
}

/// Bytes of a file; 0 when there is none.
fn length(path: &Path) -> io::Result<u64> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        found => found.map(|it| it.len()),
    }
}

/// Whether there is a folder, and no link to one.
fn is_folder(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Err(error) if is_nothing(&error) => Ok(false),
        found => found.map(|it| it.is_dir()),
    }
}

fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Makes a folder that is missing.
fn make_folder(path: &Path) -> io::Result<()> {
    let made = match DirBuilder::new().mode(FOLDER_MODE).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if is_folder(path)? {
                Ok(())
            } else {
                Err(io::ErrorKind::NotADirectory.into())
            }
        }
        made => made,
    };
    made.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
