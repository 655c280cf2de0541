//! A room as one user may see it. Two queries by key, the counts by index, and in a small room one look at
//! its members.

use rusqlite::Connection;

use super::{RoomOf, RoomView};
use crate::{
    Result,
    domain::Visibility,
    ids::Seq,
    limits::SEEN_MEMBERS,
    store::{
        Read,
        members::ReadState,
        standing::{self, Member},
        unread,
    },
};

impl Read for RoomOf {
    type Reply = Option<RoomView>;

    fn query(&self, connection: &Connection) -> Result<Option<RoomView>> {
        if let Some(me) = standing::member_of(connection, self.user_id, self.room_id)? {
            let read = unread::state(connection, &me)?;
            let seen = seen(connection, &me)?;
            return Ok(Some(RoomView { role: Some(me.role), read, seen, ..RoomView::from(me.room) }));
        }
        let open = |room: &standing::Room| room.is_group && !room.is_archived && room.visibility == Visibility::Open;
        Ok(standing::room(connection, self.room_id)?.filter(open).map(RoomView::from))
    }
}

/// How far any of the others has read, where that is told.
fn seen(connection: &Connection, me: &Member) -> Result<Seq> {
    if me.room.members > SEEN_MEMBERS {
        return Ok(0);
    }
    let sql = concat!(
        "SELECT coalesce(max(m.read_seq), 0) FROM members m WHERE m.room_id = ?1 AND m.user_id <> ?2 AND ",
        standing::has_read!()
    );
    Ok(connection.prepare_cached(sql)?.query_row((me.room.id, me.author.id), |row| row.get(0))?)
}

impl From<standing::Room> for RoomView {
    fn from(room: standing::Room) -> Self {
        Self {
            room_id: room.id,
            name: room.name,
            visibility: room.visibility,
            is_group: room.is_group,
            role: None,
            members: room.members,
            seq: room.seq,
            read: ReadState { seq: 0, unread: 0, mentions: 0, marks: 0, as_of: room.seq },
            seen: 0,
            last_birth: room.last_birth,
        }
    }
}
