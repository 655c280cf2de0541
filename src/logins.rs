//! Cookies and the logins behind them. A cookie carries an opaque token, signed with the key of the data folder; the row in
//! the store decides. [`Logins::verify`] is the one function that a token is verified by, for pages and for sockets. A request
//! costs at most one read of the store, by index; a login's last use is written at most every five minutes.
//!
//! How it hangs together: the session middleware opens the cookie and asks this store for the session of its token. What it
//! gets is made of the [`Login`] for this one request and is never kept: [`SignedIn`] takes the login out of it again. A login
//! begins in [`Logins::begin`], so that a refusal can be answered; [`sign_in`] then gives its token to the middleware, which
//! ends the login that the browser had before and sets the new cookie.

mod cookie;
mod session;
mod token;

pub use token::Token;

use std::{net::IpAddr, sync::Arc};

use actix_identity::{Identity, IdentityExt as _, IdentityMiddleware};
use actix_session::{
    SessionExt as _, SessionMiddleware,
    config::{CookieContentSecurity, PersistentSession},
};
use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    cookie::{Cookie, Key, SameSite, time},
    dev::Payload,
};
use actors::{
    Code,
    clock::Clock,
    domain::Language,
    ids::{LoginId, UserId},
    limits::LOGIN_TOUCH_MS,
    store::{
        Store,
        logins::{BeginLogin, EndLogin, Login, LoginOf, TouchLogin},
    },
};

use crate::{
    config::Config,
    error::{Error, Result},
};

/// How long browsers keep the cookie: the longest that they will. The row in the store ends sooner.
const COOKIE_AGE: time::Duration = time::Duration::days(400);
/// The cookie with the language of those who are not signed in.
pub const LANGUAGE_COOKIE: &str = "language";

/// The logins of everybody. Cloning shares them.
#[derive(Clone)]
pub struct Logins {
    store: Store,
    clock: Clock,
    key: Arc<Key>,
    is_secure: bool,
}

impl Logins {
    /// The logins of a store, behind cookies signed with the key of the configuration's data folder.
    ///
    /// # Errors
    /// [`Error::Start`] when the key cannot be had.
    pub fn new(config: &Config, store: Store, clock: Clock) -> Result<Self> {
        let key = Arc::new(Key::from(&config.data.session_key()?));
        Ok(Self { store, clock, key, is_secure: config.origins.is_secure() })
    }

    /// The name of the cookie: with `__Host-` no sibling host can set it, but browsers want `Secure` for that.
    #[must_use]
    pub const fn cookie_name(&self) -> &'static str {
        if self.is_secure { "__Host-session" } else { "session" }
    }

    /// The middleware that opens the cookie and, after a handler, sets or removes it. It asks the store for every request
    /// that carries a cookie: keep it away from static files.
    #[must_use]
    pub fn sessions(&self) -> SessionMiddleware<Self> {
        SessionMiddleware::builder(self.clone(), Key::clone(&self.key))
            .cookie_name(self.cookie_name().to_owned())
            .cookie_secure(self.is_secure)
            .cookie_http_only(true)
            .cookie_same_site(SameSite::Lax)
            .cookie_path("/".to_owned())
            .cookie_content_security(CookieContentSecurity::Signed)
            .session_lifecycle(PersistentSession::default().session_ttl(COOKIE_AGE))
            .build()
    }

    /// The middleware that knows whose session it is; inside [`Logins::sessions`].
    #[must_use]
    pub fn identities() -> IdentityMiddleware {
        IdentityMiddleware::builder().id_key(session::USER_ID).build()
    }

    /// The living login of a token, which thereby lives on. One read; one write at most every five minutes, not waited for.
    ///
    /// # Errors
    /// `busy`, `storage`: it is not known whether the login lives.
    pub async fn verify(&self, token: &str) -> Result<Option<Login>> {
        let now = (self.clock)();
        let login = self.store.read(LoginOf { token_hash: token::hash(token), now }).await?;
        if let Some(login) = login.as_ref().filter(|login| now.saturating_sub(login.used_at) >= LOGIN_TOUCH_MS) {
            self.touch(login.login_id);
        }
        Ok(login)
    }

    /// Notes in the background that a login was used. A note that is lost costs nothing: the next one follows.
    fn touch(&self, login_id: LoginId) {
        let store = self.store.clone();
        actix_web::rt::spawn(async move {
            if let Err(error) = store.write(TouchLogin { login_id }).await {
                log::debug!("the use of login {login_id} was not noted: {error}");
            }
        });
    }

    /// Begins a login of a user whose password was right. `agent` is what the browser calls itself.
    ///
    /// # Errors
    /// `forbidden` when the user is disabled; `busy`, `storage`.
    pub async fn begin(&self, user_id: UserId, address: IpAddr, agent: &str) -> Result<Token> {
        let token = Token::new()?;
        let agent = agent.chars().filter(|c| !c.is_control()).collect();
        let token_hash = token::hash(token.as_str());
        self.store.write(BeginLogin { user_id, token_hash, agent, address: address.to_string() }).await?;
        Ok(token)
    }

    /// Ends the login of a token.
    async fn end(&self, token: &str) -> Result<()> {
        Ok(self.store.write(EndLogin { token_hash: token::hash(token) }).await?)
    }
}

/// The login of an upgrade's `Cookie` header (several joined by `; `): the cookie is opened as the middleware opens it.
///
/// # Errors
/// As [`Logins::verify`].
pub async fn from_cookie_header(logins: &Logins, header: &str) -> Result<Option<Login>> {
    match cookie::open(header, logins.cookie_name(), &logins.key) {
        Some(token) => logins.verify(&token).await,
        None => Ok(None),
    }
}

/// Signs the browser of a request in with a login that has begun; the login that it had before ends.
///
/// # Errors
/// [`Error::Broken`] when the application was built without its session middleware.
pub fn sign_in(request: &HttpRequest, user_id: UserId, token: &Token) -> Result<()> {
    let broken = |error: String| Error::Broken(format!("sign in: {error}"));
    let session = request.get_session();
    session.insert(session::TOKEN, token.as_str()).map_err(|error| broken(error.to_string()))?;
    let identity = Identity::login(&request.extensions(), user_id.to_string());
    identity.map(drop).map_err(|error| broken(error.to_string()))
}

/// Signs the browser of a request out: its login ends, its cookie goes. Nobody signed in is no error.
///
/// # Errors
/// `busy`, `storage`, `stopping`: the login goes on, and so does its cookie.
pub async fn sign_out(logins: &Logins, request: &HttpRequest) -> Result<()> {
    let cookie = request.cookie(logins.cookie_name());
    // The middleware would end it too, but could not say that it failed to.
    if let Some(token) = cookie.and_then(|cookie| cookie::unseal(cookie, &logins.key)) {
        logins.end(&token).await?;
    }
    if let Ok(identity) = request.get_identity() {
        identity.logout();
    }
    Ok(())
}

/// The login of a request, if there is one. Once a handler has asked, the middlewares around the sessions know it too.
///
/// # Errors
/// `busy`, `storage`: it is not known whether the login lives.
pub fn login_of(request: &HttpRequest) -> Result<Option<Login>> {
    if let Some(Known(login)) = request.extensions().get() {
        return Ok(Some(login.clone()));
    }
    let login = session::login_of(&request.get_session())?;
    // Nobody is not kept: perhaps the session is only about to be opened.
    if let Some(login) = &login {
        request.extensions_mut().insert(Known(login.clone()));
    }
    Ok(login)
}

/// The login of a request that somebody asked for already.
struct Known(Login);

/// The language of an answer: the user's, else that of the [`LANGUAGE_COOKIE`], else `default`.
#[must_use]
pub fn language_of(request: &HttpRequest, default: Language) -> Language {
    let chosen = login_of(request).ok().flatten().and_then(|login| login.language);
    chosen.unwrap_or_else(|| language_of_cookie(request, default))
}

/// The language in an upgrade's `Cookie` header: what [`language_of`] is for pages, after the user's own.
#[must_use]
pub fn language_of_cookie_header(header: &str, default: Language) -> Language {
    let cookies = header.split(';').filter_map(|cookie| Cookie::parse(cookie.trim()).ok());
    let chosen = cookies.filter(|cookie| cookie.name() == LANGUAGE_COOKIE);
    chosen.filter_map(|cookie| Language::from_tag(cookie.value())).next().unwrap_or(default)
}

/// The language of the [`LANGUAGE_COOKIE`], else `default`.
pub(crate) fn language_of_cookie(request: &HttpRequest, default: Language) -> Language {
    let cookie = request.cookie(LANGUAGE_COOKIE);
    cookie.and_then(|cookie| Language::from_tag(cookie.value())).unwrap_or(default)
}

/// The login of a request that must have one: else [`Error::NotSignedIn`], which for a browser's GET becomes the way to the
/// login page.
pub struct SignedIn(pub Login);

impl FromRequest for SignedIn {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(login_of(request).and_then(|login| login.map(Self).ok_or(Error::NotSignedIn)))
    }
}

/// The code of a failure to read a login, as far as a client is told it.
fn code_of(error: &Error) -> Code {
    match error {
        Error::Chat(error) => error.code(),
        _ => Code::Storage,
    }
}

#[cfg(test)]
mod tests;
