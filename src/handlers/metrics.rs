//! `GET /metrics`: the counts of this server as Prometheus text. Served on an address of its own (`--metrics-bind`), and
//! beside the pages to who brings the token (`--metrics-token`).

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use actors::Code;
use prometheus_client::{encoding::text::encode, registry::Registry};

use crate::{
    error::{Error, Result},
    state::State,
};

/// Answers with every count whoever brings the token, and as if there were nothing when none is set.
///
/// # Errors
/// `not_found` without a token to bring; a fault of the encoder.
pub async fn metrics_by_token(request: HttpRequest, state: Data<State>) -> Result<HttpResponse> {
    let token = state.config.metrics_token.as_ref().ok_or(Error::from(Code::NotFound))?;
    if request.headers().get(header::AUTHORIZATION).is_some_and(|given| token.admits(given.as_bytes())) {
        return metrics(state).await;
    }
    let mut refused = HttpResponse::Unauthorized();
    Ok(refused
        .insert_header((header::WWW_AUTHENTICATE, "Bearer"))
        .content_type("text/plain")
        .body("a token is needed\n"))
}

/// Answers with every count.
///
/// # Errors
/// A fault of the encoder.
pub async fn metrics(state: Data<State>) -> Result<HttpResponse> {
    let mut registry = Registry::with_prefix("livechat");
    state.metrics.register(&mut registry);
    let mut text = String::new();
    encode(&mut text, &registry).map_err(|error| Error::Broken(format!("metrics: {error}")))?;
    Ok(HttpResponse::Ok().content_type("application/openmetrics-text; version=1.0.0; charset=utf-8").body(text))
}
