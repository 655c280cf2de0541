//! One process writes. Whoever serves holds the lock of the data folder, which the system lets go with the process however it
//! ends; a command of the program finds the lock taken and asks the server over `control.sock` (mode 0600: the socket is the
//! operator's alone). One request a connection and its answers, each a line of JSON.

mod client;
mod lock;
mod protocol;
mod server;

pub use client::{ask, ask_and_hear};
pub use lock::Lock;
pub use protocol::{Answer, News, Request};
pub use server::Control;

use std::{fs::File, io, os::fd::AsRawFd as _, path::PathBuf, time::Duration};

use crate::config::DataFolder;

/// Bytes of a request or an answer.
const LINE_BYTES: u64 = 64 * 1024;
/// How long a request may take to arrive, and a server to begin to listen.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of a path that fit the address of a socket everywhere.
const SOCKET_PATH_BYTES: usize = 100;

/// A path for `name` in the data folder that fits the address of a socket: the folder's own, or where that is too long one by
/// its open descriptor, which lives as long as the file beside it.
fn socket_path(data: &DataFolder, name: &str) -> io::Result<(PathBuf, Option<File>)> {
    let path = data.root().join(name);
    if path.as_os_str().len() <= SOCKET_PATH_BYTES {
        return Ok((path, None));
    }
    let folder = File::open(data.root())?;
    let path = PathBuf::from(format!("/proc/self/fd/{}/{name}", folder.as_raw_fd()));
    Ok((path, Some(folder)))
}

#[cfg(test)]
mod tests;
