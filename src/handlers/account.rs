//! My account: what others see of me, my language and colours, my password.

use actix_web::{HttpResponse, http::StatusCode};
use actors::{
    domain::{DisplayName, EnterKey, Language, Theme},
    store::accounts::{ProfileOf, SetProfile},
};
use serde_json::json;

use crate::{
    error::{Error, Result},
    guard::client_address,
    handlers::{
        body::Form,
        fields::{Fields, bad},
        guest::see_other,
        visit::Visit,
    },
    i18n,
    views::{AccountPage, FormError, enter_keys, languages, themes},
};

/// `GET /account/`.
///
/// # Errors
/// `bad_field`.
pub async fn show(visit: Visit) -> Result<HttpResponse> {
    if visit.wants_json() {
        return done(&visit, "/account/").await;
    }
    let saved = visit.query()?.word("saved", |saved| match saved {
        "profile" => Some("common-saved"),
        "password" => Some("account-password-saved"),
        _ => None,
    })?;
    let saved = saved.map(|key| i18n::text(visit.language(), key));
    visit.page(&AccountPage { saved, ..page(&visit) })
}

/// `POST /account/`: `display_name`, `language`, `theme`, `enter`; what is not sent stays.
///
/// # Errors
/// What is wrong with a field; a form comes back with the name that was typed.
pub async fn set(visit: Visit, Form(fields): Form) -> Result<HttpResponse> {
    match store(&visit, &fields).await {
        Ok(()) => done(&visit, "/account/?saved=profile").await,
        Err(error) if visit.wants_json() => Err(error),
        Err(error) => {
            let display_name = fields.text("display_name").to_owned();
            let told = Some(visit.form_error(&error));
            visit.again(&AccountPage { display_name, error: told, ..page(&visit) }, error)
        }
    }
}

/// `GET /account/password/`: its form is on the page of the account.
pub async fn show_password(_: Visit) -> HttpResponse {
    see_other("/account/")
}

/// `POST /account/password/`: `old_password`, `new_password` and that again. My other logins end.
///
/// # Errors
/// What is wrong with a field, `rate_limited` after too many wrong old passwords; a form comes back empty.
pub async fn set_password(visit: Visit, Form(fields): Form) -> Result<HttpResponse> {
    match change(&visit, &fields).await {
        Ok(()) => done(&visit, "/account/?saved=password").await,
        Err(error) if visit.wants_json() => Err(error),
        Err(error) => {
            let told = visit.form_error(&error);
            let words = match error.field() {
                Some("old_password") => i18n::text(visit.language(), "account-password-wrong"),
                Some("new_password_again") => i18n::text(visit.language(), "account-password-mismatch"),
                _ => told.text.clone(),
            };
            let password_error = Some(FormError { text: words, ..told });
            visit.again(&AccountPage { password_error, ..page(&visit) }, error)
        }
    }
}

async fn store(visit: &Visit, fields: &Fields) -> Result<()> {
    let name = fields.has("display_name").then(|| DisplayName::parse(fields.text("display_name"))).transpose()?;
    let profile = SetProfile {
        by: visit.by(),
        display_name: name,
        language: fields.word("language", Language::from_tag)?,
        theme: fields.word("theme", Theme::from_name)?,
        enter: fields.word("enter", EnterKey::from_name)?,
    };
    visit.write(profile).await
}

async fn change(visit: &Visit, fields: &Fields) -> Result<()> {
    let new = fields.text("new_password");
    if fields.text("new_password_again") != new {
        return Err(bad("new_password_again").into());
    }
    let (from, username) = (client_address(&visit.request)?, &visit.login.username);
    let changed =
        visit.state.accounts.change_password(visit.by(), username, fields.text("old_password"), new, from).await;
    changed.map_err(|error| match error {
        Error::WrongLogin => bad("old_password").into(),
        error => error,
    })
}

async fn done(visit: &Visit, path: &str) -> Result<HttpResponse> {
    let profile = visit.read(ProfileOf { user_id: visit.user_id() }).await?.ok_or(Error::NotSignedIn)?;
    let body = json!({
        "user_id": profile.user_id, "user": profile.username, "display_name": profile.display_name,
        "language": profile.language, "theme": profile.theme, "enter": profile.enter,
    });
    Ok(visit.done(StatusCode::OK, &body, path))
}

/// The page as things stand.
fn page(visit: &Visit) -> AccountPage {
    AccountPage {
        username: visit.login.username.clone(),
        display_name: visit.login.display_name.clone(),
        languages: languages(visit.language()),
        themes: themes(visit.language(), visit.login.theme),
        enter_keys: enter_keys(visit.language(), visit.login.enter),
        saved: None,
        error: None,
        password_error: None,
    }
}
