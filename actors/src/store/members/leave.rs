//! Leaving a room, and what then becomes of it.

use super::{LeaveRoom, belonging};
use crate::{
    Code, Result,
    domain::Role,
    event::{Change, MemberChange},
    message::SystemEvent,
    store::{
        By, Tx, Write,
        receipts::{Command, Errand},
        rooms, standing, system,
    },
};

impl Write for LeaveRoom {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (user_id, room_id) = (self.by.user_id, self.room_id);
        let errand = Errand { command: Command::Leave, user_id, room_id, client_id: self.client_id };
        let Some(me) = standing::member_of(tx.connection, user_id, room_id)? else {
            return errand.is_done_or_not_found(tx.connection);
        };
        if errand.is_done(tx.connection)? {
            return Ok(());
        }
        if !me.room.is_group {
            return Err(Code::Forbidden.into());
        }
        let heir = belonging::heir(tx.connection, room_id, user_id)?;
        match heir {
            None if self.delete_if_last => {
                rooms::delete(tx, room_id)?;
                return errand.keep(tx);
            }
            None => return Err(Code::Forbidden.into()),
            Some(heir) if me.role == Role::Owner => {
                belonging::set_owner(tx, room_id, heir.user_id)?;
                let change = Change::Members(vec![heir.is(Role::Owner)]);
                system::say(tx, room_id, user_id, &SystemEvent::NewOwner { name: heir.display_name }, change)?;
            }
            Some(_) => {}
        }
        belonging::dismiss(tx, room_id, user_id)?;
        let change = Change::Members(vec![MemberChange::Gone { user_id }]);
        system::say(tx, room_id, user_id, &SystemEvent::Left, change)?;
        belonging::keep_administered(tx, room_id, user_id)?;
        errand.keep(tx)
    }
}
