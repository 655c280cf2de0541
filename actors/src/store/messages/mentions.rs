//! Whom a text names: members of the moment it is written, by folded username. Costs a lookup by key for each different name, up to
//! [`MENTIONS_MAX`].

use std::collections::BTreeSet;

use crate::{
    Result,
    domain::{fold_username, mentions_in},
    ids::{MessageId, RoomId, Seq, UserId},
    limits::MENTIONS_MAX,
    store::Tx,
};

/// Stores whom the text of a message names; the message must name nobody yet.
pub(super) fn resolve(tx: &Tx<'_>, id: MessageId, room_id: RoomId, seq: Seq, text: &str) -> Result<()> {
    let mut names = BTreeSet::new();
    for range in mentions_in(text) {
        if names.len() == MENTIONS_MAX {
            break;
        }
        names.extend(text.get(range.start + 1..range.end).map(fold_username));
    }
    let sql = "INSERT INTO mentions (message_id, user_id, room_id, seq)
        SELECT ?1, u.id, ?2, ?3 FROM users u CROSS JOIN members m ON m.room_id = ?2 AND m.user_id = u.id WHERE u.folded = ?4";
    for name in names {
        tx.connection.prepare_cached(sql)?.execute((id, room_id, seq, name))?;
    }
    Ok(())
}

/// Forgets whom a message names, and says who it was.
pub(super) fn remove(tx: &Tx<'_>, id: MessageId) -> Result<Vec<UserId>> {
    let sql = "DELETE FROM mentions WHERE message_id = ?1 RETURNING user_id";
    let mut statement = tx.connection.prepare_cached(sql)?;
    let users = statement.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(users)
}
