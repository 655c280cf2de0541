//! A part of a file as the body of an answer, read as fast as its reader takes it: one chunk is in memory and no thread waits.
//! What the system has in memory is read at once; what has to come from the disk is read on the blocking pool.

use std::{
    fs::File,
    future::Future as _,
    io::{self, IoSliceMut},
    os::unix::fs::FileExt as _,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;
use rustix::io::{ReadWriteFlags, preadv2};
use tokio::task::{JoinHandle, spawn_blocking};

/// Bytes that are read at once. More would cost more: actix-http keeps a connection's buffer for its next bytes up to 128 KiB.
const CHUNK_BYTES: usize = 96 * 1024;

/// Bytes of a file.
pub struct FileBody {
    file: Arc<File>,
    next: u64,
    left: u64,
    reading: Option<JoinHandle<io::Result<Bytes>>>,
}

impl FileBody {
    /// `length` bytes of a file, which must have as many, from `first` on.
    pub fn new(file: File, first: u64, length: u64) -> Self {
        Self { file: Arc::new(file), next: first, left: length, reading: None }
    }

    fn read(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        if self.reading.is_none() {
            let chunk = vec![0; usize::try_from(self.left).map_or(CHUNK_BYTES, |left| left.min(CHUNK_BYTES))];
            let (file, at) = (self.file.clone(), self.next);
            match read_from_memory(&file, chunk, at) {
                Ok(chunk) => return Poll::Ready(Ok(chunk)),
                Err(chunk) => self.reading = Some(spawn_blocking(move || read_from_disk(&file, chunk, at))),
            }
        }
        let Some(reading) = &mut self.reading else { return Poll::Pending };
        let read = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        Poll::Ready(read.map_err(io::Error::other).flatten())
    }
}

impl MessageBody for FileBody {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.left)
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let chunk = ready!(this.read(context))?;
        this.next += chunk.len() as u64;
        this.left -= chunk.len() as u64;
        Poll::Ready(Some(Ok(chunk)))
    }
}

/// The length of a body that does not come: what `HEAD` is told.
pub struct Announced(pub u64);

impl MessageBody for Announced {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0)
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        Poll::Ready(None)
    }
}

/// Reads what the system has in memory; gives the buffer back where that is nothing, or cannot be known.
fn read_from_memory(file: &File, mut chunk: Vec<u8>, at: u64) -> Result<Bytes, Vec<u8>> {
    match preadv2(file, &mut [IoSliceMut::new(&mut chunk)], at, ReadWriteFlags::NOWAIT) {
        Ok(count @ 1..) => Ok(filled(chunk, count)),
        Ok(0) | Err(_) => Err(chunk),
    }
}

/// Reads and waits. A file that ends too early was cut off: the answer is broken off, so that nobody takes it for whole.
fn read_from_disk(file: &File, mut chunk: Vec<u8>, at: u64) -> io::Result<Bytes> {
    match file.read_at(&mut chunk, at)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        count => Ok(filled(chunk, count)),
    }
}

fn filled(mut chunk: Vec<u8>, count: usize) -> Bytes {
    chunk.truncate(count);
    chunk.into()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use actix_web::body::to_bytes;

    use super::*;

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[actix_web::test]
    async fn a_part_is_read_whole_and_nothing_beside_it() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
        for (first, length) in [(0, 200_000), (0, 0), (0, 1), (199_999, 1), (65_535, 65_538), (100, 131_072)] {
            let body = FileBody::new(file(&bytes), first, length);
            assert_eq!(body.size(), BodySize::Sized(length));
            let read = to_bytes(body).await.unwrap();
            assert!(read == bytes[first as usize..(first + length) as usize], "{first}+{length}");
        }
    }

    #[actix_web::test]
    async fn a_file_that_was_cut_off_is_not_taken_for_whole() {
        let error = to_bytes(FileBody::new(file(b"abc"), 0, 4)).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
