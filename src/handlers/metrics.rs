//! `GET /metrics`: the counts of this server as Prometheus text. Served on its own address only (`--metrics-bind`).

use actix_web::{HttpResponse, web::Data};
use prometheus_client::{encoding::text::encode, registry::Registry};

use crate::{
    error::{Error, Result},
    state::State,
};

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
