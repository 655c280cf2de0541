//! What people put under messages. Kept by message, emoji and user, so that everything is found by its key; which emoji there are, the
//! oldest use of each and who was first are found by an index, whatever their number.
//!
//! Costs: one query for any number of messages, and none while none of them was changed since its birth; of each emoji it counts the
//! reactions by walking an index: where 10,000 have put one, one more takes 0.7 ms longer than the first. What a reader put there is one
//! query more, of one lookup for each emoji that a message has.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::rows::json;
use crate::{
    Error, Result,
    clock::Millis,
    domain::Emoji,
    ids::{MessageId, UserId},
    limits::REACTIONS_OF_MESSAGE,
    message::{Message, Mine, Reaction},
    store::Tx,
};

/// The head of queries for `used`: the emoji under the messages `?1` (ids as JSON), each found by one seek from the one before it; the
/// last row of a message has none.
macro_rules! used {
    () => {
        "WITH RECURSIVE used (message_id, emoji) AS (
            SELECT value, (SELECT r.emoji FROM reactions r WHERE r.message_id = value ORDER BY r.emoji LIMIT 1)
            FROM json_each(?1)
            UNION ALL
            SELECT used.message_id, (SELECT r.emoji FROM reactions r
                WHERE r.message_id = used.message_id AND r.emoji > used.emoji ORDER BY r.emoji LIMIT 1)
            FROM used WHERE used.emoji IS NOT NULL) "
    };
}

/// Gives messages what stands under them, naming up to `named` people for each emoji.
pub(super) fn add(connection: &Connection, messages: &mut [Message], named: u32) -> Result<()> {
    // A reaction is a change: what never changed has none.
    let may_have = |message: &&mut Message| !message.deleted && message.changed_seq > message.seq;
    let mut asked: HashMap<MessageId, &mut Message> = messages.iter_mut().filter(may_have).map(|m| (m.id, m)).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let sql = concat!(
        used!(),
        "SELECT used.message_id, used.emoji,
            (SELECT count(*) FROM reactions r WHERE r.message_id = used.message_id AND r.emoji = used.emoji),
            (SELECT min(r.created_at) FROM reactions r WHERE r.message_id = used.message_id AND r.emoji = used.emoji) AS since,
            (SELECT json_group_array(json_object('id', u.id, 'display_name', u.display_name) ORDER BY at, user_id)
            FROM (SELECT r.user_id, r.created_at AS at FROM reactions r
                WHERE r.message_id = used.message_id AND r.emoji = used.emoji ORDER BY r.created_at, r.user_id LIMIT ?2)
            CROSS JOIN users u ON u.id = user_id)
        FROM used WHERE used.emoji IS NOT NULL ORDER BY used.message_id, since, used.emoji"
    );
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((json(asked.keys().copied()), named))?;
    while let Some(row) = rows.next()? {
        if let Some(message) = asked.get_mut(&row.get(0)?) {
            let users = serde_json::from_str(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?);
            let users = users.map_err(|error| Error::Data(format!("who reacted to {}: {error}", message.id)))?;
            message.reactions.push(Reaction { emoji: row.get(1)?, count: row.get(2)?, users });
        }
    }
    Ok(())
}

/// What a reader put under these messages.
pub(super) fn mine(connection: &Connection, user_id: UserId, messages: &[Message]) -> Result<Mine> {
    let asked: Vec<(i64, &str)> = messages
        .iter()
        .flat_map(|message| message.reactions.iter().map(|reaction| (message.id.0, &*reaction.emoji)))
        .collect();
    let mut mine = Mine::new();
    if asked.is_empty() {
        return Ok(mine);
    }
    let asked = serde_json::to_string(&asked).map_err(|error| Error::Data(error.to_string()))?;
    let sql = "SELECT r.message_id, r.emoji FROM json_each(?1) CROSS JOIN reactions r
        ON r.message_id = value ->> 0 AND r.emoji = value ->> 1 AND r.user_id = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((asked, user_id))?;
    while let Some(row) = rows.next()? {
        mine.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(mine)
}

/// Whether a message may get this emoji: it has it already, or not too many others.
pub(super) fn may_have(connection: &Connection, id: MessageId, emoji: Emoji) -> Result<bool> {
    let sql = concat!(
        used!(),
        "SELECT EXISTS (SELECT 1 FROM reactions WHERE message_id = ?1 AND emoji = ?2)
            OR (SELECT count(used.emoji) FROM used) < ?3"
    );
    let bound = (id, emoji.as_str(), REACTIONS_OF_MESSAGE);
    Ok(connection.prepare_cached(sql)?.query_row(bound, |row| row.get(0))?)
}

/// Puts an emoji of a user under a message; false when it was there.
pub(super) fn put(tx: &Tx<'_>, id: MessageId, emoji: Emoji, user_id: UserId) -> Result<bool> {
    let sql = "INSERT OR IGNORE INTO reactions (message_id, emoji, user_id, created_at) VALUES (?1, ?2, ?3, ?4)";
    Ok(tx.connection.prepare_cached(sql)?.execute((id, emoji.as_str(), user_id, tx.now))? > 0)
}

/// Takes an emoji of a user away; false when it was not there. The oldest that is left takes over its time, so that the emoji keeps its
/// place among the others for as long as anybody's stands.
pub(super) fn take(tx: &Tx<'_>, id: MessageId, emoji: Emoji, user_id: UserId) -> Result<bool> {
    let sql = "DELETE FROM reactions WHERE message_id = ?1 AND emoji = ?2 AND user_id = ?3 RETURNING created_at";
    let taken = tx.connection.prepare_cached(sql)?.query_row((id, emoji.as_str(), user_id), |row| row.get(0));
    let Some(since): Option<Millis> = taken.optional()? else { return Ok(false) };
    let sql = "UPDATE reactions SET created_at = ?3 WHERE message_id = ?1 AND emoji = ?2 AND created_at > ?3 AND user_id =
        (SELECT r.user_id FROM reactions r WHERE r.message_id = ?1 AND r.emoji = ?2 ORDER BY r.created_at, r.user_id LIMIT 1)";
    tx.connection.prepare_cached(sql)?.execute((id, emoji.as_str(), since))?;
    Ok(true)
}

/// Takes all of them from a message.
pub(super) fn remove_all(connection: &Connection, id: MessageId) -> Result<()> {
    connection.prepare_cached("DELETE FROM reactions WHERE message_id = ?1")?.execute([id])?;
    Ok(())
}

/// Takes up to `most` of them from a message, and says how many.
pub(super) fn remove_some(connection: &Connection, id: MessageId, most: u32) -> Result<u32> {
    let sql = "DELETE FROM reactions WHERE (message_id, emoji, user_id) IN
        (SELECT message_id, emoji, user_id FROM reactions WHERE message_id = ?1 LIMIT ?2)";
    let removed = connection.prepare_cached(sql)?.execute((id, most))?;
    Ok(u32::try_from(removed).unwrap_or(most))
}
