//! Lists of rooms. One query for the rooms with their counts, at most four for their newest messages and one for who has read those of
//! mine, however many rooms there are; the counts walk indexes and stop at their limit.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{MyRooms, OpenRoom, OpenRooms, RoomRow};
use crate::{
    Result,
    ids::{MessageId, RoomId, Seq, UserId},
    limits::SEEN_MEMBERS,
    message::{Kind, Message},
    store::{Read, members::ReadState, rows, standing, unread},
};

/// Open rooms on a page.
const PAGE: u32 = 100;

impl Read for MyRooms {
    type Reply = Vec<RoomRow>;

    fn query(&self, connection: &Connection) -> Result<Vec<RoomRow>> {
        let sql = concat!(
            "SELECT r.id, r.name, r.visibility, r.seq, r.active_at, a.read_seq, a.marks, ",
            unread::unread!("a.user_id", "a.room_id", "a.read_seq"),
            ", ",
            unread::unread_mentions!("a.user_id", "a.room_id", "a.read_seq"),
            ", (SELECT m.id FROM messages m WHERE m.room_id = a.room_id AND m.deleted_at IS NULL ORDER BY m.seq DESC LIMIT 1)
            FROM members a CROSS JOIN rooms r ON r.id = a.room_id WHERE a.user_id = ?1 AND r.state <> 'deleted'
            ORDER BY r.active_at DESC, r.id DESC"
        );
        let mut statement = connection.prepare_cached(sql)?;
        let rooms = statement.query_map([self.user_id], |row| {
            let seq = row.get(3)?;
            let (unread, mentions, marks) = (row.get(7)?, row.get(8)?, row.get(6)?);
            let room = RoomRow {
                room_id: row.get(0)?,
                name: row.get(1)?,
                visibility: row.get(2)?,
                seq,
                last: None,
                active_at: row.get(4)?,
                read: ReadState { seq: row.get(5)?, unread, mentions, marks, as_of: seq },
                seen: None,
            };
            Ok((room, row.get(9)?))
        })?;
        let rooms: Vec<(RoomRow, Option<MessageId>)> = rooms.collect::<rusqlite::Result<_>>()?;
        let newest: Vec<MessageId> = rooms.iter().filter_map(|(_, last)| *last).collect();
        let newest = rows::shown_in_lists(connection, &newest)?;
        let mut newest: HashMap<_, _> = newest.into_iter().map(|message| (message.id, message)).collect();
        let with_newest = |(room, last): (RoomRow, Option<MessageId>)| RoomRow {
            last: last.and_then(|id| newest.remove(&id)),
            ..room
        };
        let mut rooms: Vec<_> = rooms.into_iter().map(with_newest).collect();
        add_seen(connection, self.user_id, &mut rooms)?;
        Ok(rooms)
    }
}

/// Notes of the rooms whose newest message is `me`'s whether somebody else has read it.
fn add_seen(connection: &Connection, me: UserId, rooms: &mut [RoomRow]) -> Result<()> {
    let is_mine = |last: &Message| last.author.id == me && last.kind != Kind::System;
    let mut mine: HashMap<RoomId, (Seq, &mut Option<bool>)> = HashMap::new();
    for room in rooms {
        if let Some(last) = room.last.as_ref().filter(|last| is_mine(last)) {
            room.seen = Some(false);
            mine.insert(room.room_id, (last.seq, &mut room.seen));
        }
    }
    if mine.is_empty() {
        return Ok(());
    }
    let sql = concat!(
        "SELECT r.id, (SELECT coalesce(max(m.read_seq), 0) FROM members m WHERE m.room_id = r.id AND m.user_id <> ?2 AND ",
        standing::has_read!(),
        ") FROM json_each(?1) CROSS JOIN rooms r ON r.id = json_each.value WHERE r.members BETWEEN 2 AND ?3"
    );
    let mut statement = connection.prepare_cached(sql)?;
    let mut positions = statement.query((rows::json(mine.keys()), me, SEEN_MEMBERS))?;
    while let Some(row) = positions.next()? {
        let others: Seq = row.get(1)?;
        if let Some((seq, seen)) = mine.get_mut(&row.get(0)?) {
            **seen = Some(others >= *seq);
        }
    }
    Ok(())
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
