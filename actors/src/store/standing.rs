//! Who somebody is for a write: whether their login lives, and what they are in a room. Two lookups by key.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{By, Tx};
use crate::{
    Code, Error, Result,
    clock::Millis,
    domain::{Role, Visibility},
    ids::{LoginId, RoomId, Seq, UserId},
    limits::LOGIN_IDLE_MS,
    message::Author,
};

/// The role of member `m` of room `r`, as SQL.
macro_rules! role {
    () => {
        "CASE WHEN r.owner_id = m.user_id THEN 2 ELSE m.is_admin END"
    };
}

/// Whether member `m` has read anything since they came, as SQL: before that their position says nothing of what they have read.
macro_rules! has_read {
    () => {
        "m.read_seq > m.joined_seq"
    };
}
pub(super) use {has_read, role};

/// Refuses with `login_ended` unless `by` may still act at all.
pub(super) fn check_login(tx: &Tx<'_>, by: By) -> Result<()> {
    let Some(login_id) = by.login_id else { return Ok(()) };
    if lives(tx.connection, login_id, by.user_id, tx.now)? { Ok(()) } else { Err(Code::LoginEnded.into()) }
}

fn lives(connection: &Connection, login_id: LoginId, user_id: UserId, now: Millis) -> Result<bool> {
    let sql = "SELECT 1 FROM logins l JOIN users u ON u.id = l.user_id
        WHERE l.id = ?1 AND l.user_id = ?2 AND l.used_at >= ?3 AND u.is_active = 1";
    Ok(connection.prepare_cached(sql)?.exists((login_id, user_id, now - LOGIN_IDLE_MS))?)
}

/// Somebody as a member of a room, and the room.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) author: Author,
    pub(super) role: Role,
    pub(super) read_seq: Seq,
    pub(super) marks: u32,
    pub(super) room: Room,
}

/// A room that is not deleted.
#[derive(Clone, Debug)]
pub(super) struct Room {
    pub(super) id: RoomId,
    pub(super) is_group: bool,
    pub(super) is_archived: bool,
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) seq: Seq,
    pub(super) last_birth: Seq,
    pub(super) members: u32,
}

macro_rules! room_columns {
    () => {
        "r.id, r.kind = 'group', r.state = 'archived', r.name, r.visibility, r.seq, r.last_birth, r.members"
    };
}

impl Room {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            is_group: row.get(1)?,
            is_archived: row.get(2)?,
            name: row.get(3)?,
            visibility: row.get(4)?,
            seq: row.get(5)?,
            last_birth: row.get(6)?,
            members: row.get(7)?,
        })
    }

    /// Refuses a room that takes no more writes with `forbidden`.
    pub(super) fn takes_writes(&self) -> Result<()> {
        if self.is_archived { Err(Code::Forbidden.into()) } else { Ok(()) }
    }
}

impl Member {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let author = Author { id: row.get(8)?, username: row.get(9)?, display_name: row.get(10)? };
        Ok(Self { author, role: row.get(11)?, read_seq: row.get(12)?, marks: row.get(13)?, room: Room::read(row)? })
    }

    /// Whether they marked the room as unread.
    pub(super) const fn is_marked(&self) -> bool {
        self.marks % 2 == 1
    }

    /// Refuses with `forbidden` whoever is less than `role`.
    pub(super) fn at_least(&self, role: Role) -> Result<()> {
        if self.role >= role { Ok(()) } else { Err(Code::Forbidden.into()) }
    }
}

/// The room, unless it is deleted or never was.
pub(super) fn room(connection: &Connection, room_id: RoomId) -> Result<Option<Room>> {
    let sql = concat!("SELECT ", room_columns!(), " FROM rooms r WHERE r.id = ?1 AND r.state <> 'deleted'");
    Ok(connection.prepare_cached(sql)?.query_row([room_id], Room::read).optional()?)
}

/// The user as a member of the room, if they are one.
pub(super) fn member_of(connection: &Connection, user_id: UserId, room_id: RoomId) -> Result<Option<Member>> {
    let sql = concat!(
        "SELECT ",
        room_columns!(),
        ", u.id, u.username, u.display_name, ",
        role!(),
        ", m.read_seq, m.marks FROM members m JOIN rooms r ON r.id = m.room_id JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ?1 AND m.user_id = ?2 AND r.state <> 'deleted'"
    );
    Ok(connection.prepare_cached(sql)?.query_row((room_id, user_id), Member::read).optional()?)
}

/// The user as a member of the room; `not_found` otherwise.
pub(super) fn member(connection: &Connection, user_id: UserId, room_id: RoomId) -> Result<Member> {
    member_of(connection, user_id, room_id)?.ok_or(Error::Refused(Code::NotFound))
}
