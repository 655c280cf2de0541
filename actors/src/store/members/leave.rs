//! Leaving a room, and what then becomes of it.

use super::{LeaveRoom, belonging};
use crate::{
    Code, Result,
    domain::Role,
    event::{Change, MemberChange},
    message::SystemEvent,
    store::{By, Tx, Write, rooms, standing, system},
};

impl Write for LeaveRoom {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (user_id, room_id) = (self.by.user_id, self.room_id);
        let me = standing::member(tx.connection, user_id, room_id)?;
        if !me.room.is_group {
            return Err(Code::Forbidden.into());
        }
        let heir = belonging::heir(tx.connection, room_id, user_id)?;
        match heir {
            None if self.delete_if_last => return rooms::delete(tx, room_id),
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
        belonging::keep_administered(tx, room_id, user_id)
    }
}
