//! A file on its way in: counted against the limit, hashed and written to `tmp/` while it arrives, off the worker threads and one
//! write at a time, so that a slow disk slows its sender instead of filling the memory. Dropped before it is published, it leaves
//! nothing.

use std::{
    fs::File,
    io::{self, Write as _},
    mem,
    os::unix::fs::FileExt as _,
    sync::Arc,
};

use actors::{domain::FileName, file_hash::FileHash, message::Picture, store::files::NewFile};
use bytes::Bytes;
use tokio::task::{self, JoinHandle};

use super::{Media, address::Addresser, folder::Temporary, kind, ledger::Upload, off_thread, picture::Looked};
use crate::error::{Error, Result};

/// Bytes that are gathered before they are written together: as many again may be on their way to the disk.
pub const GATHER_BYTES: usize = 256 * 1024;

/// Bytes of a file after which it is asked again whether the disk has room.
const DISK_LOOK_BYTES: u64 = 2 * 1024 * 1024;

/// A file that arrives.
pub struct Staging {
    media: Arc<Media>,
    size: u64,
    gathered: Vec<u8>,
    writer: Writer,
    pub(super) temporary: Temporary,
    upload: Arc<Upload>,
}

/// A file that has arrived whole, in `tmp/` until it is published; dropped before, it is gone.
#[derive(Debug)]
pub struct Staged {
    /// Its address.
    pub hash: FileHash,
    /// Bytes.
    pub size: u64,
    /// The MIME type found from its bytes.
    pub mime: String,
    /// What is seen of it, when it is a picture.
    pub picture: Option<Picture>,
    pub(super) file: Temporary,
    /// Present with `picture`.
    pub(super) thumbnail: Option<Temporary>,
}

impl Staged {
    /// Its row under the name that its sender gave it.
    pub(super) fn row(&self, name: FileName) -> NewFile {
        NewFile { name, size: self.size, mime: self.mime.clone(), hash: self.hash, picture: self.picture }
    }
}

/// What of a file is on the disk.
struct Part {
    file: Arc<File>,
    addresser: Addresser,
    /// An empty buffer to gather in while the other one is written.
    spare: Vec<u8>,
}

enum Writer {
    Idle(Part),
    Busy(JoinHandle<io::Result<Part>>),
    Failed,
}

impl Staging {
    pub(super) async fn begin(media: Arc<Media>, upload: Arc<Upload>) -> Result<Self> {
        let folder = media.clone();
        let temporary = off_thread(move || folder.folder.temporary()).await?.map_err(Error::disk)?;
        let part = Part { file: temporary.file.clone(), addresser: Addresser::default(), spare: Vec::new() };
        Ok(Self { media, size: 0, gathered: Vec::new(), writer: Writer::Idle(part), temporary, upload })
    }

    /// Takes the next bytes in. It waits while the bytes before them are still being written.
    ///
    /// # Errors
    /// [`Error::TooLarge`] with the limit of a file; [`Error::Full`]; [`Error::Disk`].
    pub async fn write(&mut self, chunk: Bytes) -> Result<()> {
        let limit = self.media.limits.file_bytes;
        self.size = self.size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if self.size > limit {
            return Err(Error::TooLarge(limit));
        }
        self.gathered.extend_from_slice(&chunk);
        if self.gathered.len() < GATHER_BYTES {
            return Ok(());
        }
        let mut part = self.writer.part().await.inspect_err(|error| self.media.note_full(error))?;
        let gathered = mem::replace(&mut self.gathered, mem::take(&mut part.spare));
        let before = self.take_room(&gathered)?;
        let media = (before / DISK_LOOK_BYTES != self.size / DISK_LOOK_BYTES).then(|| self.media.clone());
        self.writer = Writer::Busy(task::spawn_blocking(move || {
            media.map_or(Ok(()), |media| media.check_disk())?;
            part.write(gathered)
        }));
        Ok(())
    }

    /// Takes room for the last bytes that have come; how many came before them.
    fn take_room(&self, gathered: &[u8]) -> Result<u64> {
        let bytes = u64::try_from(gathered.len()).unwrap_or(u64::MAX);
        let taken = self.upload.grow(bytes, self.media.limits.quota_bytes);
        taken.inspect_err(|error| self.media.note_full(error))?;
        Ok(self.size.saturating_sub(bytes))
    }

    /// Writes what is left, for good, and finds out what the file is.
    ///
    /// # Errors
    /// [`Error::Full`]; [`Error::Disk`].
    pub async fn finish(self) -> Result<Staged> {
        let (media, upload) = (self.media.clone(), self.upload.clone());
        let (mut staged, reader) = self.settle().await?;
        if let Some(Looked { picture, thumbnail }) = media.pictures.look(&upload.line, reader, &staged.mime).await {
            let thumbnail = off_thread(move || media.folder.temporary_of(&thumbnail)).await?.map_err(Error::disk)?;
            (staged.picture, staged.thumbnail) = (Some(picture), Some(thumbnail));
        }
        Ok(staged)
    }

    /// The same for a file that is to be no picture, whatever is in it.
    ///
    /// # Errors
    /// [`Error::Full`]; [`Error::Disk`].
    pub async fn finish_unseen(self) -> Result<Staged> {
        Ok(self.settle().await?.0)
    }

    /// Writes what is left and syncs it, before anybody waits for its address; the file comes with another opening of it, at its beginning.
    async fn settle(self) -> Result<(Staged, File)> {
        self.take_room(&self.gathered)?;
        let Self { media, size, gathered, mut writer, temporary: file, .. } = self;
        let part = writer.part().await.inspect_err(|error| media.note_full(error))?;
        let written = move || {
            let part = part.write(gathered)?;
            file.file.sync_all()?;
            let mut head = vec![0; kind::HEAD_BYTES];
            let length = part.file.read_at(&mut head, 0)?;
            head.truncate(length);
            let (hash, mime) = (part.addresser.address(), kind::of(&head).to_owned());
            let reader = file.reader()?;
            Ok((Staged { hash, size, mime, picture: None, file, thumbnail: None }, reader))
        };
        off_thread(written).await?.map_err(Error::disk)
    }
}

impl Part {
    fn write(mut self, mut bytes: Vec<u8>) -> io::Result<Self> {
        self.addresser.update(&bytes);
        (&*self.file).write_all(&bytes)?;
        bytes.clear();
        self.spare = bytes;
        Ok(self)
    }
}

impl Writer {
    /// The part, when the write under way has ended.
    async fn part(&mut self) -> Result<Part> {
        match mem::replace(self, Self::Failed) {
            Self::Idle(part) => Ok(part),
            Self::Busy(job) => job.await.map_err(|error| Error::Broken(error.to_string()))?.map_err(Error::disk),
            Self::Failed => Err(Error::Broken("a file that could not be written is written to".into())),
        }
    }
}
