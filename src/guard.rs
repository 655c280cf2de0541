//! The door: what every request meets before a handler, and every answer on its way out. A request must be for one of our
//! hosts, an unsafe one must come from one of our pages, a body must come plain and in time, and what is left of it when it is
//! answered is dropped in order; answers carry the headers that keep other sites, scripts and frames out. The socket's upgrade
//! path bypasses the application, so the same checks are methods of [`Guard`] there. It all costs some microseconds and no
//! allocation worth measuring.

mod address;
mod body;
mod headers;
mod linger;
mod site;

pub use body::FORM_BYTES;
pub use headers::security_headers;
pub use linger::{Lingering, linger};

use std::{net::IpAddr, sync::Arc};

use actix_http::RequestHead;
use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web::Data,
};
use ipnet::IpNet;

use crate::{
    config::{Config, Origins},
    error::{Error, Result},
};

/// Paths that answer whatever name they are asked by: they tell nothing but that the process lives, or want a token.
const ANY_HOST: [&str; 3] = ["/healthz/", "/readyz/", "/metrics"];
/// Paths that have no slash at their end.
const NO_SLASH: [&str; 4] = ["/metrics", "/static/", "/ws", "/favicon.ico"];

/// What of the configuration the door needs. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Guard {
    origins: Arc<Origins>,
    trusted_proxies: Arc<[IpNet]>,
}

impl Guard {
    /// The door of a configuration.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self { origins: Arc::new(config.origins.clone()), trusted_proxies: config.trusted_proxies.clone().into() }
    }

    /// Checks a request: our host, a plain body, and an unsafe method only from one of our pages.
    ///
    /// # Errors
    /// [`Error::ForeignHost`], [`Error::Unsupported`], [`Error::ForeignOrigin`].
    pub fn check(&self, head: &RequestHead) -> Result<()> {
        if !ANY_HOST.contains(&head.uri.path()) {
            site::check_host(&self.origins, head)?;
        }
        body::check_encoding(head)?;
        if is_safe(&head.method) { Ok(()) } else { site::check_origin(&self.origins, head) }
    }

    /// Checks an upgrade before it is answered: our host, and a page of ours that asks. Browsers send `Origin` with every
    /// WebSocket, and it must be ours; a client that sends none must send `Sec-Fetch-Site: same-origin`.
    ///
    /// # Errors
    /// [`Error::ForeignHost`], [`Error::ForeignOrigin`].
    pub fn check_upgrade(&self, head: &RequestHead) -> Result<()> {
        site::check_host(&self.origins, head)?;
        site::check_upgrade_origin(&self.origins, head)
    }

    /// Whose request it is: the peer, or behind trusted proxies the right-most address of `X-Forwarded-For` that is none.
    #[must_use]
    pub fn client_address(&self, head: &RequestHead) -> IpAddr {
        address::client_address(&self.trusted_proxies, head)
    }
}

/// Whether a method changes nothing.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a program asks, rather than a browser: it accepts JSON and not HTML.
#[must_use]
pub fn wants_json(request: &HttpRequest) -> bool {
    let accepts = |kind| {
        let values = request.headers().get_all(header::ACCEPT);
        values.filter_map(|value| value.to_str().ok()).any(|value| value.to_ascii_lowercase().contains(kind))
    };
    accepts("application/json") && !accepts("text/html")
}

/// Whose request it is: [`Guard::client_address`] for a handler.
///
/// # Errors
/// [`Error::Broken`] when the application was built without its [`Guard`].
pub fn client_address(request: &HttpRequest) -> Result<IpAddr> {
    let guard = request.app_data::<Data<Guard>>();
    let guard = guard.ok_or_else(|| Error::Broken("the application has no guard".into()))?;
    Ok(guard.client_address(request.head()))
}

/// The middleware of the checks: refuses what [`Guard::check`] refuses, sends a path without its last slash on with 308, and
/// lets a body take only so long.
///
/// # Errors
/// None of its own: a refusal is a response, so that the middlewares around this one see it.
pub async fn check<B: MessageBody + 'static>(
    guard: Data<Guard>,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if let Err(refused) = guard.check(request.head()) {
        return Ok(request.error_response(refused).map_into_right_body());
    }
    if let Some(location) = with_slash(request.path(), request.query_string()) {
        let response = HttpResponse::PermanentRedirect().insert_header((header::LOCATION, location)).finish();
        return Ok(request.into_response(response).map_into_right_body());
    }
    if !is_safe(request.method()) {
        let payload = request.take_payload();
        request.set_payload(body::in_time(payload));
    }
    next.call(request).await.map(ServiceResponse::map_into_left_body)
}

/// Where a path that lacks its last slash is; `None` when it lacks none, or when the way there could lead to another host.
fn with_slash(path: &str, query: &str) -> Option<String> {
    let is_whole = path.ends_with('/') || NO_SLASH.iter().any(|start| path.starts_with(start));
    if is_whole || !is_own_path(path) {
        return None;
    }
    Some(if query.is_empty() { format!("{path}/") } else { format!("{path}/?{query}") })
}

/// Whether a text is a path of this site and nothing that a browser would take for another host: the rule of `?next=`.
#[must_use]
pub fn is_own_path(text: &str) -> bool {
    text.starts_with('/')
        && !text.starts_with("//")
        && text.chars().all(|c| c != '\\' && !c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests;
