//! The session middleware's store: each of its calls is a typed message to the store of the chat. A session holds nothing but
//! the login of its token, for the time of one request.

use std::collections::HashMap;

use actix_session::{
    Session,
    storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError},
};
use actix_web::cookie::time::Duration;
use actors::store::logins::Login;

use super::{Logins, code_of};
use crate::error::{Error, Result};

/// Whose login it is, as text: what actix-identity asks for.
pub(super) const USER_ID: &str = "user_id";
/// The token of a login that has begun in this request.
pub(super) const TOKEN: &str = "token";
/// The login that was read for this request.
const LOGIN: &str = "login";
/// Why the login could not be read.
const REFUSED: &str = "refused";

/// The login that a session was loaded with.
pub(super) fn login_of(session: &Session) -> Result<Option<Login>> {
    let broken = |error: actix_session::SessionGetError| Error::Broken(format!("session: {error}"));
    if let Some(code) = session.get(REFUSED).map_err(broken)? {
        return Err(Error::Chat(actors::Error::Refused(code)));
    }
    session.get(LOGIN).map_err(broken)
}

fn state(login: &Login) -> serde_json::Result<HashMap<String, String>> {
    Ok(HashMap::from([
        (USER_ID.to_owned(), serde_json::to_string(&login.user_id.to_string())?),
        (LOGIN.to_owned(), serde_json::to_string(login)?),
    ]))
}

impl SessionStore for Logins {
    /// Verifies the token. A failure to do so does not fail the request here, where it could be answered by nothing but an
    /// empty 500: it fails when a handler asks who is there.
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        match self.verify(key.as_ref()).await {
            Ok(login) => {
                let state = login.map(|login| state(&login)).transpose();
                state.map_err(|error| LoadError::Deserialization(error.into()))
            }
            Err(error) => {
                if error.is_fault() {
                    log::error!("a login could not be read: {error}");
                }
                let code = serde_json::to_string(&code_of(&error));
                let code = code.map_err(|error| LoadError::Deserialization(error.into()))?;
                Ok(Some(HashMap::from([(REFUSED.to_owned(), code)])))
            }
        }
    }

    /// Hands the token of the login that has begun to the cookie.
    async fn save(&self, mut state: HashMap<String, String>, _: &Duration) -> Result<SessionKey, SaveError> {
        let token = state.remove(TOKEN).ok_or_else(|| anyhow::anyhow!("a session without a login"));
        let token: String =
            token.and_then(|token| Ok(serde_json::from_str(&token)?)).map_err(SaveError::Serialization)?;
        token.try_into().map_err(|error| SaveError::Other(anyhow::Error::from(error)))
    }

    /// Nothing of a session is kept but its login, so there is nothing to change.
    async fn update(
        &self,
        key: SessionKey,
        _: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        Ok(key)
    }

    /// The login slides when it is verified.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        Ok(self.end(key.as_ref()).await?)
    }
}
