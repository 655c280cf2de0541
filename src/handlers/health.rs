//! Whether the process lives, and whether it can take work.

use actix_web::{HttpResponse, web::Data};
use actors::Code;

use crate::{error::Result, state::State};

/// `GET /healthz/`: the process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz/`: it is not stopping and its writes are trusted.
///
/// # Errors
/// `stopping`, `storage`.
pub async fn ready(state: Data<State>) -> Result<HttpResponse> {
    if state.is_stopping() {
        return Err(Code::Stopping.into());
    }
    if !state.store.is_writable() {
        return Err(Code::Storage.into());
    }
    Ok(alive().await)
}
