//! Deleting a room: hidden and empty of members at once, its messages purged by a job.

use super::DeleteRoom;
use crate::{
    Code, Error, Result,
    domain::{Role, Visibility},
    event::Event,
    ids::{RoomId, UserId},
    store::{By, Tx, Write, accounts, audit, jobs, standing},
};

impl Write for DeleteRoom {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (asker, room_id) = (self.by.user_id, self.room_id);
        let member = standing::member_of(tx.connection, asker, room_id)?;
        let room = standing::room(tx.connection, room_id)?.filter(|room| room.is_group);
        let room = room.ok_or(Error::Refused(Code::NotFound))?;
        if member.as_ref().is_none_or(|me| me.role < Role::Owner) {
            if !accounts::is_site_admin(tx.connection, asker)? {
                let is_seen = member.is_some() || room.visibility == Visibility::Open;
                return Err(if is_seen { Code::Forbidden } else { Code::NotFound }.into());
            }
            audit::note(tx, asker, "delete_room", Some(room_id), None)?;
        }
        delete(tx, room_id)
    }
}

/// Deletes a room whoever asks.
pub(in crate::store) fn delete(tx: &mut Tx<'_>, room_id: RoomId) -> Result<()> {
    let sql = "UPDATE rooms SET state = 'deleted', name = '', members = 0, owner_id = NULL WHERE id = ?1";
    tx.connection.prepare_cached(sql)?.execute([room_id])?;
    let members: Vec<UserId> = tx
        .connection
        .prepare_cached("DELETE FROM members WHERE room_id = ?1 RETURNING user_id")?
        .query_map([room_id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    tx.connection.prepare_cached("DELETE FROM bars WHERE room_id = ?1")?.execute([room_id])?;
    jobs::purge_room(tx, room_id)?;
    tx.tell(Event::RoomDeleted { room_id, members });
    Ok(())
}
