//! What a request is refused with: one error for the whole program, with the status, the stable code and the field that a
//! client is told. What an operator must know goes to the log once, at the boundary ([`Error::is_fault`]), and never to a
//! client: a body is made of the code and its words alone.

mod pages;

pub use pages::{ErrorPages, error_pages, place};

use std::time::Duration;

use actix_web::{HttpResponse, ResponseError, body::BoxBody, http::StatusCode, http::header};
use actors::{Code, domain::Language, file_hash::FileHash};
use serde::Serialize;

use crate::{format::size, i18n};

/// After how long a client may ask again when the writer was too busy.
const BUSY_AFTER: Duration = Duration::from_secs(1);
/// After how long a client may ask again when the disk failed a file.
const DISK_AFTER: Duration = Duration::from_secs(10);
/// After how long a client may ask again when the server was stopping.
const STOPPING_AFTER: Duration = Duration::from_secs(5);

/// The result of the program's calls.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of the program.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The chat refused or failed.
    #[error(transparent)]
    Chat(#[from] actors::Error),
    /// Nobody is signed in, or the login has ended: 401, or the login page for a browser's GET.
    #[error("not signed in")]
    NotSignedIn,
    /// The username or the password was wrong; which of them is not told.
    #[error("wrong username or password")]
    WrongLogin,
    /// Too many failures or requests; come back after this long.
    #[error("too many requests")]
    Throttled(Duration),
    /// An unsafe request or an upgrade from another site, or from nowhere known.
    #[error("a request from another site")]
    ForeignOrigin,
    /// The `Host` is not one of ours.
    #[error("a foreign Host")]
    ForeignHost,
    /// The body is larger than this many bytes.
    #[error("a body over {0} bytes")]
    TooLarge(u64),
    /// The body's type or encoding is not taken here.
    #[error("an unsupported body")]
    Unsupported,
    /// The body did not arrive in time.
    #[error("a body that did not arrive")]
    TimedOut,
    /// The method is not taken at this path, but these are, as `Allow` lists them.
    #[error("a method not taken here")]
    Method(&'static str),
    /// A part of the program that should answer did not.
    #[error("{0}")]
    Broken(String),
    /// A page could not be made.
    #[error("template: {0}")]
    Template(Box<handlebars::RenderError>),
    /// No room for files: the quota is used up, or the disk.
    #[error("no room for files")]
    Full,
    /// The disk that keeps the files of messages failed.
    #[error("media: {0}")]
    Disk(std::io::Error),
    /// The bytes of an address are not on the disk though a row names them.
    #[error("media: {0} is lost")]
    Lost(FileHash),
    /// The file system or the network refused.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The program cannot start, or a command cannot be done: one line for the operator.
    #[error("{0}")]
    Start(String),
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Chat(code.into())
    }
}

impl From<handlebars::RenderError> for Error {
    fn from(error: handlebars::RenderError) -> Self {
        Self::Template(Box::new(error))
    }
}

/// The codes that the program adds to those of [`Code`]; each has its words in the locale files.
pub const CODES: [&str; 11] = [
    "not_signed_in",
    "wrong_login",
    "foreign_origin",
    "foreign_host",
    "too_large",
    "unsupported",
    "timed_out",
    "disk_full",
    "method",
    "bad_request",
    "fault",
];

impl Error {
    /// What the disk said of a file of a message.
    pub(crate) fn disk(error: std::io::Error) -> Self {
        if is_full(&error) { Self::Full } else { Self::Disk(error) }
    }

    /// The stable code, in snake case: one of [`Code`]'s or of [`CODES`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Chat(error) => error.code().as_str(),
            Self::NotSignedIn => "not_signed_in",
            Self::WrongLogin => "wrong_login",
            Self::Throttled(_) => Code::RateLimited.as_str(),
            Self::ForeignOrigin => "foreign_origin",
            Self::ForeignHost => "foreign_host",
            Self::TooLarge(_) => "too_large",
            Self::Unsupported => "unsupported",
            Self::TimedOut => "timed_out",
            Self::Full => "disk_full",
            Self::Disk(_) => Code::Storage.as_str(),
            Self::Lost(_) => Code::NotFound.as_str(),
            Self::Method(_) => "method",
            Self::Broken(_) | Self::Template(_) | Self::Io(_) | Self::Start(_) => "fault",
        }
    }

    /// The field that was wrong, where there is one.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Chat(error) => error.field(),
            _ => None,
        }
    }

    /// How many bytes would have been taken, where it was too many.
    #[must_use]
    pub const fn limit(&self) -> Option<u64> {
        match self {
            Self::TooLarge(bytes) => Some(*bytes),
            _ => None,
        }
    }

    /// Why it was refused, in words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        words(language, self.code(), self.field(), self.limit())
    }

    /// The HTTP status, for pages, programs and refused upgrades alike.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Chat(actors::Error::Refused(code) | actors::Error::Field { code, .. }) => status_of(*code),
            Self::Chat(actors::Error::Mailbox(_)) => status_of(Code::Busy),
            Self::Chat(actors::Error::Io(error)) | Self::Io(error) if is_full(error) => status_of(Code::Storage),
            Self::NotSignedIn | Self::WrongLogin => StatusCode::UNAUTHORIZED,
            Self::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Disk(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Lost(_) => status_of(Code::NotFound),
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Chat(_) | Self::Broken(_) | Self::Template(_) | Self::Io(_) | Self::Start(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// The seconds of the `Retry-After` header, where the refusal will pass by itself; at least 1.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        let after = match self {
            Self::Throttled(after) => *after,
            Self::Disk(_) => DISK_AFTER,
            Self::Chat(error) => match error.code() {
                Code::Busy | Code::RateLimited => BUSY_AFTER,
                Code::Stopping => STOPPING_AFTER,
                _ => return None,
            },
            _ => return None,
        };
        Some(after.as_secs().saturating_add(u64::from(after.subsec_nanos() > 0)).max(1))
    }

    /// Whether the cause is ours: to be logged once, where the answer leaves.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        match self {
            Self::Chat(error) => error.is_fault(),
            Self::Broken(_) | Self::Template(_) | Self::Disk(_) | Self::Lost(_) | Self::Io(_) | Self::Start(_) => true,
            _ => false,
        }
    }

    /// The body for a program or a refused upgrade: `{"error":{"code","message","field"}}`; `message` is the code's words in
    /// the reader's language.
    #[must_use]
    pub fn json(&self, message: &str) -> String {
        body(self.code(), message, self.field())
    }
}

/// A refusal in words, with the limit that was passed.
fn words(language: Language, code: &str, field: Option<&str>, limit: Option<u64>) -> String {
    match limit {
        Some(bytes) => {
            let limit = size(bytes, language);
            i18n::text_with(language, &format!("error-limit-{code}"), [("limit", limit.into())])
        }
        None => i18n::refusal(language, code, field),
    }
}

/// The status of a code of the chat.
fn status_of(code: Code) -> StatusCode {
    match code {
        Code::BadJson
        | Code::UnknownType
        | Code::BadField
        | Code::Empty
        | Code::TooLong
        | Code::BadReply
        | Code::NothingToDelete
        | Code::WeakPassword => StatusCode::BAD_REQUEST,
        Code::LoginEnded => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::ClientIdReused | Code::Taken => StatusCode::CONFLICT,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy | Code::Stopping => StatusCode::SERVICE_UNAVAILABLE,
        Code::Storage => StatusCode::INSUFFICIENT_STORAGE,
    }
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

/// The JSON body of a refusal.
pub(crate) fn body(code: &str, message: &str, field: Option<&str>) -> String {
    #[derive(Serialize)]
    struct Body<'a> {
        error: Inner<'a>,
    }
    #[derive(Serialize)]
    struct Inner<'a> {
        code: &'a str,
        message: &'a str,
        field: Option<&'a str>,
    }
    serde_json::to_string(&Body { error: Inner { code, message, field } }).unwrap_or_default()
}

/// The response without words: the status, `Retry-After` and a JSON body whose message is the code. The middleware
/// [`error_pages`] puts the words, or a page, in its place.
impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status());
        if let Some(seconds) = self.retry_after() {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Self::Method(allowed) = self {
            response.insert_header((header::ALLOW, *allowed));
        }
        response.content_type("application/json").body(self.json(self.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_status_and_the_code_of_the_protocol() {
        let table: [(Error, u16, &str); 19] = [
            (actors::Error::Field { field: "message", code: Code::TooLong }.into(), 400, "too_long"),
            (Code::BadField.into(), 400, "bad_field"),
            (Code::WeakPassword.into(), 400, "weak_password"),
            (Error::NotSignedIn, 401, "not_signed_in"),
            (Code::LoginEnded.into(), 401, "login_ended"),
            (Code::Forbidden.into(), 403, "forbidden"),
            (Error::ForeignOrigin, 403, "foreign_origin"),
            (Code::NotFound.into(), 404, "not_found"),
            (Code::Taken.into(), 409, "taken"),
            (Error::TooLarge(7), 413, "too_large"),
            (Error::ForeignHost, 421, "foreign_host"),
            (Error::Throttled(Duration::from_millis(1500)), 429, "rate_limited"),
            (Code::Busy.into(), 503, "busy"),
            (Code::Stopping.into(), 503, "stopping"),
            (Code::Storage.into(), 507, "storage"),
            (std::io::Error::from(std::io::ErrorKind::StorageFull).into(), 507, "fault"),
            (Error::Full, 507, "disk_full"),
            (Error::disk(std::io::ErrorKind::QuotaExceeded.into()), 507, "disk_full"),
            (Error::disk(std::io::ErrorKind::ReadOnlyFilesystem.into()), 503, "storage"),
        ];
        for (error, status, code) in table {
            assert_eq!((error.status().as_u16(), error.code()), (status, code), "{error}");
        }
    }

    #[test]
    fn a_refusal_that_passes_says_when() {
        assert_eq!(Error::Throttled(Duration::from_millis(1500)).retry_after(), Some(2));
        assert_eq!(Error::Throttled(Duration::ZERO).retry_after(), Some(1));
        assert_eq!(Error::from(Code::Busy).retry_after(), Some(1));
        assert_eq!(Error::from(Code::NotFound).retry_after(), None);
        let response = Error::from(Code::Stopping).error_response();
        assert_eq!(response.headers().get(header::RETRY_AFTER).unwrap(), "5");
    }

    #[test]
    fn what_is_too_large_is_told_how_large_it_may_be() {
        for language in Language::ALL {
            let words = Error::TooLarge(100 * 1024 * 1024).words(language);
            assert!(words.contains("100 MB") || words.contains("100 МБ"), "{words}");
        }
    }

    #[test]
    fn a_body_names_the_code_and_the_field_and_no_cause() {
        let error = Error::from(actors::Error::Field { field: "room_name", code: Code::Empty });
        assert_eq!(error.json("Nom bo‘sh"), r#"{"error":{"code":"empty","message":"Nom bo‘sh","field":"room_name"}}"#);
        let fault = Error::Broken("SELECT secret FROM t".into());
        assert!(fault.is_fault());
        assert_eq!(fault.json("x"), r#"{"error":{"code":"fault","message":"x","field":null}}"#);
    }
}
