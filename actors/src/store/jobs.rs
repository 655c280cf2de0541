//! Work that goes on after its command was answered, in small pieces that leave the writer free in between, over restarts.

use rusqlite::OptionalExtension;

use super::{By, Tx, Write, logins, reactions, rooms::PurgeSome};
use crate::{
    Result,
    ids::{MessageId, RoomId},
    limits::RECEIPT_MS,
};

/// Rows deleted in one piece of work.
const PIECE: u32 = 500;
const PURGE_ROOM: &str = "purge_room";

/// Notes that what a deleted room leaves is to be purged.
pub(super) fn purge_room(tx: &Tx<'_>, room_id: RoomId) -> Result<()> {
    let sql = "INSERT INTO jobs (kind, room_id, due_at, created_at) VALUES (?1, ?2, ?3, ?3)";
    tx.connection.prepare_cached(sql)?.execute((PURGE_ROOM, room_id, tx.now))?;
    Ok(())
}

impl Write for PurgeSome {
    type Reply = bool;

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let receipts = "DELETE FROM receipts WHERE (user_id, client_id) IN
            (SELECT user_id, client_id FROM receipts WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)";
        let receipts = tx.connection.prepare_cached(receipts)?.execute((tx.now - RECEIPT_MS, PIECE))?;
        let logins = logins::forget_ended(tx, PIECE)?;
        let sql = "SELECT id, room_id FROM jobs WHERE kind = ?1 AND due_at <= ?2 ORDER BY due_at, id LIMIT 1";
        let job: Option<(i64, RoomId)> = tx
            .connection
            .prepare_cached(sql)?
            .query_row((PURGE_ROOM, tx.now), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((job, room_id)) = job else { return Ok(receipts + logins > 0) };
        if !purge(tx, room_id)? {
            tx.connection.prepare_cached("DELETE FROM jobs WHERE id = ?1")?.execute([job])?;
        }
        Ok(true)
    }
}

/// Deletes messages of a deleted room with all that hangs on them, up to [`PIECE`] of them and of reactions together, and says whether
/// there was anything. The room's nameless row stays: it counts for the rooms that its maker made, and its id is never given again.
fn purge(tx: &Tx<'_>, room_id: RoomId) -> Result<bool> {
    let sql = "SELECT id FROM messages WHERE room_id = ?1 ORDER BY seq LIMIT ?2";
    let mut statement = tx.connection.prepare_cached(sql)?;
    let ids = statement.query_map((room_id, PIECE), |row| row.get(0))?.collect::<rusqlite::Result<Vec<MessageId>>>()?;
    let mut left = PIECE;
    for id in &ids {
        left = left.saturating_sub(reactions::remove_some(tx.connection, *id, left)?);
        if left == 0 {
            break;
        }
        for sql in [
            "DELETE FROM message_search WHERE rowid = ?1",
            "DELETE FROM mentions WHERE message_id = ?1",
            "DELETE FROM attachments WHERE message_id = ?1",
            "DELETE FROM messages WHERE id = ?1",
        ] {
            tx.connection.prepare_cached(sql)?.execute([id])?;
        }
        left -= 1;
    }
    Ok(!ids.is_empty())
}
