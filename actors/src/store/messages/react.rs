//! An emoji under a message. Some lookups by key.

use super::{Done, React, birth::next_change, find::Found};
use crate::{
    Code, Error, Result,
    event::{Change, Event, RoomEvent},
    message::Kind,
    store::{By, Tx, Write, reactions, receipts::Command, rows},
};

impl Write for React {
    type Reply = Done;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<Done> {
        let Self { emoji, on, client_id, .. } = *self;
        let found = Found::message(tx.connection, self.message_id, self.room_id)?;
        let me = found.member(tx.connection, self.by.user_id)?.ok_or(Error::Refused(Code::NotFound))?;
        let user_id = me.author.id;
        if let Some(done) = found.repeated(tx.connection, user_id, client_id, Command::React)? {
            return Ok(done);
        }
        if found.deleted {
            return Err(Code::NotFound.into());
        }
        if found.kind == Kind::System || (on && !reactions::may_have(tx.connection, found.id, emoji)?) {
            return Err(Code::Forbidden.into());
        }
        me.room.takes_writes()?;
        let changes = if on { reactions::put } else { reactions::take };
        if !changes(tx, found.id, emoji, user_id)? {
            return found.done(tx, user_id, client_id, Command::React, None);
        }
        let seq = next_change(tx.connection, found.room_id)?;
        let sql = "UPDATE messages SET changed_seq = ?2 WHERE id = ?1";
        tx.connection.prepare_cached(sql)?.execute((found.id, seq))?;
        let (room_id, message) = (found.room_id, rows::message(tx.connection, found.id)?.into());
        tx.tell(Event::Room(RoomEvent { room_id, seq, message, change: Change::Reacted { user_id, emoji, on } }));
        found.done(tx, user_id, client_id, Command::React, Some(seq))
    }
}
