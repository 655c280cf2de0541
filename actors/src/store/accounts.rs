//! Users.

use crate::{
    clock::Millis,
    domain::{DisplayName, Language, Theme, Username},
    ids::UserId,
    store::By,
};

/// Makes an account. `taken` (field `username`) when the name, or one that looks like it, exists.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// The name to log in with.
    pub username: Username,
    /// What is shown; the username when absent.
    pub display_name: Option<DisplayName>,
    /// An address to reach them, as given.
    pub email: Option<String>,
    /// The password's argon2id hash in PHC form.
    pub password_hash: String,
    /// Whether they administer the site.
    pub is_admin: bool,
    /// Refuse with `forbidden` when any site administrator exists already: the set-up link's rule.
    pub only_first_admin: bool,
}
// Write, Reply = UserId

/// Whether an active site administrator exists. Reply = bool
#[derive(Clone, Copy, Debug)]
pub struct HasAdmin;

/// The account of a username (any case), for a login. Reply = Option<Credentials>
#[derive(Clone, Debug)]
pub struct CredentialsOf {
    /// The name as typed.
    pub username: String,
}

/// What a login needs to know of an account.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Who.
    pub user_id: UserId,
    /// The hash, in PHC form.
    pub password_hash: String,
    /// Whether they may log in.
    pub is_active: bool,
}

/// The profile of a user. Reply = Option<Profile>
#[derive(Clone, Copy, Debug)]
pub struct ProfileOf {
    /// Whose.
    pub user_id: UserId,
}

/// A user as their own pages show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Their id.
    pub user_id: UserId,
    /// What they log in with.
    pub username: String,
    /// What is shown.
    pub display_name: String,
    /// Their address, if given.
    pub email: Option<String>,
    /// Whether they administer the site.
    pub is_admin: bool,
    /// Their language; `None` until they chose one.
    pub language: Option<Language>,
    /// Their colours.
    pub theme: Theme,
    /// When the account was made.
    pub created_at: Millis,
}

/// Changes one's own profile; what is `None` stays. Tells `ProfileChanged`. Reply = ()
#[derive(Clone, Debug)]
pub struct SetProfile {
    /// Who asks, of themselves.
    pub by: By,
    /// The name to show.
    pub display_name: Option<DisplayName>,
    /// The language.
    pub language: Option<Language>,
    /// The colours.
    pub theme: Option<Theme>,
}

/// Changes one's own password and ends one's other logins. Tells `LoginsEnded`. Reply = ()
#[derive(Clone, Debug)]
pub struct SetPassword {
    /// Who asks, of themselves.
    pub by: By,
    /// The hash that must still be the stored one (`forbidden` otherwise: it was changed meanwhile).
    pub old_hash: String,
    /// The new hash, in PHC form.
    pub new_hash: String,
}
