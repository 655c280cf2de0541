//! What is no address here: a path without its last slash is sent on to the one with it (308, so a form keeps its body),
//! everything else is not found.

use actix_web::{HttpRequest, HttpResponse, http::header};
use actors::Code;

use crate::{error::Result, handlers::next::Next};

/// Answers whatever no route took.
///
/// # Errors
/// `not_found`.
pub async fn missing(request: HttpRequest) -> Result<HttpResponse> {
    match with_slash(request.path(), request.query_string()) {
        Some(path) => Ok(HttpResponse::PermanentRedirect().insert_header((header::LOCATION, path.as_str())).finish()),
        None => Err(Code::NotFound.into()),
    }
}

/// The path with its last slash, unless it has one, needs none or could lead to another site.
fn with_slash(path: &str, query: &str) -> Option<Next> {
    let bare = ["/metrics", "/static/", "/ws"].iter().any(|bare| path.starts_with(bare));
    if bare || path.ends_with('/') {
        return None;
    }
    let mark = if query.is_empty() { "" } else { "?" };
    Next::parse(&format!("{path}/{mark}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_get_their_slash() {
        let slash = |path, query| with_slash(path, query).map(|next| next.to_string());
        assert_eq!(slash("/room/1", "").as_deref(), Some("/room/1/"));
        assert_eq!(slash("/room/1", "before=3").as_deref(), Some("/room/1/?before=3"));
        for path in
            ["/room/1/", "/metrics", "/static/abc/js/main.js", "/ws", "/ws/chat/1", "//evil.example", "/\\evil.example"]
        {
            assert_eq!(slash(path, ""), None, "{path}");
        }
    }
}
