//! The form that a request carries: urlencoded or `multipart/form-data`, read against its limits as it comes in, so that no
//! request keeps more than [`BODY_BYTES`] in memory. Texts come first; the files after them are left to whoever takes files.
//! The door refuses packed and slow bodies before.

use actix_multipart::{Field, Multipart};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, error::PayloadError, http::header};
use actors::limits::FILES_OF_MESSAGE;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, future::LocalBoxFuture};

use crate::{
    error::{Error, Result},
    guard::FORM_BYTES,
    handlers::{
        fields::{Fields, bad},
        guest::Guest,
        parts::{broken, given_name, next_chunk, next_part, no_bytes},
        upload::Files,
    },
};

/// Bytes of a whole form as it is sent, its files apart: a text part in which every byte is written `%XX`, and some room beside it.
pub const BODY_BYTES: usize = 4 * FORM_BYTES;

/// The fields of the request's body, which has no file.
pub struct Form(pub Fields);

/// The fields of the request's body, and the files that are still to come.
pub struct OpenForm {
    /// The fields.
    pub fields: Fields,
    /// The files, if there is one; an empty file field is none.
    pub files: Option<Files>,
}

impl FromRequest for Form {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = read(request.clone(), payload.take(), None);
        Box::pin(async move {
            match form.await? {
                OpenForm { fields, files: None } => Ok(Self(fields)),
                OpenForm { files: Some(_), .. } => Err(bad("file").into()),
            }
        })
    }
}

impl FromRequest for OpenForm {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let file_bytes = Guest::of(&request)?.state.media.limits().file_bytes;
            read(request, payload, Some(file_bytes)).await
        })
    }
}

/// Reads up to the first file. `file_bytes` are those that one file may have; `None` where no file is taken.
async fn read(request: HttpRequest, payload: Payload, file_bytes: Option<u64>) -> Result<OpenForm> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    let texts = |fields| OpenForm { fields, files: None };
    match request.content_type() {
        "application/x-www-form-urlencoded" => {
            fits(declared, BODY_BYTES as u64, FORM_BYTES as u64)?;
            urlencoded(bounded(payload, BODY_BYTES as u64)).await.map(texts)
        }
        "multipart/form-data" => {
            let of_files = file_bytes.unwrap_or(0).saturating_mul(FILES_OF_MESSAGE as u64);
            let most = of_files.saturating_add(BODY_BYTES as u64);
            fits(declared, most, file_bytes.unwrap_or(FORM_BYTES as u64))?;
            let mut parts = Multipart::new(request.headers(), bounded(payload, most));
            let (fields, first) = text_parts(&mut parts).await?;
            let files = first.map(|first| Files::new(parts, first, declared.unwrap_or(0)));
            Ok(OpenForm { fields, files })
        }
        "" if declared.unwrap_or(0) == 0 => Ok(texts(Fields::default())),
        _ => Err(Error::Unsupported),
    }
}

/// Refuses a body that says itself that it is larger than `most`; what is told is the limit of one part.
fn fits(declared: Option<u64>, most: u64, part: u64) -> Result<()> {
    if declared.is_some_and(|bytes| bytes > most) { Err(Error::TooLarge(part)) } else { Ok(()) }
}

/// The same body, which fails when it brings more than `most`: one in chunks says nothing beforehand, and parts may be empty for ever.
fn bounded(payload: Payload, most: u64) -> impl Stream<Item = Result<Bytes, PayloadError>> + Unpin {
    let mut left = most;
    payload.map(move |chunk| {
        let chunk = chunk?;
        left = left.checked_sub(chunk.len() as u64).ok_or(PayloadError::Overflow)?;
        Ok(chunk)
    })
}

async fn urlencoded(mut payload: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin) -> Result<Fields> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.try_next().await.map_err(|error| broken(&error))? {
        body.extend_from_slice(&chunk);
    }
    let fields = Fields::parse(&body)?;
    if fields.longest() > FORM_BYTES {
        return Err(Error::TooLarge(FORM_BYTES as u64));
    }
    Ok(fields)
}

/// Reads the text parts up to the first file.
async fn text_parts(parts: &mut Multipart) -> Result<(Fields, Option<Field>)> {
    let mut fields = Fields::default();
    let mut total = 0;
    while let Some(mut part) = next_part(parts).await? {
        match given_name(&part) {
            Some(name) if name.is_empty() => no_bytes(&mut part).await?,
            Some(_) => return Ok((fields, Some(part))),
            None => {
                let name = part.name().unwrap_or_default().to_owned();
                let mut text = Vec::new();
                while let Some(chunk) = next_chunk(&mut part).await? {
                    total += chunk.len();
                    if text.len() + chunk.len() > FORM_BYTES || total > BODY_BYTES {
                        return Err(Error::TooLarge(FORM_BYTES as u64));
                    }
                    text.extend_from_slice(&chunk);
                }
                fields.add(name, String::from_utf8(text).map_err(|_| bad("form"))?)?;
            }
        }
    }
    Ok((fields, None))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn form(kind: &str, body: impl Into<bytes::Bytes>) -> Result<Fields> {
        let request = TestRequest::post().insert_header((header::CONTENT_TYPE, kind)).set_payload(body);
        let (request, mut payload) = request.to_http_parts();
        Form::from_request(&request, &mut payload).await.map(|Form(fields)| fields)
    }

    fn part(disposition: &str, body: &str) -> String {
        format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{body}\r\n")
    }

    const URLENCODED: &str = "application/x-www-form-urlencoded";
    const MULTIPART: &str = "multipart/form-data; boundary=x";

    #[actix_web::test]
    async fn both_kinds_of_form_give_the_same_fields() {
        let sent = form(URLENCODED, "content=a%0D%0Ab&reply_to=7").await.unwrap();
        let parts = [part("name=\"content\"", "a\r\nb"), part("name=\"reply_to\"", "7"), "--x--\r\n".into()].concat();
        let parted = form(MULTIPART, parts).await.unwrap();
        for fields in [sent, parted] {
            assert_eq!((fields.text("content"), fields.text("reply_to")), ("a\r\nb", "7"));
        }
    }

    #[actix_web::test]
    async fn a_file_is_refused_and_an_empty_file_field_is_not() {
        let empty =
            [part("name=\"file\"; filename=\"\"", ""), part("name=\"content\"", "a"), "--x--\r\n".into()].concat();
        assert_eq!(form(MULTIPART, empty).await.unwrap().text("content"), "a");
        for body in ["", "bytes"] {
            let file = [part("name=\"file\"; filename=\"a.txt\"", body), "--x--\r\n".into()].concat();
            assert_eq!(form(MULTIPART, file).await.unwrap_err().field(), Some("file"));
        }
    }

    #[actix_web::test]
    async fn a_part_over_its_limit_is_too_large() {
        let fits = "a".repeat(FORM_BYTES);
        assert!(form(URLENCODED, format!("content={fits}")).await.is_ok());
        assert_eq!(form(URLENCODED, format!("content={fits}a")).await.unwrap_err().code(), "too_large");
        let all = "%61".repeat(2 * FORM_BYTES);
        assert_eq!(form(URLENCODED, all).await.unwrap_err().code(), "too_large");
        let empty = part("name=\"file\"; filename=\"\"", "").repeat(BODY_BYTES / 50);
        assert_eq!(form(MULTIPART, empty).await.unwrap_err().code(), "too_large", "without a byte in any part");
        let parted = |text: &str| [part("name=\"content\"", text), "--x--\r\n".into()].concat();
        assert!(form(MULTIPART, parted(&fits)).await.is_ok());
        assert_eq!(form(MULTIPART, parted(&format!("{fits}a"))).await.unwrap_err().code(), "too_large");
    }

    #[actix_web::test]
    async fn what_is_no_form_is_refused() {
        assert_eq!(form("text/plain", "{}").await.unwrap_err().code(), "unsupported");
        assert_eq!(form("application/json", "{}").await.unwrap_err().code(), "unsupported");
        for cut in [part("name=\"content\"", "a"), "--x\r\n\r\n\r\n--x--".into(), String::new()] {
            assert_eq!(form(MULTIPART, cut).await.unwrap_err().code(), "bad_field");
        }
        assert_eq!(form("multipart/form-data", "a").await.unwrap_err().code(), "bad_field");
        assert_eq!(
            form(MULTIPART, [part("name=\"a\"", "1"), part("name=\"a\"", "2")].concat()).await.unwrap_err().code(),
            "bad_field"
        );
    }
}
