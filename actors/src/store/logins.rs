//! Logins: server-side, revocable, known by the hash of an opaque token.

use crate::{
    clock::Millis,
    domain::{Language, Theme},
    ids::{LoginId, UserId},
};

/// SHA-256 of a login's token; the token itself is stored nowhere.
pub type TokenHash = [u8; 32];

/// Begins a login. `forbidden` when the user is disabled. Reply = LoginId
#[derive(Clone, Debug)]
pub struct BeginLogin {
    /// Whose.
    pub user_id: UserId,
    /// The token's hash.
    pub token_hash: TokenHash,
    /// The browser's name of itself, cut to 300 characters.
    pub agent: String,
    /// The address it came from.
    pub address: String,
}

/// Ends a login; ending one that is gone is no error. Tells `LoginEnded`. Reply = ()
#[derive(Clone, Copy, Debug)]
pub struct EndLogin {
    /// The token's hash.
    pub token_hash: TokenHash,
}

/// Notes that a login was used, so that it slides; a login that ended stays so. Also deletes a few that ended long ago. Reply = ()
#[derive(Clone, Copy, Debug)]
pub struct TouchLogin {
    /// Which.
    pub login_id: LoginId,
}

/// The login of a token, if it lives (`now` − last use ≤ `LOGIN_IDLE_MS`, user active). One query by index. Reply = Option<Login>
#[derive(Clone, Copy, Debug)]
pub struct LoginOf {
    /// The token's hash.
    pub token_hash: TokenHash,
    /// The present moment.
    pub now: Millis,
}

/// A living login and its user.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Login {
    /// Which.
    pub login_id: LoginId,
    /// Whose.
    pub user_id: UserId,
    /// Their username.
    pub username: String,
    /// Their display name.
    pub display_name: String,
    /// Whether they administer the site.
    pub is_admin: bool,
    /// Their language; `None` until they chose one.
    pub language: Option<Language>,
    /// Their colours.
    pub theme: Theme,
    /// When it was last noted as used.
    pub used_at: Millis,
}
