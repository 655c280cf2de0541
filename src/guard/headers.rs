//! The headers of every answer: nothing runs that is not ours, nobody frames or embeds us, nothing is sniffed or kept. An answer
//! that says otherwise for itself (a file's sandbox, a script's cache) is left its own.

use actix_web::{
    HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};

use super::Guard;

const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// What only what is shown by itself heeds. A page has dozens of scripts, whose headers weigh as much as they do.
const OF_DOCUMENTS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; \
             font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
             frame-ancestors 'none'",
        ),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CROSS_ORIGIN_EMBEDDER_POLICY, HeaderValue::from_static("require-corp")),
];

/// Two years, for every name below ours too.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The middleware that adds the headers, outermost of all; HSTS only where browsers come over https.
///
/// # Errors
/// What the service inside says, with the headers too.
pub async fn security_headers<B: MessageBody + 'static>(
    guard: Data<Guard>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    match next.call(request).await {
        Ok(mut response) => {
            add(response.headers_mut(), guard.origins.is_secure());
            Ok(response)
        }
        Err(error) => {
            let mut response = HttpResponse::from_error(error);
            add(response.headers_mut(), guard.origins.is_secure());
            Err(InternalError::from_response("refused by a middleware", response).into())
        }
    }
}

fn add(headers: &mut HeaderMap, is_secure: bool) {
    let kind = headers.get(header::CONTENT_TYPE).map_or(&[][..], HeaderValue::as_bytes);
    let is_part = kind.starts_with(b"text/javascript") || kind.starts_with(b"text/css");
    for (name, value) in HEADERS.iter().chain(OF_DOCUMENTS.iter().filter(|_| !is_part)) {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    if is_secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
}
