//! The row that search finds a message by, kept with its message in every transaction. Costs one segment of the index a commit.

use super::Tx;
use crate::{Result, domain::Body, ids::MessageId};

/// Writes the search row of a new message.
pub(super) fn put(tx: &Tx<'_>, id: MessageId, body: &Body) -> Result<()> {
    let sql = "INSERT INTO message_search (rowid, content) VALUES (?1, ?2)";
    tx.connection.prepare_cached(sql)?.execute((id, body.searched()))?;
    Ok(())
}

/// Deletes the search row of a message.
pub(super) fn remove(tx: &Tx<'_>, id: MessageId) -> Result<()> {
    tx.connection.prepare_cached("DELETE FROM message_search WHERE rowid = ?1")?.execute([id])?;
    Ok(())
}
