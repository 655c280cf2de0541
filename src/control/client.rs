//! A command's end of the control socket.

use std::io;

use tokio::{
    net::UnixStream,
    time::{Duration, Instant, sleep, timeout},
};

use super::{Answer, PATIENCE, Request, protocol, socket_path};
use crate::{
    config::DataFolder,
    error::{Error, Result},
};

/// How often to try while a server that holds the lock does not listen yet.
const TRY_EVERY: Duration = Duration::from_millis(50);

/// Asks the server of a data folder. One that has just taken the lock gets some seconds to listen.
///
/// # Errors
/// [`Error::Start`] when it does not listen or answer.
pub async fn ask(data: &DataFolder, request: &Request) -> Result<Answer> {
    let failed = |why: String| Error::Start(format!("the server on {} does not answer: {why}", data.root().display()));
    let mut stream = connect(data).await.map_err(|error| failed(error.to_string()))?;
    let answer = async {
        protocol::write(&mut stream, request).await?;
        protocol::read(&mut stream).await
    };
    let answer = timeout(PATIENCE, answer).await.map_err(|_| failed("it took too long".into()))?;
    answer.map_err(|error| failed(error.to_string()))
}

async fn connect(data: &DataFolder) -> io::Result<UnixStream> {
    let (path, _folder) = socket_path(data, "control.sock")?;
    let until = Instant::now() + PATIENCE;
    loop {
        match UnixStream::connect(&path).await {
            Err(error) if is_not_yet(&error) && Instant::now() < until => sleep(TRY_EVERY).await,
            connected => return connected,
        }
    }
}

fn is_not_yet(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused)
}
