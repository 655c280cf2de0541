//! Deleting a room: hidden and empty of members at once, its messages purged by a job.

use rusqlite::Connection;

use super::{DeleteRoom, RoomToDelete, RoomView};
use crate::{
    Code, Error, Result,
    domain::{Role, Visibility},
    event::Event,
    ids::{RoomId, UserId},
    store::{
        By, Read, Tx, Write, accounts, audit, jobs,
        receipts::{Command, Errand},
        standing::{self, Room},
    },
};

impl Write for DeleteRoom {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (asker, room_id) = (self.by.user_id, self.room_id);
        let errand = Errand { command: Command::DeleteRoom, user_id: asker, room_id, client_id: self.client_id };
        let (_, role) = match deletable(tx.connection, asker, room_id) {
            Err(Error::Refused(Code::NotFound)) => return errand.is_done_or_not_found(tx.connection),
            found => found?,
        };
        if errand.is_done(tx.connection)? {
            return Ok(());
        }
        if role < Some(Role::Owner) {
            audit::note(tx, asker, "delete_room", Some(room_id), None)?;
        }
        delete(tx, room_id)?;
        errand.keep(tx)
    }
}

impl Read for RoomToDelete {
    type Reply = RoomView;

    fn query(&self, connection: &Connection) -> Result<RoomView> {
        let (room, role) = deletable(connection, self.user_id, self.room_id)?;
        Ok(RoomView { role, ..RoomView::from(room) })
    }
}

/// The room and the asker's role in it, if they may delete it: less than its owner they may as a site administrator alone.
fn deletable(connection: &Connection, asker: UserId, room_id: RoomId) -> Result<(Room, Option<Role>)> {
    let role = standing::member_of(connection, asker, room_id)?.map(|me| me.role);
    let room = standing::room(connection, room_id)?.filter(|room| room.is_group);
    let room = room.ok_or(Error::Refused(Code::NotFound))?;
    if role < Some(Role::Owner) && !accounts::is_site_admin(connection, asker)? {
        let is_seen = role.is_some() || room.visibility == Visibility::Open;
        return Err(if is_seen { Code::Forbidden } else { Code::NotFound }.into());
    }
    Ok((room, role))
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
