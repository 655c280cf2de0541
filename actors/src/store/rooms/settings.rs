//! Changing a room's name and visibility.

use super::SetRoom;
use crate::{
    Code, Result,
    domain::{Role, Visibility},
    event::Change,
    message::SystemEvent,
    store::{
        By, Tx, Write,
        receipts::{Command, Errand},
        standing, system,
    },
};

impl Write for SetRoom {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (user_id, room_id) = (self.by.user_id, self.room_id);
        let me = standing::member(tx.connection, user_id, room_id)?;
        let errand = Errand { command: Command::SetRoom, user_id, room_id, client_id: self.client_id };
        if errand.is_done(tx.connection)? {
            return Ok(());
        }
        if !me.room.is_group {
            return Err(Code::Forbidden.into());
        }
        me.at_least(Role::Admin)?;
        me.room.takes_writes()?;
        let (name, visibility) = (self.name.as_str(), self.visibility);
        let sql = "UPDATE rooms SET name = ?2, visibility = ?3 WHERE id = ?1";
        tx.connection.prepare_cached(sql)?.execute((room_id, name, visibility))?;
        let settings = || Change::Settings { name: name.to_owned(), visibility };
        if name != me.room.name {
            system::say(tx, room_id, user_id, &SystemEvent::Renamed { name: name.to_owned() }, settings())?;
        }
        if visibility != me.room.visibility {
            let what = match visibility {
                Visibility::Open => SystemEvent::Opened,
                Visibility::Private => SystemEvent::Closed,
            };
            system::say(tx, room_id, user_id, &what, settings())?;
        }
        errand.keep(tx)
    }
}
