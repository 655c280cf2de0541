//! Who may come in: passwords that are hard to guess, hashed off the workers, and guesses that are slowed down. A login costs
//! one read, exactly one argon2 verification whether the name exists or not, and one write; every refusal reads the same.

pub mod back_off;
pub mod hashing;
pub mod password;
pub mod set_up;

use std::{net::IpAddr, time::Instant};

use actors::{
    Code,
    domain::{DisplayName, Username, fold_username},
    ids::UserId,
    store::{
        By, Store,
        accounts::{CreateUser, Credentials, CredentialsOf, HasAdmin, SetPassword},
    },
};

use serde::{Deserialize, Serialize};

use self::{back_off::BackOff, hashing::Hashing, password::Password, set_up::SetUp};
use crate::{
    error::{Error, Result},
    logins::{Logins, Token},
};

/// Characters of a given username that are looked at: no name is that long.
const GIVEN_NAME_CHARS: usize = 64;
/// The longest address of a person, in bytes (RFC 5321).
const EMAIL_BYTES: usize = 254;

/// The accounts of a store.
pub struct Accounts {
    store: Store,
    logins: Logins,
    hashing: Hashing,
    back_off: BackOff,
    set_up: SetUp,
}

/// An account to be made, as it was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The name to log in with.
    pub username: String,
    /// The password.
    pub password: String,
    /// The name to show; the username when empty.
    pub display_name: String,
    /// An address; none when empty.
    pub email: String,
    /// Whether they administer the site.
    pub is_admin: bool,
}

impl Accounts {
    /// The accounts of a store; asks it whether there is an administrator.
    ///
    /// # Errors
    /// What the store says, or [`Error::Broken`] when the system gives no randomness.
    pub async fn open(store: Store, logins: Logins) -> Result<Self> {
        let set_up = SetUp::new(store.read(HasAdmin).await?)?;
        Ok(Self { store, logins, hashing: Hashing::new()?, back_off: BackOff::default(), set_up })
    }

    /// The one-time set-up of the first administrator.
    #[must_use]
    pub const fn set_up(&self) -> &SetUp {
        &self.set_up
    }

    /// Whether the site waits for its first administrator: then every page says how to get one. It costs a read only while
    /// it is so.
    ///
    /// # Errors
    /// What the store says.
    pub async fn awaits_set_up(&self) -> Result<bool> {
        if self.set_up.is_open() && self.store.read(HasAdmin).await? {
            self.set_up.close();
        }
        Ok(self.set_up.is_open())
    }

    /// Begins a login. Hand the token to [`crate::logins::sign_in`].
    ///
    /// # Errors
    /// [`Error::WrongLogin`], the same for a wrong name, a wrong password and a disabled user; [`Error::Throttled`] after
    /// too many failures; `busy` also with too many attempts under way; `storage`.
    pub async fn log_in(&self, username: &str, password: &str, from: IpAddr, agent: &str) -> Result<(UserId, Token)> {
        let credentials = self.check(username, password, from).await?;
        let token = self.logins.begin(credentials.user_id, from, agent).await.map_err(|error| match error {
            Error::Chat(actors::Error::Refused(Code::Forbidden)) => Error::WrongLogin,
            error => error,
        })?;
        Ok((credentials.user_id, token))
    }

    /// Makes an account.
    ///
    /// # Errors
    /// Names the field: `username` (`bad_field`, `taken`, …), `password` (`weak_password`, `too_long`), `display_name`,
    /// `email`; `busy`, `storage`.
    pub async fn create(&self, account: NewAccount) -> Result<UserId> {
        create(&self.store, &self.hashing, account, false).await
    }

    /// Makes the first administrator by the token of the set-up link.
    ///
    /// # Errors
    /// `not_found` for a wrong or used token, or when an administrator exists; as [`Accounts::create`].
    pub async fn make_first_admin(&self, token: &str, account: NewAccount) -> Result<UserId> {
        if !self.set_up.admits(token) || !self.awaits_set_up().await? {
            return Err(Code::NotFound.into());
        }
        let account = NewAccount { is_admin: true, ..account };
        match create(&self.store, &self.hashing, account, true).await {
            Err(Error::Chat(actors::Error::Refused(Code::Forbidden))) => {
                self.set_up.close();
                Err(Code::NotFound.into())
            }
            Ok(user_id) => {
                self.set_up.close();
                Ok(user_id)
            }
            error => error,
        }
    }

    /// Changes one's own password; one's other logins end.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] when the old password is wrong; `weak_password` or `too_long` for the field `new_password`;
    /// [`Error::Throttled`]; `forbidden` when it was changed meanwhile; `busy`, `storage`.
    pub async fn change_password(&self, by: By, username: &str, old: &str, new: &str, from: IpAddr) -> Result<()> {
        let new = Password::new(new, &Username::parse(username)?, "new_password")?;
        let credentials = self.check(username, old, from).await?;
        let new_hash = self.hashing.hash(new).await?;
        let old_hash = credentials.password_hash;
        Ok(self.store.write(SetPassword { by, old_hash, new_hash }).await?)
    }

    /// Checks a password against its account: one read, one verification, in any case.
    async fn check(&self, username: &str, password: &str, from: IpAddr) -> Result<Credentials> {
        let username: String = username.chars().take(GIVEN_NAME_CHARS).collect();
        let attempt = self.back_off.attempt(from, &fold_username(&username), Instant::now());
        let attempt = attempt.inspect_err(|_| log::warn!("logins from {from} are throttled"))?;
        let checked = self.verify(username, password).await;
        // Only what was tried and was wrong counts as a failure.
        match checked {
            Ok(None) => drop(attempt),
            _ => attempt.give_back(),
        }
        // No name: people type their password there.
        checked?.ok_or_else(|| {
            log::info!("a login from {from} failed");
            Error::WrongLogin
        })
    }

    async fn verify(&self, username: String, password: &str) -> Result<Option<Credentials>> {
        let found = self.store.read(CredentialsOf { username }).await?;
        let stored = found.as_ref().map(|credentials| credentials.password_hash.clone());
        let is_right = self.hashing.verify(Password::given(password), stored).await?;
        Ok(found.filter(|credentials| is_right && credentials.is_active))
    }
}

/// Makes an account in a store: for a server and for the command line alike.
pub(crate) async fn create(
    store: &Store,
    hashing: &Hashing,
    account: NewAccount,
    only_first_admin: bool,
) -> Result<UserId> {
    let username = Username::parse(&account.username)?;
    let password = Password::new(&account.password, &username, "password")?;
    let display_name = account.display_name.trim();
    let display_name = (!display_name.is_empty()).then(|| DisplayName::parse(display_name)).transpose()?;
    let email = parse_email(&account.email)?;
    let password_hash = hashing.hash(password).await?;
    let is_admin = account.is_admin;
    Ok(store.write(CreateUser { username, display_name, email, password_hash, is_admin, only_first_admin }).await?)
}

/// An address is something, an at sign, something, in one word; whether it is theirs, only a letter could tell.
fn parse_email(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    let is_address = || {
        let parts = text.rsplit_once('@');
        let has_parts = parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
        has_parts && text.len() <= EMAIL_BYTES && !text.chars().any(|c| c.is_whitespace() || c.is_control())
    };
    match text {
        "" => Ok(None),
        _ if is_address() => Ok(Some(text.to_owned())),
        _ => Err(Error::Chat(actors::Error::Field { field: "email", code: Code::BadField })),
    }
}

#[cfg(test)]
mod tests;
