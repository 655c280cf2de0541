//! System messages: what happened in a room, as durable messages that nobody has to read.

use super::{
    Tx,
    messages::{self, Birth},
    rows,
};
use crate::{
    Error, Result,
    event::{Change, Event, RoomEvent},
    ids::{RoomId, Seq, UserId},
    message::SystemEvent,
};

/// Writes that `author` did `what`, which is `change` for those who follow the room.
pub(super) fn say(tx: &mut Tx<'_>, room_id: RoomId, author: UserId, what: &SystemEvent, change: Change) -> Result<Seq> {
    let json = serde_json::to_string(what).map_err(|error| Error::Data(error.to_string()))?;
    let (id, seq) = messages::bear(tx, &Birth::system(room_id, author, &json))?;
    let message = rows::message(tx.connection, id)?.into();
    tx.tell(Event::Room(RoomEvent { room_id, seq, message, change }));
    Ok(seq)
}
