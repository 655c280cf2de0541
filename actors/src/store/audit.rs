//! The audit log: what administrators did to what is not theirs, written with it.

use super::Tx;
use crate::{
    Result,
    ids::{MessageId, RoomId, UserId},
};

/// Notes that `user_id` did `action`.
pub(super) fn note(
    tx: &Tx<'_>,
    user_id: UserId,
    action: &str,
    room_id: Option<RoomId>,
    message_id: Option<MessageId>,
) -> Result<()> {
    let sql = "INSERT INTO audit (at, user_id, action, room_id, message_id) VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.connection.prepare_cached(sql)?.execute((tx.now, user_id, action, room_id, message_id))?;
    Ok(())
}
