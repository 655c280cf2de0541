//! Moving a read position.

use super::{MarkRead, ReadState};
use crate::{
    Result,
    event::Event,
    store::{
        By, Tx, Write,
        receipts::{self, Command, Receipt},
        standing, unread,
    },
};

impl Write for MarkRead {
    type Reply = ReadState;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<ReadState> {
        let (user_id, room_id) = (self.by.user_id, self.room_id);
        let me = standing::member(tx.connection, user_id, room_id)?;
        if let Some(client_id) = self.client_id
            && let Some(receipt) = receipts::command(tx.connection, user_id, client_id, Command::Read)?
        {
            let Receipt { seq, .. } = receipt.of(room_id, None)?;
            return Ok(ReadState { seq, ..unread::count(tx.connection, user_id, room_id, me.read_seq)? });
        }
        let seq = self.seq.min(me.room.last_birth).max(me.read_seq);
        let state = unread::count(tx.connection, user_id, room_id, seq)?;
        if seq > me.read_seq {
            let sql = "UPDATE members SET read_seq = ?3 WHERE room_id = ?1 AND user_id = ?2";
            tx.connection.prepare_cached(sql)?.execute((room_id, user_id, seq))?;
            let ReadState { unread, mentions, .. } = state;
            tx.tell(Event::ReadMoved { user_id, room_id, seq, unread, mentions });
        }
        if let Some(client_id) = self.client_id {
            receipts::keep(tx, user_id, client_id, Command::Read, Receipt { room_id, message_id: None, seq })?;
        }
        Ok(state)
    }
}
