//! The first run. While the site has no administrator every page says where the way in is: behind the link that the server
//! printed when it started. The link makes one administrator and is void then.

use actix_web::{
    HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware,
    web::Path,
};
use actors::Code;
use serde_json::json;

use crate::{
    accounts::NewAccount,
    error::{Error, Result},
    guard::client_address,
    handlers::{body::Form, guest::Guest, login::agent},
    logins::sign_in,
    views::{ClosedPage, SetupPage, languages},
};

/// What is served without an administrator too: the way to have one, and what machines ask.
const OPEN: [&str; 4] = ["/setup/", "/language/", "/healthz/", "/readyz/"];

/// `GET /setup/<token>/`.
///
/// # Errors
/// `not_found` for a wrong token, or one that was used.
pub async fn form(guest: Guest, token: Path<String>) -> Result<HttpResponse> {
    if !guest.state.accounts.set_up().admits(&token) || !guest.state.accounts.awaits_set_up().await? {
        return Err(Code::NotFound.into());
    }
    guest.page(&SetupPage { username: String::new(), error: None, languages: languages(guest.language()) })
}

/// `POST /setup/<token>/`: `username`, `password`. The new administrator is signed in.
///
/// # Errors
/// `not_found`; what is wrong with the fields, as the form again for a browser.
pub async fn make(guest: Guest, token: Path<String>, Form(fields): Form) -> Result<HttpResponse> {
    let account = NewAccount {
        username: fields.text("username").to_owned(),
        password: fields.text("password").to_owned(),
        ..NewAccount::default()
    };
    match guest.state.accounts.make_first_admin(&token, account).await {
        Ok(user_id) => {
            let login = guest.state.logins.begin(user_id, client_address(&guest.request)?, agent(&guest)).await?;
            sign_in(&guest.request, user_id, &login)?;
            Ok(guest.done(StatusCode::CREATED, &json!({ "user_id": user_id }), "/"))
        }
        Err(error) if guest.wants_json() || error.status() == StatusCode::NOT_FOUND => Err(error),
        Err(error) => {
            let page = SetupPage {
                username: fields.text("username").to_owned(),
                error: Some(guest.form_error(&error)),
                languages: languages(guest.language()),
            };
            guest.again(&page, error)
        }
    }
}

/// The middleware that shows every page's stead while there is no administrator.
///
/// # Errors
/// What the service inside says.
pub async fn closed<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: middleware::Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let open = OPEN.iter().any(|open| request.path().starts_with(open));
    // Routing wants the request for itself: the guest, who holds it too, must be gone before.
    let stead = if open { None } else { stead(request.request()).await };
    Ok(match stead {
        None => next.call(request).await?.map_into_boxed_body(),
        Some(Ok(page)) => request.into_response(page),
        Some(Err(error)) => request.error_response(error),
    })
}

/// What is shown in a page's stead; `None` when there is an administrator.
async fn stead(request: &HttpRequest) -> Option<Result<HttpResponse>> {
    let guest = match Guest::of(request) {
        Ok(guest) => guest,
        Err(error) => return Some(Err(error)),
    };
    match guest.state.accounts.awaits_set_up().await {
        Ok(true) => Some(closed_page(&guest)),
        Ok(false) => None,
        Err(error) => Some(Err(error)),
    }
}

fn closed_page(guest: &Guest) -> Result<HttpResponse> {
    let waiting = Error::from(Code::Busy);
    if guest.wants_json() {
        return Err(waiting);
    }
    guest.again(&ClosedPage { languages: languages(guest.language()) }, waiting)
}
