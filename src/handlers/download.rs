//! `/download/…` and `/thumbnail/…`: a message's file, and the small picture of it, for the members of its room. Whoever may not have it
//! is told what is told of a file that never was. What is sent cannot run as a page of ours, whatever it is: types that
//! browsers show safely are named, all others are bytes to be kept, and everything is in a sandbox that nothing loads into.
//! Each request is one lookup of rows; the bytes are read as fast as they are taken.

mod file_body;
mod offered_name;
mod wanted;

use std::{
    fs::File,
    os::unix::fs::FileExt as _,
    time::{Duration, SystemTime},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, ContentRange, ContentRangeSpec, DispositionType, ETag, EntityTag, LastModified},
    },
    web::Path,
};
use actors::{
    Code,
    clock::Millis,
    ids::MessageId,
    store::files::{FileOf, StoredFile},
};

use crate::{
    error::{Error, Result},
    handlers::visit::Visit,
    media::{kind::Shown, picture::thumbnail_type},
};

use self::{
    file_body::{Announced, FileBody},
    offered_name::disposition,
    wanted::{Validators, Wanted, wanted},
};

/// Nothing of it loads or runs anything.
const SANDBOX: &str = "default-src 'none'; sandbox";
/// A file is asked for again each time, so that it is gone for everybody when it is gone; the answer is mostly a 304.
const CACHE_OF_FILES: &str = "private, no-cache";
/// Thumbnails of a page are many and small: they are kept for a day, by the browser and for that login alone.
const CACHE_OF_THUMBNAILS: &str = "private, max-age=86400";
/// The type of bytes of which nothing is said.
const ANY_BYTES: &str = "application/octet-stream";

/// The last second that a date on the wire can tell, since 1970.
const LATEST: Duration = Duration::from_secs(253_402_300_799);

/// `GET /download/<message_id>/`: the first file.
///
/// # Errors
/// As [`file()`].
pub async fn first_file(visit: Visit, message_id: Path<MessageId>) -> Result<HttpResponse> {
    send_file(&visit, *message_id, 1).await
}

/// `GET /download/<message_id>/<n>/`; with `?download=1` to be kept, whatever it is.
///
/// # Errors
/// `not_found` unless it is there for the asker.
pub async fn file(visit: Visit, path: Path<(MessageId, u32)>) -> Result<HttpResponse> {
    let (message_id, n) = path.into_inner();
    send_file(&visit, message_id, n).await
}

/// `GET /thumbnail/<message_id>/<n>/`.
///
/// # Errors
/// `not_found` unless it is there for the asker.
pub async fn thumbnail(visit: Visit, path: Path<(MessageId, u32)>) -> Result<HttpResponse> {
    let (message_id, n) = path.into_inner();
    let found = stored(&visit, message_id, n).await?;
    if found.info.picture.is_none() {
        return Err(Code::NotFound.into());
    }
    let bytes = visit.state.media.open_thumbnail(found.hash).await?;
    let bytes = still_there(&visit, message_id, n, bytes).await?;
    let (size, mut head) = (bytes.metadata()?.len(), [0; 8]);
    let mime = bytes.read_at(&mut head, 0).map(|_| thumbnail_type(&head))?.ok_or(Error::Lost(found.hash))?;
    let answer = Representation {
        validators: validators(format!("{}-{size}", found.hash), found.created_at),
        bytes,
        size,
        mime,
        name: &found.info.name,
        shown: DispositionType::Inline,
        cache: CACHE_OF_THUMBNAILS,
    };
    Ok(answer.to(&visit.request))
}

async fn send_file(visit: &Visit, message_id: MessageId, n: u32) -> Result<HttpResponse> {
    let is_kept = visit.query()?.flag("download")?;
    let found = stored(visit, message_id, n).await?;
    let bytes = visit.state.media.open_file(found.hash).await?;
    let is_shown = Shown::of(&found.info.mime, found.info.picture.is_some()).is_inline();
    let answer = Representation {
        validators: validators(found.hash.to_string(), found.created_at),
        bytes: still_there(visit, message_id, n, bytes).await?,
        size: found.info.size,
        mime: if is_shown { &found.info.mime } else { ANY_BYTES },
        name: &found.info.name,
        shown: if is_shown && !is_kept { DispositionType::Inline } else { DispositionType::Attachment },
        cache: CACHE_OF_FILES,
    };
    Ok(answer.to(&visit.request))
}

async fn stored(visit: &Visit, message_id: MessageId, n: u32) -> Result<StoredFile> {
    let file = visit.read(FileOf { user_id: visit.user_id(), message_id, n }).await?;
    file.ok_or_else(|| Code::NotFound.into())
}

/// Bytes that are not there are lost, unless the file was deleted since its row was read.
async fn still_there(visit: &Visit, message_id: MessageId, n: u32, bytes: Option<File>) -> Result<File> {
    match bytes {
        Some(bytes) => Ok(bytes),
        None => Err(Error::Lost(stored(visit, message_id, n).await?.hash)),
    }
}

/// The tag is made of the bytes and the time is the message's: those of the file would tell whether somebody else
/// had sent the same bytes before, and when.
fn validators(tag: String, sent: Millis) -> Validators {
    let since = Duration::from_millis(u64::try_from(sent).unwrap_or(0)).min(LATEST);
    Validators { etag: EntityTag::new_strong(tag), modified: (SystemTime::UNIX_EPOCH + since).into() }
}

/// Bytes and what is said of them.
struct Representation<'a> {
    validators: Validators,
    bytes: File,
    size: u64,
    mime: &'a str,
    name: &'a str,
    shown: DispositionType,
    cache: &'static str,
}

impl Representation<'_> {
    /// What a GET or HEAD is answered.
    fn to(self, request: &HttpRequest) -> HttpResponse {
        let wanted = wanted(request, &self.validators, self.size);
        let mut response = HttpResponse::build(status(wanted));
        let instance_length = Some(self.size);
        let (first, length) = match wanted {
            // The middleware that gives refusals their words keeps the length.
            Wanted::Failed => return response.finish(),
            Wanted::Unsatisfiable => {
                let range = ContentRangeSpec::Bytes { range: None, instance_length };
                return response.insert_header(ContentRange(range)).finish();
            }
            Wanted::Part { first, last } => {
                let range = ContentRangeSpec::Bytes { range: Some((first, last)), instance_length };
                response.insert_header(ContentRange(range));
                (first, last - first + 1)
            }
            Wanted::Whole | Wanted::NotModified => (0, self.size),
        };
        response
            .insert_header(ETag(self.validators.etag))
            .insert_header(LastModified(self.validators.modified))
            .insert_header((header::CACHE_CONTROL, self.cache))
            .insert_header((header::VARY, "Cookie"))
            .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX));
        if wanted == Wanted::NotModified {
            return response.finish();
        }
        response
            .insert_header((header::CONTENT_TYPE, self.mime))
            .insert_header(disposition(self.shown, self.name))
            .insert_header((header::ACCEPT_RANGES, "bytes"));
        if *request.method() == Method::HEAD {
            response.body(Announced(length))
        } else {
            response.body(FileBody::new(self.bytes, first, length))
        }
    }
}

const fn status(wanted: Wanted) -> StatusCode {
    match wanted {
        Wanted::Whole => StatusCode::OK,
        Wanted::Part { .. } => StatusCode::PARTIAL_CONTENT,
        Wanted::NotModified => StatusCode::NOT_MODIFIED,
        Wanted::Failed => StatusCode::PRECONDITION_FAILED,
        Wanted::Unsatisfiable => StatusCode::RANGE_NOT_SATISFIABLE,
    }
}
