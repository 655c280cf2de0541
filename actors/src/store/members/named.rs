//! Whom an `@` may mean: the members whose name begins as it was typed, those who spoke last first. Costs one pass over the room's
//! members (at most `MEMBERS_MAX`, each found by key) and one over its newest messages by index.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{MembersNamed, Named};
use crate::{
    Result,
    domain::{fold_search, fold_username},
    ids::UserId,
    message::Author,
    store::{Read, standing},
};

/// Members in an answer.
const NAMED_MAX: usize = 20;
/// The newest messages that tell who spoke lately.
const LATELY: u32 = 500;

impl Read for MembersNamed {
    type Reply = Named;

    fn query(&self, connection: &Connection) -> Result<Named> {
        standing::member(connection, self.user_id, self.room_id)?;
        let spoke = self.spoke(connection)?;
        let (username, word) = (fold_username(&self.prefix), fold_search(&self.prefix));
        let sql = "SELECT u.id, u.username, u.display_name, u.folded FROM members m JOIN users u ON u.id = m.user_id
            WHERE m.room_id = ?1 AND m.user_id <> ?2 AND u.is_active = 1";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query((self.room_id, self.user_id))?;
        let mut named = Vec::new();
        while let Some(row) = rows.next()? {
            let (display_name, folded): (String, String) = (row.get(2)?, row.get(3)?);
            if !folded.starts_with(&username) && !has_word(&display_name, &word) {
                continue;
            }
            let id = row.get(0)?;
            let place = spoke.get(&id).copied().unwrap_or(usize::MAX);
            named.push((place, folded, Author { id, username: row.get(1)?, display_name }));
        }
        named.sort_by(|(place, name, _), (other, other_name, _)| (place, name).cmp(&(other, other_name)));
        let more = named.len() > NAMED_MAX;
        Ok(Named { members: named.into_iter().take(NAMED_MAX).map(|(.., member)| member).collect(), more })
    }
}

impl MembersNamed {
    /// Who spoke lately, the last of them first: 0, 1, 2 …
    fn spoke(&self, connection: &Connection) -> Result<HashMap<UserId, usize>> {
        let sql = "SELECT user_id FROM messages WHERE room_id = ?1 AND deleted_at IS NULL AND message_type <> 'system'
            ORDER BY seq DESC LIMIT ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let mut spoke = HashMap::new();
        for user_id in statement.query_map((self.room_id, LATELY), |row| row.get(0))? {
            let place = spoke.len();
            spoke.entry(user_id?).or_insert(place);
        }
        Ok(spoke)
    }
}

/// Whether a word of a name begins so.
fn has_word(name: &str, prefix: &str) -> bool {
    fold_search(name).split_whitespace().any(|word| word.starts_with(prefix))
}
