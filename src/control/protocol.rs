//! What a command asks of a server and what it is answered.

use std::io;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::LINE_BYTES;
use crate::{
    accounts::NewAccount,
    error::{Error, Result},
    media::{Finding, Sums},
};

/// A request.
#[derive(Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Make an account.
    CreateUser(NewAccount),
    /// Compare the files with their rows and read every byte.
    CheckMedia,
}

/// A line of what a server says.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    /// There is more to come.
    News(News),
    /// The end.
    Last(Answer),
}

/// What a server says of a long command while it goes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// This is not as it should be.
    Found(Finding),
    /// So much more was compared.
    Compared(Sums),
}

/// An answer.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is done.
    Done,
    /// It was refused, or failed; nothing was changed.
    Refused {
        /// The stable code.
        code: String,
        /// The field that was wrong.
        field: Option<String>,
    },
}

impl From<Result<()>> for Answer {
    fn from(result: Result<()>) -> Self {
        match result {
            Ok(()) => Self::Done,
            Err(error) => Self::Refused { code: error.code().to_owned(), field: error.field().map(ToOwned::to_owned) },
        }
    }
}

/// Reads one line; longer ones are refused before they are kept.
pub(super) async fn read<T: for<'de> Deserialize<'de>>(stream: &mut (impl AsyncBufRead + Unpin)) -> Result<T> {
    let mut line = String::new();
    stream.take(LINE_BYTES).read_line(&mut line).await?;
    if !line.ends_with('\n') {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    serde_json::from_str(&line).map_err(|error| Error::Io(error.into()))
}

/// Writes one line.
pub(super) async fn write(stream: &mut (impl AsyncWrite + Unpin), value: &impl Serialize) -> Result<()> {
    let mut line = serde_json::to_vec(value).map_err(|error| Error::Io(error.into()))?;
    line.push(b'\n');
    Ok(stream.write_all(&line).await?)
}
