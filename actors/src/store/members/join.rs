//! Coming into an open room.

use super::{JoinRoom, belonging};
use crate::{
    Code, Error, Result,
    domain::{Role, Visibility},
    event::{Change, MemberChange},
    message::SystemEvent,
    store::{
        By, Tx, Write, accounts,
        receipts::{Command, Errand},
        standing, system,
    },
};

impl Write for JoinRoom {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (user_id, room_id) = (self.by.user_id, self.room_id);
        let errand = Errand { command: Command::Join, user_id, room_id, client_id: self.client_id };
        let is_member = standing::member_of(tx.connection, user_id, room_id)?.is_some();
        let room = standing::room(tx.connection, room_id)?.ok_or(Error::Refused(Code::NotFound))?;
        if !is_member && (!room.is_group || room.visibility == Visibility::Private) {
            return Err(Code::NotFound.into());
        }
        if errand.is_done(tx.connection)? {
            return Ok(());
        }
        if is_member {
            return errand.keep(tx);
        }
        room.takes_writes()?;
        let sql = "SELECT 1 FROM bars WHERE room_id = ?1 AND user_id = ?2";
        if tx.connection.prepare_cached(sql)?.exists((room_id, user_id))? {
            return Err(Code::Forbidden.into());
        }
        belonging::has_place(&room)?;
        belonging::admit(tx, room_id, user_id, false)?;
        let username = accounts::username(tx.connection, user_id)?;
        let change = Change::Members(vec![MemberChange::Is { user_id, username, role: Role::Member }]);
        system::say(tx, room_id, user_id, &SystemEvent::Joined, change)?;
        errand.keep(tx)
    }
}
