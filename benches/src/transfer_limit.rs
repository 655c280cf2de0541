//! The limit programs of files: what comes in is written to a file as `cat` does it, what goes out is left to sendfile(2). No HTTP,
//! no login, no limit, no hash, no sync: what is left is the kernel's price.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    path::Path,
};

use crate::{
    Fallible,
    http::{self, pump},
    noise::Noise,
};

/// What a client wants, as the first byte that it sends.
const STORE: u8 = b'S';
const LOAD: u8 = b'L';
/// The file that is sent out.
const OUT: &str = "out";

/// Serves until it is killed, a thread a connection; says first where. `bytes` is the size of what goes out.
///
/// # Errors
/// No socket, or no disk.
pub fn serve(folder: &Path, bytes: u64, announce: fn(SocketAddr) -> Fallible<()>) -> Fallible<()> {
    pump(&mut Noise::new(0, bytes), &mut File::create(folder.join(OUT))?)?;
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    announce(listener.local_addr()?)?;
    for (number, stream) in listener.incoming().enumerate() {
        let (stream, folder) = (stream?, folder.to_owned());
        std::thread::spawn(move || {
            // A client that goes away is its own affair: it counts what it got.
            let _ = answer(stream, &folder, number);
        });
    }
    Ok(())
}

fn answer(mut stream: TcpStream, folder: &Path, number: usize) -> io::Result<()> {
    let mut wanted = [0];
    stream.read_exact(&mut wanted)?;
    if wanted == [STORE] {
        let path = folder.join(number.to_string());
        pump(&mut stream, &mut File::create(&path)?)?;
        stream.write_all(&wanted)?;
        return std::fs::remove_file(path);
    }
    let file = File::open(folder.join(OUT))?;
    let mut left = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    while left > 0 {
        left -= rustix::fs::sendfile(&stream, &file, None, left)?;
    }
    Ok(())
}

/// Sends a file in and waits until it is stored.
///
/// # Errors
/// It was not.
pub fn store(to: SocketAddr, noise: &Noise) -> Fallible<()> {
    let mut stream = http::connect(to)?;
    stream.write_all(&[STORE])?;
    pump(&mut noise.clone(), &mut stream)?;
    stream.shutdown(Shutdown::Write)?;
    Ok(stream.read_exact(&mut [0])?)
}

/// Takes the file out.
///
/// # Errors
/// The connection broke, or what `into` says.
pub fn load(to: SocketAddr, into: &mut impl io::Write) -> Fallible<u64> {
    let mut stream = http::connect(to)?;
    stream.write_all(&[LOAD])?;
    Ok(pump(&mut stream, into)?)
}
