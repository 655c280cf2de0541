//! What is seen of a picture, found out by a process that may die of it. Decoders are given whatever strangers upload, so they
//! run in a child: the program itself, started again with nothing but the file, few rights and hard limits ([`worker`]). A bomb,
//! a crash, a leak or a loop of a decoder ends that child; the server loses nothing, and the file is an ordinary one.
//!
//! One look costs a start of the program (a few milliseconds) and at most five seconds; at most [`AT_ONCE_MAX`] happen at once,
//! each with [`MEMORY_BYTES`] of memory at most, and further ones wait for their turn: one of each user, so that whoever sends
//! many slow ones makes others wait for one of them and not for all.

mod colours;
mod frames;
mod thumbnail;
pub mod worker;

use std::{fs::File, num::NonZeroUsize, path::PathBuf, process::Stdio, time::Duration};

use actors::message::Picture;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    process::Command,
    sync::{Mutex, Semaphore},
    time,
};

use super::kind;

/// Looks at once, at most: half the cores when that is less, for the chat needs some too.
pub const AT_ONCE_MAX: usize = 4;
/// Bytes of address space of one look. The dearest pictures of 50 megapixels, four-component progressive JPEG and PNG with 16 bits
/// a channel, take about 600 MiB.
pub const MEMORY_BYTES: u64 = 768 * 1024 * 1024;
/// How long a child may take, from its start; its turn is not counted.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pixels of a picture that is decoded.
const PIXELS_MAX: u64 = 50_000_000;
/// Pixels of one side of it: no camera makes more, and browsers show no more.
const SIDE_MAX: u32 = 65_535;
/// Bytes of a thumbnail.
const THUMBNAIL_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of the line before the thumbnail.
const HEAD_BYTES_MAX: usize = 256;
/// Bytes of a child's complaint that are read.
const COMPLAINT_BYTES_MAX: usize = 256;

/// A picture and its thumbnail.
#[derive(Debug)]
pub struct Looked {
    /// How large it is as it is seen, and whether it moves.
    pub picture: Picture,
    /// A JPEG, or a PNG when something is transparent; [`thumbnail_type`] tells which.
    pub thumbnail: Vec<u8>,
}

/// The MIME type of a thumbnail, by its first eight bytes.
#[must_use]
pub fn thumbnail_type(head: &[u8]) -> Option<&'static str> {
    const JPEG: &[u8] = &[0xff, 0xd8, 0xff];
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    if head.starts_with(JPEG) { Some("image/jpeg") } else { head.starts_with(PNG).then_some("image/png") }
}

/// The line in which the pictures of one user stand.
#[derive(Default)]
pub struct Line(Mutex<()>);

/// Looks at pictures.
pub struct Pictures {
    program: PathBuf,
    turns: Semaphore,
    patience: Duration,
}

impl Pictures {
    /// With the program that makes thumbnails: this one, `/proc/self/exe`.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { program, turns: Semaphore::new((cores / 2).clamp(1, AT_ONCE_MAX)), patience: PATIENCE }
    }

    /// Looks at a file of the user whose line this is, wherever its descriptor stands (it is moved). It should be open for reading
    /// alone: the child holds it too. `None` when it is not of a type that [may be a picture](kind::may_be_picture), or one that cannot be shown: broken, too
    /// large, too slow. That is logged.
    pub async fn look(&self, line: &Line, file: File, mime: &str) -> Option<Looked> {
        if !kind::may_be_picture(mime) {
            return None;
        }
        let _first_in_line = line.0.lock().await;
        let _turn = self.turns.acquire().await.ok()?;
        let looked = self.ask(file, mime).await;
        looked.inspect_err(|why| log::info!("a file of type {mime} has no thumbnail: {why}")).ok()
    }

    async fn ask(&self, file: File, mime: &str) -> Result<Looked, String> {
        let mut child = Command::new(&self.program)
            .args(["--make-thumbnail", mime])
            .env_clear()
            .stdin(file)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        let (answer, complaint) = (child.stdout.take(), child.stderr.take());
        let ended = time::timeout(self.patience, async {
            let both = tokio::join!(
                read(answer, HEAD_BYTES_MAX.saturating_add(THUMBNAIL_BYTES_MAX)),
                read(complaint, COMPLAINT_BYTES_MAX)
            );
            (both, child.wait().await)
        });
        let Ok(((answer, complaint), status)) = ended.await else {
            // Its turn lasts until it is gone.
            let _ = child.kill().await;
            return Err(format!("it took over {} ms", self.patience.as_millis()));
        };
        let status = status.map_err(|error| error.to_string())?;
        if !status.success() {
            let complaint = String::from_utf8_lossy(&complaint);
            return Err(format!("{status}: {}", complaint.lines().next().unwrap_or_default()));
        }
        understood(&answer).ok_or_else(|| "the answer makes no sense".to_owned())
    }
}

/// Everything that a pipe gives, but no more than that many bytes: what then writes on meets a closed pipe.
async fn read(pipe: Option<impl AsyncRead + Unpin>, bytes_max: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What came before an error is judged as all that there is.
        let _ = pipe.take(bytes_max as u64).read_to_end(&mut bytes).await;
    }
    bytes
}

/// The answer of [`worker`]: believed no more than it can be checked.
fn understood(answer: &[u8]) -> Option<Looked> {
    let mut parts = answer.splitn(2, |byte| *byte == b'\n');
    let picture: Picture = serde_json::from_slice(parts.next()?).ok()?;
    let thumbnail = parts.next()?;
    let fits = can_be_decoded(picture.width, picture.height) && thumbnail.len() <= THUMBNAIL_BYTES_MAX;
    thumbnail_type(thumbnail).filter(|_| fits)?;
    Some(Looked { picture, thumbnail: thumbnail.to_vec() })
}

fn can_be_decoded(width: u32, height: u32) -> bool {
    width.max(height) <= SIDE_MAX && (1..=PIXELS_MAX).contains(&u64::from(width).saturating_mul(height.into()))
}

#[cfg(test)]
mod tests;
