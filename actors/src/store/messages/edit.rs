//! Changing a message's text.

use super::{Done, EditMessage, birth::next_change, find::Found, mentions};
use crate::{
    Code, Error, Result,
    event::{Change, Event, RoomEvent},
    ids::UserId,
    message::Kind,
    store::{By, Tx, Write, receipts::Command, rows, search},
};

impl Write for EditMessage {
    type Reply = Done;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<Done> {
        let found = Found::message(tx.connection, self.message_id, self.room_id)?;
        let me = found.member(tx.connection, self.by.user_id)?.ok_or(Error::Refused(Code::NotFound))?;
        if let Some(done) = found.repeated(tx.connection, me.author.id, self.client_id, Command::Edit)? {
            return Ok(done);
        }
        if found.deleted {
            return Err(Code::NotFound.into());
        }
        if found.kind == Kind::System || found.author != me.author.id {
            return Err(Code::Forbidden.into());
        }
        me.room.takes_writes()?;
        if found.content.as_deref() == Some(self.body.as_str()) {
            return found.done(tx, me.author.id, self.client_id, Command::Edit, None);
        }
        let seq = next_change(tx.connection, found.room_id)?;
        let sql = "UPDATE messages SET content = ?2, edited_at = ?3, changed_seq = ?4 WHERE id = ?1";
        tx.connection.prepare_cached(sql)?.execute((found.id, self.body.as_str(), tx.now, seq))?;
        search::remove(tx, found.id)?;
        search::put(tx, found.id, &self.body)?;
        let before = mentions::remove(tx, found.id)?;
        mentions::resolve(tx, found.id, found.room_id, found.seq, self.body.as_str())?;
        let message = rows::message(tx.connection, found.id)?;
        let now: Vec<_> = message.mentions.iter().map(|mention| mention.user_id).collect();
        let only =
            |these: &[UserId], others: &[UserId]| these.iter().filter(|user| !others.contains(user)).copied().collect();
        let change = Change::Edited { named: only(&now, &before), unnamed: only(&before, &now) };
        let (room_id, message) = (found.room_id, message.into());
        tx.tell(Event::Room(RoomEvent { room_id, seq, message, change }));
        found.done(tx, me.author.id, self.client_id, Command::Edit, Some(seq))
    }
}
