//! `/language/`: the language of the pages, stored with the account and, for those who are not signed in, in a cookie.

use actix_web::{
    HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::StatusCode,
};
use actors::{
    domain::Language,
    store::{By, accounts::SetProfile},
};
use serde_json::json;

use crate::{
    error::Result,
    handlers::{
        body::Form,
        fields::bad,
        guest::{Guest, see_other},
        next::Next,
    },
    logins::{LANGUAGE_COOKIE, login_of},
};

/// How long browsers keep the cookie.
const COOKIE_AGE: Duration = Duration::days(400);

/// `GET /language/`: the choice is on every page; goes back to the one that asked, or home.
pub async fn show(guest: Guest) -> HttpResponse {
    let asked = Next::asked_from(&guest.request).filter(|next| !next.as_str().starts_with(guest.request.path()));
    see_other(asked.unwrap_or_default().as_str())
}

/// `POST /language/`: takes `language`; goes on to `next`, or back to the page that asked.
///
/// # Errors
/// `bad_field`; `rate_limited` and `busy`, `storage` when it is to be stored.
pub async fn choose(guest: Guest, Form(fields): Form) -> Result<HttpResponse> {
    let language = fields.word("language", Language::from_tag)?.ok_or_else(|| bad("language"))?;
    if let Some(login) = login_of(&guest.request)? {
        let by = By { user_id: login.user_id, login_id: Some(login.login_id) };
        let profile = SetProfile { by, display_name: None, language: Some(language), theme: None, enter: None };
        guest.state.rates.post(login.user_id)?;
        guest.state.store.write(profile).await?;
    }
    let next = Next::parse(fields.text("next")).or_else(|| Next::asked_from(&guest.request)).unwrap_or_default();
    let mut response = guest.done(StatusCode::OK, &json!({ "language": language }), next.as_str());
    let cookie = Cookie::build(LANGUAGE_COOKIE, language.tag())
        .path("/")
        .max_age(COOKIE_AGE)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(guest.state.config.origins.is_secure());
    // A cookie of two fixed words is always a header.
    let _ = response.add_cookie(&cookie.finish());
    Ok(response)
}
