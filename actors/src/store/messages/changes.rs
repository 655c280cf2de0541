//! What somebody missed: every message changed after a number, in its present state, once. At most six queries by index.

use rusqlite::Connection;

use super::{Changes, ChangesSince};
use crate::{
    Result,
    limits::CHANGES_MAX,
    store::{Read, reactions, rows, standing},
};

impl Read for ChangesSince {
    type Reply = Changes;

    fn query(&self, connection: &Connection) -> Result<Changes> {
        let to = standing::member(connection, self.user_id, self.room_id)?.room.seq;
        if self.after < 0 || self.after > to || to - self.after > CHANGES_MAX {
            return Ok(Changes::Reset { seq: to });
        }
        let sql =
            concat!(rows::message_select!(), "WHERE m.room_id = ?1 AND m.changed_seq > ?2 ORDER BY m.changed_seq");
        let messages = rows::messages(connection, sql, (self.room_id, self.after))?;
        let mine = reactions::mine(connection, self.user_id, &messages)?;
        Ok(Changes::Items { messages, mine, to })
    }
}
