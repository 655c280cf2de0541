//! Users. Every question and change is a lookup by key.

use rusqlite::{Connection, OptionalExtension};

use super::{By, Read, Tx, Write};
use crate::{
    Code, Error, Result,
    clock::Millis,
    domain::{DisplayName, EnterKey, Language, Theme, Username, fold_username},
    event::Event,
    ids::{LoginId, UserId},
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

/// Whether an active site administrator exists.
#[derive(Clone, Copy, Debug)]
pub struct HasAdmin;

/// The account of a username (any case), for a login.
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

/// The profile of a user.
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
    /// What their Enter key does.
    pub enter: EnterKey,
    /// When the account was made.
    pub created_at: Millis,
}

/// Changes one's own profile; what is `None` stays. Tells `ProfileChanged`.
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
    /// What the Enter key does.
    pub enter: Option<EnterKey>,
}

/// Changes one's own password and ends one's other logins. Tells `LoginsEnded`.
#[derive(Clone, Debug)]
pub struct SetPassword {
    /// Who asks, of themselves.
    pub by: By,
    /// The hash that must still be the stored one (`forbidden` otherwise: it was changed meanwhile).
    pub old_hash: String,
    /// The new hash, in PHC form.
    pub new_hash: String,
}

impl Write for CreateUser {
    type Reply = UserId;

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<UserId> {
        if self.only_first_admin && HasAdmin.query(tx.connection)? {
            return Err(Code::Forbidden.into());
        }
        let (folded, skeleton) = (self.username.folded(), self.username.skeleton());
        let sql = "SELECT 1 FROM users WHERE folded = ?1 OR skeleton = ?2";
        if tx.connection.prepare_cached(sql)?.exists((&folded, &skeleton))? {
            return Err(Error::Field { field: "username", code: Code::Taken });
        }
        let name = self.username.as_str();
        let shown = self.display_name.as_ref().map_or(name, DisplayName::as_str);
        let sql =
            "INSERT INTO users (username, folded, skeleton, display_name, email, password_hash, is_admin, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let row = (name, folded, skeleton, shown, &self.email, &self.password_hash, self.is_admin, tx.now);
        Ok(UserId(tx.connection.prepare_cached(sql)?.insert(row)?))
    }
}

impl Read for HasAdmin {
    type Reply = bool;

    fn query(&self, connection: &Connection) -> Result<bool> {
        let sql = "SELECT 1 FROM users WHERE is_admin = 1 AND is_active = 1";
        Ok(connection.prepare_cached(sql)?.exists([])?)
    }
}

/// Whether the user administers the site.
pub(super) fn is_site_admin(connection: &Connection, user_id: UserId) -> Result<bool> {
    let sql = "SELECT 1 FROM users WHERE id = ?1 AND is_admin = 1 AND is_active = 1";
    Ok(connection.prepare_cached(sql)?.exists([user_id])?)
}

/// What the user logs in with.
pub(super) fn username(connection: &Connection, user_id: UserId) -> Result<String> {
    let name =
        connection.prepare_cached("SELECT username FROM users WHERE id = ?1")?.query_row([user_id], |row| row.get(0));
    name.optional()?.ok_or(Error::Refused(Code::NotFound))
}

impl Read for CredentialsOf {
    type Reply = Option<Credentials>;

    fn query(&self, connection: &Connection) -> Result<Option<Credentials>> {
        let sql = "SELECT id, password_hash, is_active FROM users WHERE folded = ?1";
        let credentials = connection.prepare_cached(sql)?.query_row([fold_username(&self.username)], |row| {
            Ok(Credentials { user_id: row.get(0)?, password_hash: row.get(1)?, is_active: row.get(2)? })
        });
        Ok(credentials.optional()?)
    }
}

impl Read for ProfileOf {
    type Reply = Option<Profile>;

    fn query(&self, connection: &Connection) -> Result<Option<Profile>> {
        let sql = "SELECT id, username, display_name, email, is_admin, language, theme, enter, created_at FROM users
            WHERE id = ?1";
        let profile = connection.prepare_cached(sql)?.query_row([self.user_id], |row| {
            Ok(Profile {
                user_id: row.get(0)?,
                username: row.get(1)?,
                display_name: row.get(2)?,
                email: row.get(3)?,
                is_admin: row.get(4)?,
                language: row.get(5)?,
                theme: row.get(6)?,
                enter: row.get(7)?,
                created_at: row.get(8)?,
            })
        });
        Ok(profile.optional()?)
    }
}

impl Write for SetProfile {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let user_id = self.by.user_id;
        let sql = "UPDATE users SET display_name = coalesce(?2, display_name), language = coalesce(?3, language),
            theme = coalesce(?4, theme), enter = coalesce(?5, enter) WHERE id = ?1 RETURNING display_name, language";
        let display_name = self.display_name.as_ref().map(DisplayName::as_str);
        let changed = tx
            .connection
            .prepare_cached(sql)?
            .query_row((user_id, display_name, self.language, self.theme, self.enter), |row| {
                Ok((row.get(0)?, row.get(1)?))
            });
        let (display_name, language): (String, Option<Language>) =
            changed.optional()?.ok_or(Error::Refused(Code::NotFound))?;
        tx.tell(Event::ProfileChanged { user_id, display_name, language: language.unwrap_or_default() });
        Ok(())
    }
}

impl Write for SetPassword {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (user_id, except) = (self.by.user_id, self.by.login_id);
        let sql = "UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2";
        if tx.connection.prepare_cached(sql)?.execute((user_id, &self.old_hash, &self.new_hash))? == 0 {
            return Err(Code::Forbidden.into());
        }
        let sql = "SELECT max(id) FROM logins WHERE user_id = ?1";
        let newest: Option<LoginId> = tx.connection.prepare_cached(sql)?.query_row([user_id], |row| row.get(0))?;
        let sql = "DELETE FROM logins WHERE user_id = ?1 AND id IS NOT ?2";
        tx.connection.prepare_cached(sql)?.execute((user_id, except))?;
        if let Some(up_to) = newest {
            tx.tell(Event::LoginsEnded { user_id, except, up_to });
        }
        Ok(())
    }
}
