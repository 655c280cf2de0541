//! The child that looks at one picture: the file on standard input, on standard output one line of JSON (the [`Picture`]) and the
//! thumbnail, or a complaint on standard error and exit code 1.
//!
//! Before it reads a byte it gives up what it does not need, for good: memory over [`MEMORY_BYTES`], processor time over
//! [`CPU_SECONDS`], further files and sockets, processes, core dumps; and it is the first to wait and the first to be ended when
//! the machine is short of something.
//!
//! [`Picture`]: actors::message::Picture

use std::{
    fs::{self, File},
    io::{self, BufReader, Seek as _, Write as _},
    os::fd::AsFd as _,
};

use rlimit::Resource;

use super::{MEMORY_BYTES, thumbnail};
use crate::error::{Error, Result};

/// Processor time of one look, in seconds.
pub const CPU_SECONDS: u64 = 5;
/// How far it stands behind the server when processors are short: a third of the server's share, so that it still gets done.
const NICENESS: i32 = 5;
/// The kernel ends it before anything else when memory is short.
const OOM_SCORE: &str = "1000";

/// Looks at the picture on standard input, which is of this MIME type.
///
/// # Errors
/// [`Error::Start`]: why there is no thumbnail.
pub fn run(mime: &str) -> Result<()> {
    let mut file = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    give_up()?;
    file.rewind()?;
    let (picture, thumbnail) = thumbnail::make(BufReader::new(file), mime).map_err(Error::Start)?;
    let mut answer = serde_json::to_vec(&picture).map_err(|error| Error::Broken(error.to_string()))?;
    answer.push(b'\n');
    answer.extend(thumbnail);
    Ok(out.write_all(&answer)?)
}

fn give_up() -> Result<()> {
    // Both are favours to others; a system that refuses them is no reason to refuse the picture.
    let _ = fs::write("/proc/self/oom_score_adj", OOM_SCORE);
    let _ = rustix::process::nice(NICENESS);
    let limits = [
        (Resource::AS, MEMORY_BYTES),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 0),
        (Resource::NPROC, 0),
    ];
    for (resource, most) in limits {
        resource.set(most, most)?;
    }
    // A second between the two: the first signal has a name that tells an operator what it was.
    Resource::CPU.set(CPU_SECONDS, CPU_SECONDS.saturating_add(1))?;
    Ok(())
}
