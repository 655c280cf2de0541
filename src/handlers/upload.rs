//! The files of a form: each is staged and counted as it comes in, so that an upload holds a few chunks in memory whatever its
//! size. Dropped before the message is written, nothing of it is left.

use actix_multipart::{Field, Multipart};
use actix_web::http::header::{self, Charset};
use actors::{
    domain::FileName,
    limits::FILES_OF_MESSAGE,
    store::messages::{Done, PostMessage},
};

use crate::{
    error::Result,
    handlers::{
        body::{next_chunk, next_part, no_bytes},
        fields::bad,
        visit::Visit,
    },
};

/// The field of a form that has files.
const FIELD: &str = "file";

/// The files that a form still brings.
pub struct Files {
    parts: Multipart,
    first: Option<Field>,
    bytes: u64,
}

/// One of them.
struct FilePart {
    name: FileName,
    part: Field,
}

impl Files {
    /// The files of a form whose texts are read: the first one, those that follow, and how many bytes they can be at most.
    pub fn new(parts: Multipart, first: Field, bytes: u64) -> Self {
        Self { parts, first: Some(first), bytes }
    }

    /// The next one. A text that comes now could not have been heeded, so it is refused.
    async fn next(&mut self) -> Result<Option<FilePart>> {
        loop {
            let part = match self.first.take() {
                Some(first) => Some(first),
                None => next_part(&mut self.parts).await?,
            };
            let Some(mut part) = part else { return Ok(None) };
            match given_name(&part) {
                Some(name) if name.is_empty() => no_bytes(&mut part).await?,
                Some(name) if part.name() == Some(FIELD) => {
                    return Ok(Some(FilePart { name: FileName::new(&name), part }));
                }
                Some(_) => return Err(bad(FIELD).into()),
                None => return Err(bad("form").into()),
            }
        }
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

/// Takes the files in and writes the message that has them. With `as_files` pictures are kept as any other file.
///
/// # Errors
/// `bad_field` for more than [`FILES_OF_MESSAGE`]; what [`crate::media::Media`] and the store refuse.
pub async fn publish(visit: &Visit, mut files: Files, as_files: bool, message: PostMessage) -> Result<Done> {
    let media = &visit.state.media;
    let room = media.reserve(visit.user_id(), files.bytes)?;
    let mut staged = Vec::new();
    while let Some(FilePart { name, mut part }) = files.next().await? {
        if staged.len() == FILES_OF_MESSAGE {
            return Err(bad(FIELD).into());
        }
        let mut staging = media.stage(&room).await?;
        while let Some(chunk) = next_chunk(&mut part).await? {
            staging.write(chunk).await?;
        }
        staged.push((name, if as_files { staging.finish_unseen().await? } else { staging.finish().await? }));
    }
    media.publish(room, message, staged).await
}
