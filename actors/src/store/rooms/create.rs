//! Making a room.

use super::CreateRoom;
use crate::{
    Code, Result,
    clock::Millis,
    domain::Role,
    event::{Change, MemberChange},
    ids::RoomId,
    limits::ROOMS_CREATED_A_DAY,
    message::SystemEvent,
    store::{
        By, Tx, Write, accounts, members,
        receipts::{self, Command, Receipt},
        system,
    },
};

/// Milliseconds of a day.
const DAY_MS: Millis = 24 * 60 * 60 * 1000;

impl Write for CreateRoom {
    type Reply = RoomId;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<RoomId> {
        let maker = self.by.user_id;
        if let Some(client_id) = self.client_id
            && let Some(receipt) = receipts::command(tx.connection, maker, client_id, Command::CreateRoom)?
        {
            return Ok(receipt.room_id);
        }
        let sql = "SELECT count(*) FROM (SELECT 1 FROM rooms WHERE created_by = ?1 AND created_at > ?2 LIMIT ?3)";
        let made: u32 = tx
            .connection
            .prepare_cached(sql)?
            .query_row((maker, tx.now - DAY_MS, ROOMS_CREATED_A_DAY), |row| row.get(0))?;
        if made >= ROOMS_CREATED_A_DAY {
            return Err(Code::RateLimited.into());
        }
        let sql = "INSERT INTO rooms (name, visibility, active_at, owner_id, created_by, created_at)
            VALUES (?1, ?2, ?3, ?4, ?4, ?3)";
        let id = tx.connection.prepare_cached(sql)?.insert((self.name.as_str(), self.visibility, tx.now, maker))?;
        let room_id = RoomId(id);
        members::admit(tx, room_id, maker, true)?;
        let username = accounts::username(tx.connection, maker)?;
        let change = Change::Members(vec![MemberChange::Is { user_id: maker, username, role: Role::Owner }]);
        let seq = system::say(tx, room_id, maker, &SystemEvent::Created, change)?;
        if let Some(client_id) = self.client_id {
            receipts::keep(tx, maker, client_id, Command::CreateRoom, Receipt { room_id, message_id: None, seq })?;
        }
        Ok(room_id)
    }
}
