//! Marking a room as unread. A count of one's own beside the position: it only grows, so that of two states the later is known.

use super::{MarkUnread, ReadState, read};
use crate::{
    Result,
    store::{
        By, Tx, Write,
        receipts::{Command, Errand},
    },
};

impl Write for MarkUnread {
    type Reply = ReadState;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<ReadState> {
        let Self { by, room_id, client_id, on } = *self;
        let errand = Errand { command: Command::MarkUnread, user_id: by.user_id, room_id, client_id };
        read::stand_anew(tx, &errand, |me| me.marks += u32::from(me.is_marked() != on))
    }
}
