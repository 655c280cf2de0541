//! Writing a message.

use rusqlite::Connection;

use super::{Birth, Done, PostMessage, bear, mentions};
use crate::{
    Code, Error, Result,
    domain::Body,
    event::{Change, Event, RoomEvent},
    ids::{MessageId, RoomId},
    message::Kind,
    store::{By, Tx, Write, files, receipts, rows, search, standing},
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
        check_reply(tx.connection, self.room_id, self.reply_to)?;
        if self.body.is_none() && self.files.is_empty() {
            return Err(Error::Field { field: "message", code: Code::Empty });
        }
        let birth = Birth {
            room_id: self.room_id,
            author: me.author.id,
            kind: self.kind(),
            client_id: self.client_id,
            reply_to: self.reply_to,
            content: self.body.as_ref().map(Body::as_str),
            system: None,
        };
        let (id, seq) = bear(tx, &birth)?;
        if let Some(body) = &self.body {
            search::put(tx, id, body)?;
            mentions::resolve(tx, id, self.room_id, seq, body.as_str())?;
        }
        files::attach(tx, id, &self.files)?;
        let message = rows::message(tx.connection, id)?.into();
        tx.tell(Event::Room(RoomEvent { room_id: self.room_id, seq, message, change: Change::Posted }));
        Ok(Done { message_id: id, room_id: self.room_id, seq, repeated: false })
    }
}

impl PostMessage {
    fn kind(&self) -> Kind {
        match self.files.as_slice() {
            [] => Kind::Text,
            files if files.iter().all(|file| file.picture.is_some()) => Kind::Image,
            _ => Kind::File,
        }
    }
}

/// Refuses an answer to what is no message of this room.
pub(super) fn check_reply(connection: &Connection, room_id: RoomId, reply_to: Option<MessageId>) -> Result<()> {
    let Some(parent) = reply_to else { return Ok(()) };
    let sql = "SELECT 1 FROM messages WHERE id = ?1 AND room_id = ?2";
    let is_here = connection.prepare_cached(sql)?.exists((parent, room_id))?;
    if is_here { Ok(()) } else { Err(Error::Refused(Code::BadReply)) }
}
