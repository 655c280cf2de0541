//! What a command asks of a server and what it is answered.

use std::io;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};

use super::LINE_BYTES;
use crate::{
    accounts::NewAccount,
    error::{Error, Result},
};

/// A request.
#[derive(Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Make an account.
    CreateUser(NewAccount),
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
pub(super) async fn read<T: for<'de> Deserialize<'de>>(stream: impl AsyncRead + Unpin) -> Result<T> {
    let mut line = String::new();
    BufReader::new(stream.take(LINE_BYTES)).read_line(&mut line).await?;
    if !line.ends_with('\n') {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    serde_json::from_str(&line).map_err(|error| Error::Io(error.into()))
}

/// Writes one line.
pub(super) async fn write(mut stream: impl AsyncWrite + Unpin, value: &impl Serialize) -> Result<()> {
    let mut line = serde_json::to_vec(value).map_err(|error| Error::Io(error.into()))?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    Ok(stream.shutdown().await?)
}
