//! A room as one user may see it. Two queries by key, one count by index.

use rusqlite::Connection;

use super::{RoomOf, RoomView};
use crate::{
    Result,
    domain::Visibility,
    store::{Read, standing, unread},
};

impl Read for RoomOf {
    type Reply = Option<RoomView>;

    fn query(&self, connection: &Connection) -> Result<Option<RoomView>> {
        if let Some(me) = standing::member_of(connection, self.user_id, self.room_id)? {
            let unread = unread::count(connection, self.user_id, self.room_id, me.read_seq)?.unread;
            return Ok(Some(RoomView {
                role: Some(me.role),
                read_seq: me.read_seq,
                unread,
                ..RoomView::from(me.room)
            }));
        }
        let open = |room: &standing::Room| room.is_group && !room.is_archived && room.visibility == Visibility::Open;
        Ok(standing::room(connection, self.room_id)?.filter(open).map(RoomView::from))
    }
}

impl From<standing::Room> for RoomView {
    fn from(room: standing::Room) -> Self {
        Self {
            room_id: room.id,
            name: room.name,
            visibility: room.visibility,
            role: None,
            members: room.members,
            seq: room.seq,
            read_seq: 0,
            unread: 0,
            last_birth: room.last_birth,
        }
    }
}
