//! The files of a form: each is staged and counted as it comes in, so that an upload holds a few chunks in memory whatever its
//! size. Dropped before the message is written, nothing of it is left.

use actix_multipart::{Field, Multipart};
use actors::{
    Code,
    domain::FileName,
    limits::FILES_OF_MESSAGE,
    store::messages::{Done, PostMessage},
};

use crate::{
    error::Result,
    handlers::{
        fields::bad,
        parts::{given_name, next_chunk, next_part, no_bytes},
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
    /// The files of a form whose texts are read: the first one, those that follow, and how many bytes they say that they are, 0 when they say nothing.
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

    /// Reads what is left and keeps nothing of it. A browser that is still sending believes an early answer only when it is a refusal,
    /// so whoever is told that all is done must have been heard to the end. How it ends does not matter any more.
    pub async fn pass_over(mut self) {
        drop(self.first.take());
        while let Ok(Some(_)) = next_part(&mut self.parts).await {}
    }
}

/// Takes the files in and writes the message that has them. With `as_files` pictures are kept as any other file.
///
/// # Errors
/// `too_long` for more than [`FILES_OF_MESSAGE`]; what [`crate::media::Media`] and the store refuse.
pub async fn publish(visit: &Visit, mut files: Files, as_files: bool, message: PostMessage) -> Result<Done> {
    let media = &visit.state.media;
    let room = media.reserve(visit.user_id(), files.bytes)?;
    let mut staged = Vec::new();
    while let Some(FilePart { name, mut part }) = files.next().await? {
        if staged.len() == FILES_OF_MESSAGE {
            return Err(actors::Error::Field { field: FIELD, code: Code::TooLong }.into());
        }
        let mut staging = media.stage(&room).await?;
        while let Some(chunk) = next_chunk(&mut part).await? {
            staging.write(chunk).await?;
        }
        staged.push((name, if as_files { staging.finish_unseen().await? } else { staging.finish().await? }));
    }
    media.publish(room, message, staged).await
}
