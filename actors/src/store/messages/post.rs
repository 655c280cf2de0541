//! Writing a message.

use super::{Birth, Done, PostMessage, bear, mentions};
use crate::{
    Code, Error, Result,
    event::{Change, Event, RoomEvent},
    message::Kind,
    store::{By, Tx, Write, receipts, rows, search, standing},
};

impl Write for PostMessage {
    type Reply = Done;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<Done> {
        let me = standing::member(tx.connection, self.by.user_id, self.room_id)?;
        if let Some(client_id) = self.client_id
            && let Some(done) = receipts::post(tx.connection, me.author.id, client_id, self.room_id)?
        {
            return Ok(done);
        }
        me.room.takes_writes()?;
        self.check_reply(tx)?;
        let birth = Birth {
            room_id: self.room_id,
            author: me.author.id,
            kind: Kind::Text,
            client_id: self.client_id,
            reply_to: self.reply_to,
            content: Some(self.body.as_str()),
            system: None,
        };
        let (id, seq) = bear(tx, &birth)?;
        search::put(tx, id, &self.body)?;
        mentions::resolve(tx, id, self.room_id, seq, self.body.as_str())?;
        let message = rows::message(tx.connection, id)?.into();
        tx.tell(Event::Room(RoomEvent { room_id: self.room_id, seq, message, change: Change::Posted }));
        Ok(Done { message_id: id, room_id: self.room_id, seq, repeated: false })
    }
}

impl PostMessage {
    fn check_reply(&self, tx: &Tx<'_>) -> Result<()> {
        let Some(parent) = self.reply_to else { return Ok(()) };
        let sql = "SELECT 1 FROM messages WHERE id = ?1 AND room_id = ?2";
        let is_here = tx.connection.prepare_cached(sql)?.exists((parent, self.room_id))?;
        if is_here { Ok(()) } else { Err(Error::Refused(Code::BadReply)) }
    }
}
