//! The parts of a `multipart/form-data` body as they come in, one chunk at a time, and what a body that breaks is refused with.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    error::PayloadError,
    http::header::{self, Charset},
};
use bytes::Bytes;
use futures_util::TryStreamExt;

use crate::{
    error::{Error, Result},
    guard::FORM_BYTES,
    handlers::fields::bad,
};

/// The next part of a form; what is unread of the one before is passed over.
pub(super) async fn next_part(parts: &mut Multipart) -> Result<Option<Field>> {
    parts.try_next().await.map_err(|error| garbled(&error))
}

/// The next bytes of a part.
pub(super) async fn next_chunk(part: &mut Field) -> Result<Option<Bytes>> {
    part.try_next().await.map_err(|error| garbled(&error))
}

/// Passes over a file field that was left empty: a browser sends it as a part with an empty name.
pub(super) async fn no_bytes(part: &mut Field) -> Result<()> {
    match next_chunk(part).await? {
        None => Ok(()),
        Some(_) => Err(bad("file").into()),
    }
}

/// What a part calls its file; `None` when it is no file. Browsers write the name as it is but for `"` and line ends
/// (<https://html.spec.whatwg.org/#multipart-form-data>); a client that escapes by a backslash is understood too.
pub(super) fn given_name(part: &Field) -> Option<String> {
    let read = part.content_disposition()?;
    if let Some(whole) = read.get_filename_ext().filter(|name| name.charset == Charset::Ext("UTF-8".to_owned())) {
        return Some(String::from_utf8_lossy(&whole.value).into_owned());
    }
    let unescaped = read.get_filename()?;
    let header = part.headers().get(header::CONTENT_DISPOSITION).and_then(|it| std::str::from_utf8(it.as_bytes()).ok());
    Some(decoded(header.and_then(as_sent).unwrap_or(unescaped)))
}

/// The name as it stands in a header that escapes nothing by a backslash.
fn as_sent(header: &str) -> Option<&str> {
    let (_, name) = header.split_once("filename=\"").filter(|_| !header.contains("\\\""))?;
    name.split_once('"').map(|(name, _)| name)
}

fn decoded(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// A body that ended early or late, or not at all.
pub(super) fn broken(error: &PayloadError) -> Error {
    match error {
        PayloadError::Overflow => Error::TooLarge(FORM_BYTES as u64),
        PayloadError::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Error::TimedOut,
        _ => bad("form").into(),
    }
}

fn garbled(error: &MultipartError) -> Error {
    match error {
        MultipartError::Payload(error) => broken(error),
        _ => bad("form").into(),
    }
}
