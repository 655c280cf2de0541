//! The birth of a message: the next number of its room and its row, in the writer's savepoint, so that no number is ever skipped.

use rusqlite::Connection;

use crate::{
    Result,
    clock::Millis,
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
    message::Kind,
    store::Tx,
};

/// A message about to be stored.
pub(in crate::store) struct Birth<'a> {
    pub(super) room_id: RoomId,
    pub(super) author: UserId,
    pub(super) kind: Kind,
    pub(super) client_id: Option<ClientId>,
    pub(super) reply_to: Option<MessageId>,
    pub(super) content: Option<&'a str>,
    pub(super) system: Option<&'a str>,
}

impl<'a> Birth<'a> {
    /// A system message that says `json`.
    pub(in crate::store) const fn system(room_id: RoomId, author: UserId, json: &'a str) -> Self {
        let (client_id, reply_to, content) = (None, None, None);
        Self { room_id, author, kind: Kind::System, client_id, reply_to, content, system: Some(json) }
    }
}

/// Stores a message under the next number of its room.
pub(in crate::store) fn bear(tx: &Tx<'_>, birth: &Birth<'_>) -> Result<(MessageId, Seq)> {
    let seq = next_birth(tx.connection, birth.room_id, tx.now)?;
    let sql = "INSERT INTO messages
            (room_id, seq, changed_seq, user_id, client_id, reply_to, content, message_type, system, created_at)
        VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let Birth { room_id, author, kind, client_id, reply_to, content, system } = birth;
    let id = tx
        .connection
        .prepare_cached(sql)?
        .insert((room_id, seq, author, client_id, reply_to, content, kind, system, tx.now))?;
    Ok((MessageId(id), seq))
}

fn next_birth(connection: &Connection, room_id: RoomId, now: Millis) -> Result<Seq> {
    let sql = "UPDATE rooms SET seq = seq + 1, last_birth = seq + 1, active_at = ?2 WHERE id = ?1 RETURNING seq";
    Ok(connection.prepare_cached(sql)?.query_row((room_id, now), |row| row.get(0))?)
}

/// Takes the next number of a room for a change.
pub(super) fn next_change(connection: &Connection, room_id: RoomId) -> Result<Seq> {
    let sql = "UPDATE rooms SET seq = seq + 1 WHERE id = ?1 RETURNING seq";
    Ok(connection.prepare_cached(sql)?.query_row([room_id], |row| row.get(0))?)
}
