//! Marking a room as unread. A count of one's own beside the position: it only grows, so that of two states the later is known.

use super::{MarkUnread, ReadState};
use crate::{
    Result,
    event::Event,
    store::{
        By, Tx, Write,
        receipts::{Command, Errand},
        standing, unread,
    },
};

impl Write for MarkUnread {
    type Reply = ReadState;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<ReadState> {
        let (user_id, room_id) = (self.by.user_id, self.room_id);
        let mut me = standing::member(tx.connection, user_id, room_id)?;
        let errand = Errand { command: Command::MarkUnread, user_id, room_id, client_id: self.client_id };
        if errand.is_done(tx.connection)? {
            return unread::state(tx.connection, &me);
        }
        let changes = me.is_marked() != self.on;
        me.marks += u32::from(changes);
        let state = unread::state(tx.connection, &me)?;
        if changes {
            let sql = "UPDATE members SET marks = ?3 WHERE room_id = ?1 AND user_id = ?2";
            tx.connection.prepare_cached(sql)?.execute((room_id, user_id, me.marks))?;
            tx.tell(Event::ReadMoved { user_id, room_id, state, seen: None });
        }
        errand.keep(tx)?;
        Ok(state)
    }
}
