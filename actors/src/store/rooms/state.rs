//! What the Room actors and the Hub start from. One pass over a room's members.

use rusqlite::{Connection, OptionalExtension};

use super::{RoomState, RoomStateOf, RoomsOf};
use crate::{
    Result,
    ids::RoomId,
    store::{Read, standing},
};

impl Read for RoomStateOf {
    type Reply = Option<RoomState>;

    fn query(&self, connection: &Connection) -> Result<Option<RoomState>> {
        let sql = "SELECT seq, name FROM rooms WHERE id = ?1 AND state <> 'deleted'";
        let head = connection.prepare_cached(sql)?.query_row([self.room_id], |row| Ok((row.get(0)?, row.get(1)?)));
        let Some((seq, name)) = head.optional()? else { return Ok(None) };
        let sql = concat!(
            "SELECT m.user_id, u.username, ",
            standing::role!(),
            " FROM members m CROSS JOIN rooms r ON r.id = m.room_id CROSS JOIN users u ON u.id = m.user_id WHERE m.room_id = ?1"
        );
        let mut statement = connection.prepare_cached(sql)?;
        let members = statement
            .query_map([self.room_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some(RoomState { seq, name, members }))
    }
}

impl Read for RoomsOf {
    type Reply = Vec<RoomId>;

    fn query(&self, connection: &Connection) -> Result<Vec<RoomId>> {
        let mut statement = connection.prepare_cached("SELECT room_id FROM members WHERE user_id = ?1")?;
        let rooms = statement.query_map([self.user_id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(rooms)
    }
}
