//! The rows that say who belongs to a room, and the count beside them: changed together, here alone.
//!
//! Guarantees that a room with members has an owner, and an administrator who may log in as long as any member may.

use rusqlite::{Connection, OptionalExtension};

use crate::{
    Code, Error, Result,
    domain::Role,
    event::{Change, MemberChange},
    ids::{RoomId, UserId},
    limits::MEMBERS_MAX,
    message::SystemEvent,
    store::{Tx, standing::Room, system},
};

/// Somebody by what lists and system messages call them.
pub(super) struct Person {
    pub(super) user_id: UserId,
    pub(super) username: String,
    pub(super) display_name: String,
}

impl Person {
    /// They belong to the room, with this role.
    pub(super) fn is(&self, role: Role) -> MemberChange {
        MemberChange::Is { user_id: self.user_id, username: self.username.clone(), role }
    }

    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { user_id: row.get(0)?, username: row.get(1)?, display_name: row.get(2)? })
    }
}

/// The active user of that name, in any case.
pub(super) fn named(connection: &Connection, folded: &str) -> Result<Option<Person>> {
    let sql = "SELECT id, username, display_name FROM users WHERE folded = ?1 AND is_active = 1";
    Ok(connection.prepare_cached(sql)?.query_row([folded], Person::read).optional()?)
}

/// Refuses with `forbidden` when the room has no place for another member.
pub(super) fn has_place(room: &Room) -> Result<()> {
    if room.members < MEMBERS_MAX { Ok(()) } else { Err(Error::Refused(Code::Forbidden)) }
}

/// Brings somebody who is no member in. What was written before is not unread for them, nor have they read it.
pub(in crate::store) fn admit(tx: &Tx<'_>, room_id: RoomId, user_id: UserId, is_admin: bool) -> Result<()> {
    let sql = "INSERT INTO members (room_id, user_id, is_admin, joined_at, read_seq, joined_seq)
        SELECT ?1, ?2, ?3, ?4, last_birth, last_birth FROM rooms WHERE id = ?1";
    tx.connection.prepare_cached(sql)?.execute((room_id, user_id, is_admin, tx.now))?;
    tx.connection.prepare_cached("UPDATE rooms SET members = members + 1 WHERE id = ?1")?.execute([room_id])?;
    Ok(())
}

/// Takes a member out.
pub(super) fn dismiss(tx: &Tx<'_>, room_id: RoomId, user_id: UserId) -> Result<()> {
    let sql = "DELETE FROM members WHERE room_id = ?1 AND user_id = ?2";
    tx.connection.prepare_cached(sql)?.execute((room_id, user_id))?;
    tx.connection.prepare_cached("UPDATE rooms SET members = members - 1 WHERE id = ?1")?.execute([room_id])?;
    Ok(())
}

/// Makes a member an administrator, or takes that from them.
pub(super) fn set_admin(tx: &Tx<'_>, room_id: RoomId, user_id: UserId, is_admin: bool) -> Result<()> {
    let sql = "UPDATE members SET is_admin = ?3 WHERE room_id = ?1 AND user_id = ?2";
    tx.connection.prepare_cached(sql)?.execute((room_id, user_id, is_admin))?;
    Ok(())
}

/// Makes a member the owner, who is an administrator too.
pub(super) fn set_owner(tx: &Tx<'_>, room_id: RoomId, user_id: UserId) -> Result<()> {
    set_admin(tx, room_id, user_id, true)?;
    tx.connection.prepare_cached("UPDATE rooms SET owner_id = ?2 WHERE id = ?1")?.execute((room_id, user_id))?;
    Ok(())
}

/// Who follows `leaving` as the owner: those who may log in before others, administrators before members, then who came first.
pub(super) fn heir(connection: &Connection, room_id: RoomId, leaving: UserId) -> Result<Option<Person>> {
    let sql = "SELECT u.id, u.username, u.display_name FROM members m CROSS JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ?1 AND m.user_id <> ?2
        ORDER BY u.is_active DESC, m.is_admin DESC, m.joined_at, u.id LIMIT 1";
    Ok(connection.prepare_cached(sql)?.query_row((room_id, leaving), Person::read).optional()?)
}

/// Sees to it that somebody who may log in administers the room: when nobody does, the longest member who may becomes an
/// administrator, which `because_of` is said to have done.
pub(super) fn keep_administered(tx: &mut Tx<'_>, room_id: RoomId, because_of: UserId) -> Result<()> {
    let sql = "SELECT 1 FROM members m CROSS JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ?1 AND m.is_admin = 1 AND u.is_active = 1";
    if tx.connection.prepare_cached(sql)?.exists([room_id])? {
        return Ok(());
    }
    let sql = "SELECT u.id, u.username, u.display_name FROM members m CROSS JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ?1 AND u.is_active = 1 ORDER BY m.joined_at, u.id LIMIT 1";
    let longest = tx.connection.prepare_cached(sql)?.query_row([room_id], Person::read).optional()?;
    let Some(longest) = longest else { return Ok(()) };
    set_admin(tx, room_id, longest.user_id, true)?;
    let change = Change::Members(vec![longest.is(Role::Admin)]);
    system::say(tx, room_id, because_of, &SystemEvent::MadeAdmin { name: longest.display_name }, change)?;
    Ok(())
}
