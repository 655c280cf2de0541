//! Who has read a message, in rooms small enough to tell. One pass over the room's members.

use rusqlite::{Connection, OptionalExtension};

use super::{ReadersOf, ReadersRow};
use crate::{
    Code, Error, Result,
    ids::UserId,
    limits::{READERS_NAMED, SEEN_MEMBERS},
    store::{Read, standing},
};

impl Read for ReadersOf {
    type Reply = ReadersRow;

    fn query(&self, connection: &Connection) -> Result<ReadersRow> {
        let me = standing::member(connection, self.user_id, self.room_id)?;
        if me.room.members > SEEN_MEMBERS {
            return Err(Code::NotFound.into());
        }
        let sql = "SELECT user_id FROM messages WHERE room_id = ?1 AND seq = ?2 AND deleted_at IS NULL";
        let author = connection.prepare_cached(sql)?.query_row((self.room_id, self.seq), |row| row.get(0));
        let author: UserId = author.optional()?.ok_or(Error::Refused(Code::NotFound))?;
        let sql = concat!(
            "SELECT u.id, u.display_name FROM members m CROSS JOIN users u ON u.id = m.user_id
            WHERE m.room_id = ?1 AND m.read_seq >= ?2 AND m.user_id <> ?3 AND ",
            standing::has_read!(),
            " ORDER BY u.display_name COLLATE NOCASE, u.id"
        );
        let mut statement = connection.prepare_cached(sql)?;
        let all = statement.query_map((self.room_id, self.seq, author), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut named = all.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = named.len().saturating_sub(READERS_NAMED);
        named.truncate(READERS_NAMED);
        Ok(ReadersRow { named, more })
    }
}
