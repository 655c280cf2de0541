//! What the Room actors and the Hub start from. One pass over a room's members.

use rusqlite::Connection;

use super::{RoomState, RoomStateOf, RoomsOf};
use crate::{
    Result,
    ids::{RoomId, Seq, UserId},
    limits::SEEN_MEMBERS,
    store::{Read, standing},
};

impl Read for RoomStateOf {
    type Reply = Option<RoomState>;

    fn query(&self, connection: &Connection) -> Result<Option<RoomState>> {
        let Some(room) = standing::room(connection, self.room_id)? else { return Ok(None) };
        let sql = concat!(
            "SELECT m.user_id, u.username, ",
            standing::role!(),
            " FROM members m CROSS JOIN rooms r ON r.id = m.room_id CROSS JOIN users u ON u.id = m.user_id WHERE m.room_id = ?1"
        );
        let mut statement = connection.prepare_cached(sql)?;
        let members = statement
            .query_map([self.room_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let furthest = furthest(connection, &room)?;
        let sql = "SELECT coalesce(max(seq), 0) FROM messages WHERE room_id = ?1 AND deleted_at IS NULL";
        let newest = connection.prepare_cached(sql)?.query_row([self.room_id], |row| row.get(0))?;
        Ok(Some(RoomState { seq: room.seq, newest, name: room.name, furthest, members }))
    }
}

/// The two who have read furthest.
fn furthest(connection: &Connection, room: &standing::Room) -> Result<Vec<(UserId, Seq)>> {
    if room.members > SEEN_MEMBERS {
        return Ok(Vec::new());
    }
    let sql = concat!(
        "SELECT m.user_id, m.read_seq FROM members m WHERE m.room_id = ?1 AND ",
        standing::has_read!(),
        " ORDER BY m.read_seq DESC LIMIT 2"
    );
    let mut statement = connection.prepare_cached(sql)?;
    let furthest = statement.query_map([room.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(furthest.collect::<rusqlite::Result<_>>()?)
}

impl Read for RoomsOf {
    type Reply = Vec<RoomId>;

    fn query(&self, connection: &Connection) -> Result<Vec<RoomId>> {
        let mut statement = connection.prepare_cached("SELECT room_id FROM members WHERE user_id = ?1")?;
        let rooms = statement.query_map([self.user_id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(rooms)
    }
}
