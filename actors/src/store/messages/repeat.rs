//! What becomes of a message before its files are sent. Three lookups by key.

use rusqlite::Connection;

use super::{Done, RepeatOf, post::check_reply};
use crate::{
    Result,
    store::{Read, receipts, standing},
};

impl Read for RepeatOf {
    type Reply = Option<Done>;

    fn query(&self, connection: &Connection) -> Result<Option<Done>> {
        let me = standing::member(connection, self.user_id, self.room_id)?;
        let done = match self.client_id {
            Some(client_id) => receipts::post(connection, self.user_id, client_id, self.room_id)?,
            None => None,
        };
        if done.is_none() {
            me.room.takes_writes()?;
            check_reply(connection, self.room_id, self.reply_to)?;
        }
        Ok(done)
    }
}
