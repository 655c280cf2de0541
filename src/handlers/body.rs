//! The form that a request carries: urlencoded or the text parts of `multipart/form-data`, read against its limits as it
//! comes in, so that no request keeps more than [`BODY_BYTES`] in memory. The door refuses packed and slow bodies before.

use actix_multipart::{Multipart, MultipartError};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, error::PayloadError, http::header};
use futures_util::{StreamExt, TryStreamExt, future::LocalBoxFuture};

use crate::{
    error::{Error, Result},
    guard::FORM_BYTES,
    handlers::fields::{Fields, bad},
};

/// Bytes of a whole form as it is sent: a text part in which every byte is written `%XX`, and some room beside it.
pub const BODY_BYTES: usize = 4 * FORM_BYTES;

/// The fields of the request's body.
pub struct Form(pub Fields);

impl FromRequest for Form {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move { read(&request, payload).await.map(Self) })
    }
}

async fn read(request: &HttpRequest, payload: Payload) -> Result<Fields> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|bytes| bytes > BODY_BYTES as u64) {
        return Err(Error::TooLarge(BODY_BYTES as u64));
    }
    match request.content_type() {
        "application/x-www-form-urlencoded" => urlencoded(payload).await,
        "multipart/form-data" => multipart(Multipart::new(request.headers(), payload)).await,
        "" if declared.unwrap_or(0) == 0 => Ok(Fields::default()),
        _ => Err(Error::Unsupported),
    }
}

async fn urlencoded(mut payload: Payload) -> Result<Fields> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if body.len() + chunk.len() > BODY_BYTES {
            return Err(Error::TooLarge(FORM_BYTES as u64));
        }
        body.extend_from_slice(&chunk);
    }
    let fields = Fields::parse(&body)?;
    if fields.longest() > FORM_BYTES {
        return Err(Error::TooLarge(FORM_BYTES as u64));
    }
    Ok(fields)
}

/// Reads the text parts. A browser sends a file field that was left empty as a part with an empty name.
async fn multipart(mut parts: Multipart) -> Result<Fields> {
    let mut fields = Fields::default();
    let mut total = 0;
    while let Some(mut part) = parts.try_next().await.map_err(|error| garbled(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.content_disposition().and_then(|d| d.get_filename().map(str::to_owned));
        let mut text = Vec::new();
        while let Some(chunk) = part.try_next().await.map_err(|error| garbled(&error))? {
            total += chunk.len();
            if file.is_some() {
                return Err(bad("file").into());
            }
            if text.len() + chunk.len() > FORM_BYTES || total > BODY_BYTES {
                return Err(Error::TooLarge(FORM_BYTES as u64));
            }
            text.extend_from_slice(&chunk);
        }
        match file.as_deref() {
            None => fields.add(name, String::from_utf8(text).map_err(|_| bad("form"))?)?,
            Some("") => {}
            Some(_) => return Err(bad("file").into()),
        }
    }
    Ok(fields)
}

/// A body that ended early or late.
fn broken(error: &PayloadError) -> Error {
    match error {
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
