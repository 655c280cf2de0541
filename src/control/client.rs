//! A command's end of the control socket.

use std::{fmt::Display, io};

use tokio::{
    io::BufReader,
    net::UnixStream,
    time::{Duration, Instant, sleep, timeout},
};

use super::{
    Answer, News, PATIENCE, Request,
    protocol::{self, Line},
    socket_path,
};
use crate::{
    config::DataFolder,
    error::{Error, Result},
};

/// How often to try while a server that holds the lock does not listen yet.
const TRY_EVERY: Duration = Duration::from_millis(50);

/// Asks the server of a data folder for what is done at once. One that has just taken the lock gets some seconds to listen.
///
/// # Errors
/// [`Error::Start`] when it does not listen or answer.
pub async fn ask(data: &DataFolder, request: &Request) -> Result<Answer> {
    let answered = timeout(PATIENCE.saturating_mul(2), ask_and_hear(data, request, |_| Ok(()))).await;
    answered.unwrap_or_else(|_| Err(silent(data, "it took too long")))
}

/// Asks the server of a data folder for what may take long: everything that it says before its last answer is handed to `hear`.
///
/// # Errors
/// [`Error::Start`] when it does not listen, or ends before its last answer; what `hear` says.
pub async fn ask_and_hear(
    data: &DataFolder,
    request: &Request,
    mut hear: impl FnMut(News) -> Result<()>,
) -> Result<Answer> {
    let failed = |error: Error| silent(data, error);
    let mut stream = connect(data).await.map_err(|error| failed(error.into()))?;
    protocol::write(&mut stream, request).await.map_err(failed)?;
    let mut stream = BufReader::new(stream);
    loop {
        match protocol::read(&mut stream).await.map_err(failed)? {
            Line::News(news) => hear(news)?,
            Line::Last(answer) => return Ok(answer),
        }
    }
}

fn silent(data: &DataFolder, why: impl Display) -> Error {
    Error::Start(format!("the server on {} does not answer: {why}", data.root().display()))
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
