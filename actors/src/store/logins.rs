//! Logins: server-side, revocable, known by the hash of an opaque token. Every question and change is a lookup by key.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{By, Read, Tx, Write};
use crate::{
    Code, Result,
    clock::Millis,
    domain::{EnterKey, Language, Theme},
    event::Event,
    ids::{LoginId, UserId},
    limits::{LOGIN_IDLE_MS, LOGINS_OF_USER},
};

/// Characters that are kept of a browser's name of itself.
const AGENT_CHARS: usize = 300;
/// Logins that ended by themselves and are deleted in one go.
const FORGOTTEN_AT_ONCE: u32 = 10;

/// SHA-256 of a login's token; the token itself is stored nowhere.
pub type TokenHash = [u8; 32];

/// Begins a login. `forbidden` when the user is disabled. Of more than `LOGINS_OF_USER` the longest unused end, which tells
/// `LoginEnded`.
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

/// Ends a login; ending one that is gone is no error. Tells `LoginEnded`.
#[derive(Clone, Copy, Debug)]
pub struct EndLogin {
    /// The token's hash.
    pub token_hash: TokenHash,
}

/// Notes that a login was used, so that it slides; a login that ended stays so. Also deletes a few
/// that ended by themselves, and tells `LoginEnded` of them.
#[derive(Clone, Copy, Debug)]
pub struct TouchLogin {
    /// Which.
    pub login_id: LoginId,
}

/// The login of a token, if it lives (`now` − last use ≤ `LOGIN_IDLE_MS`, user active). One query by index.
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
    /// What their Enter key does.
    pub enter: EnterKey,
    /// When it was last noted as used.
    pub used_at: Millis,
}

impl Write for BeginLogin {
    type Reply = LoginId;

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<LoginId> {
        let sql = "SELECT 1 FROM users WHERE id = ?1 AND is_active = 1";
        if !tx.connection.prepare_cached(sql)?.exists([self.user_id])? {
            return Err(Code::Forbidden.into());
        }
        let agent: String = self.agent.chars().take(AGENT_CHARS).collect();
        let sql = "INSERT INTO logins (token_hash, user_id, created_at, used_at, agent, address)
            VALUES (?1, ?2, ?3, ?3, ?4, ?5)";
        let row = (&self.token_hash, self.user_id, tx.now, agent, &self.address);
        let begun = LoginId(tx.connection.prepare_cached(sql)?.insert(row)?);
        end_surplus(tx, self.user_id, begun)?;
        Ok(begun)
    }
}

/// Ends the longest unused logins of a user beside the one that has just begun.
fn end_surplus(tx: &mut Tx<'_>, user_id: UserId, begun: LoginId) -> Result<()> {
    let sql = "DELETE FROM logins WHERE id IN (
            SELECT id FROM logins WHERE user_id = ?1 AND id <> ?2 ORDER BY used_at DESC, id DESC LIMIT -1 OFFSET ?3
        ) RETURNING id";
    let ended: Vec<LoginId> = tx
        .connection
        .prepare_cached(sql)?
        .query_map((user_id, begun, LOGINS_OF_USER - 1), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    ended.into_iter().for_each(|login_id| tx.tell(Event::LoginEnded { user_id, login_id }));
    Ok(())
}

impl Write for EndLogin {
    type Reply = ();

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let sql = "DELETE FROM logins WHERE token_hash = ?1 RETURNING user_id, id";
        let ended = tx.connection.prepare_cached(sql)?.query_row([&self.token_hash], ended).optional()?;
        ended.into_iter().for_each(|event| tx.tell(event));
        Ok(())
    }
}

impl Write for TouchLogin {
    type Reply = ();

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let sql = "UPDATE logins SET used_at = max(used_at, ?2) WHERE id = ?1 AND used_at >= ?3";
        tx.connection.prepare_cached(sql)?.execute((self.login_id, tx.now, tx.now - LOGIN_IDLE_MS))?;
        forget_ended(tx, FORGOTTEN_AT_ONCE)?;
        Ok(())
    }
}

/// Deletes up to `limit` logins that ended by themselves, longest ago first, tells `LoginEnded` of each and says how many. None
/// while the wall clock is ahead of its time: set right, it brings them back.
pub(super) fn forget_ended(tx: &mut Tx<'_>, limit: u32) -> Result<usize> {
    if !tx.is_steady {
        return Ok(0);
    }
    let sql = "DELETE FROM logins WHERE id IN (SELECT id FROM logins WHERE used_at < ?1 ORDER BY used_at LIMIT ?2)
        RETURNING user_id, id";
    let ended: Vec<Event> = tx
        .connection
        .prepare_cached(sql)?
        .query_map((tx.now - LOGIN_IDLE_MS, limit), ended)?
        .collect::<rusqlite::Result<_>>()?;
    let count = ended.len();
    ended.into_iter().for_each(|event| tx.tell(event));
    Ok(count)
}

/// The fact that a deleted row stands for.
fn ended(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event::LoginEnded { user_id: row.get(0)?, login_id: row.get(1)? })
}

impl Read for LoginOf {
    type Reply = Option<Login>;

    fn query(&self, connection: &Connection) -> Result<Option<Login>> {
        let sql = "SELECT l.id, l.user_id, u.username, u.display_name, u.is_admin, u.language, u.theme, u.enter,
            l.used_at
            FROM logins l JOIN users u ON u.id = l.user_id
            WHERE l.token_hash = ?1 AND l.used_at >= ?2 AND u.is_active = 1";
        let login = connection.prepare_cached(sql)?.query_row((&self.token_hash, self.now - LOGIN_IDLE_MS), |row| {
            Ok(Login {
                login_id: row.get(0)?,
                user_id: row.get(1)?,
                username: row.get(2)?,
                display_name: row.get(3)?,
                is_admin: row.get(4)?,
                language: row.get(5)?,
                theme: row.get(6)?,
                enter: row.get(7)?,
                used_at: row.get(8)?,
            })
        });
        Ok(login.optional()?)
    }
}
