//! Lists of rooms. One query for the rooms with their counts, and at most four for their newest messages, however many rooms there are;
//! the counts walk indexes and stop at their limit.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{MyRooms, OpenRoom, OpenRooms, RoomRow};
use crate::{
    Result,
    ids::MessageId,
    store::{Read, rows, unread},
};

/// Open rooms on a page.
const PAGE: u32 = 100;

impl Read for MyRooms {
    type Reply = Vec<RoomRow>;

    fn query(&self, connection: &Connection) -> Result<Vec<RoomRow>> {
        let sql = concat!(
            "SELECT r.id, r.name, r.visibility, r.seq, r.active_at, ",
            unread::unread!("a.user_id", "a.room_id", "a.read_seq"),
            ", ",
            unread::unread_mentions!("a.user_id", "a.room_id", "a.read_seq"),
            ", (SELECT m.id FROM messages m WHERE m.room_id = a.room_id AND m.deleted_at IS NULL ORDER BY m.seq DESC LIMIT 1)
            FROM members a CROSS JOIN rooms r ON r.id = a.room_id WHERE a.user_id = ?1 AND r.state <> 'deleted'
            ORDER BY r.active_at DESC, r.id DESC"
        );
        let mut statement = connection.prepare_cached(sql)?;
        let rooms = statement.query_map([self.user_id], |row| {
            let room = RoomRow {
                room_id: row.get(0)?,
                name: row.get(1)?,
                visibility: row.get(2)?,
                seq: row.get(3)?,
                last: None,
                active_at: row.get(4)?,
                unread: row.get(5)?,
                mentions: row.get(6)?,
            };
            Ok((room, row.get(7)?))
        })?;
        let rooms: Vec<(RoomRow, Option<MessageId>)> = rooms.collect::<rusqlite::Result<_>>()?;
        let newest: Vec<MessageId> = rooms.iter().filter_map(|(_, last)| *last).collect();
        let newest = rows::messages_by_id(connection, &newest)?;
        let mut newest: HashMap<_, _> = newest.into_iter().map(|message| (message.id, message)).collect();
        let with_newest = |(room, last): (RoomRow, Option<MessageId>)| RoomRow {
            last: last.and_then(|id| newest.remove(&id)),
            ..room
        };
        Ok(rooms.into_iter().map(with_newest).collect())
    }
}

impl Read for OpenRooms {
    type Reply = Vec<OpenRoom>;

    fn query(&self, connection: &Connection) -> Result<Vec<OpenRoom>> {
        let sql = "SELECT r.id, r.name, r.members FROM rooms r
            WHERE r.visibility = 'open' AND r.state = 'active' AND r.kind = 'group' AND (r.name, r.id) > (?2, ?3)
                AND NOT EXISTS (SELECT 1 FROM members m WHERE m.room_id = r.id AND m.user_id = ?1)
                AND NOT EXISTS (SELECT 1 FROM bars b WHERE b.room_id = r.id AND b.user_id = ?1)
            ORDER BY r.name, r.id LIMIT ?4";
        let (name, id) = self.after.as_ref().map_or(("", 0), |(name, id)| (name.as_str(), id.0));
        let mut statement = connection.prepare_cached(sql)?;
        let rooms = statement.query_map((self.user_id, name, id, PAGE), |row| {
            Ok(OpenRoom { room_id: row.get(0)?, name: row.get(1)?, members: row.get(2)? })
        })?;
        Ok(rooms.collect::<rusqlite::Result<_>>()?)
    }
}
