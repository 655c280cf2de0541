//! Coming in and going out. A refused login shows its form again with the name that was typed, and never the password.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use actors::ids::UserId;
use serde_json::json;

use crate::{
    error::{Error, Result},
    guard::client_address,
    handlers::{
        body::Form,
        fields::Fields,
        guest::{Guest, see_other},
        next::Next,
    },
    logins::{login_of, sign_in, sign_out},
    views::{LoginNote, LoginPage},
};

/// `GET /login/`; somebody signed in goes on at once.
///
/// # Errors
/// `bad_field`; `busy`, `storage` when it is not known who asks.
pub async fn form(guest: Guest) -> Result<HttpResponse> {
    let next = Next::parse(guest.query()?.text("next"));
    if login_of(&guest.request)?.is_some() {
        return Ok(see_other(next.unwrap_or_default().as_str()));
    }
    // A cookie without a login behind it is that of a login that ended elsewhere, or by itself.
    let ended = guest.request.cookie(guest.state.logins.cookie_name()).map(|_| LoginNote::Ended);
    guest.page(&LoginPage::new(guest.language(), next.map(|next| next.to_string()), String::new(), ended))
}

/// `POST /login/`: `username`, `password`, and `next` in the form or the address.
///
/// # Errors
/// For a program: `wrong_login`, `rate_limited`, `busy`, `storage`. A browser gets the form again.
pub async fn log_in(guest: Guest, Form(fields): Form) -> Result<HttpResponse> {
    let query = guest.query()?;
    let next = Next::parse(fields.text("next")).or_else(|| Next::parse(query.text("next")));
    match begin(&guest, &fields).await {
        Ok(user_id) => {
            let next = next.unwrap_or_default();
            Ok(guest.done(StatusCode::OK, &json!({ "user_id": user_id, "next": next.as_str() }), next.as_str()))
        }
        Err(error) if guest.wants_json() => Err(error),
        Err(error) => {
            let note = match &error {
                Error::WrongLogin => LoginNote::Wrong,
                Error::Throttled(_) => LoginNote::Throttled(error.retry_after().unwrap_or(1)),
                _ => LoginNote::Busy,
            };
            let next = next.map(|next| next.to_string());
            let username = fields.text("username").to_owned();
            guest.again(&LoginPage::new(guest.language(), next, username, Some(note)), error)
        }
    }
}

/// `POST /logout/`: the login ends, not only its cookie. Nobody signed in is no error.
///
/// # Errors
/// `busy`, `storage`, `stopping`: the login goes on.
pub async fn log_out(guest: Guest) -> Result<HttpResponse> {
    sign_out(&guest.state.logins, &guest.request).await?;
    Ok(guest.done(StatusCode::OK, &json!({}), "/login/"))
}

async fn begin(guest: &Guest, fields: &Fields) -> Result<UserId> {
    let from = client_address(&guest.request)?;
    let (username, password) = (fields.text("username"), fields.text("password"));
    let (user_id, token) = guest.state.accounts.log_in(username, password, from, agent(guest)).await?;
    sign_in(&guest.request, user_id, &token)?;
    Ok(user_id)
}

/// What the browser calls itself.
#[must_use]
pub fn agent(guest: &Guest) -> &str {
    guest.request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}
