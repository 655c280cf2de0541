//! The messages with pictures beside a birth: one stretch of births is looked at for an answer, in an index that tells kinds apart, and
//! only what has files is looked up. A stretch of texts alone costs 2 ms.

use rusqlite::Connection;

use super::{Beside, Pictures, PicturesOf};
use crate::{
    Result,
    ids::Seq,
    limits::{PICTURES, PICTURES_STRETCH},
    store::{Read, rows, standing},
};

/// The messages of room `?1` with pictures between the births `?2` and `?3`: the first `?4` in this order of births.
macro_rules! with_pictures {
    ($order:literal) => {
        concat!(
            rows::message_select!(),
            "WHERE m.id IN (SELECT l.id FROM messages l INDEXED BY messages_living
                WHERE l.room_id = ?1 AND l.seq BETWEEN ?2 AND ?3 AND l.deleted_at IS NULL
                AND l.message_type IN ('image', 'file')
                AND EXISTS (SELECT 1 FROM attachments f WHERE f.message_id = l.id AND f.width IS NOT NULL)
                ORDER BY l.seq ",
            $order,
            " LIMIT ?4) ORDER BY m.seq"
        )
    };
}

impl Read for PicturesOf {
    type Reply = Pictures;

    fn query(&self, connection: &Connection) -> Result<Pictures> {
        let room = standing::member(connection, self.user_id, self.room_id)?.room;
        let find = |sql, from: Seq, to: Seq| rows::messages(connection, sql, (self.room_id, from, to, PICTURES));
        let (messages, furthest, ended) = match self.beside {
            Beside::Before(seq) => {
                let to = seq.saturating_sub(1).min(room.seq);
                let from = to.saturating_sub(PICTURES_STRETCH - 1).max(1);
                (find(with_pictures!("DESC"), from, to)?, from, from == 1)
            }
            Beside::After(seq) => {
                let from = seq.saturating_add(1);
                let to = seq.saturating_add(PICTURES_STRETCH).min(room.seq);
                (find(with_pictures!("ASC"), from, to)?, to, to == room.seq)
            }
        };
        let full = u32::try_from(messages.len()).is_ok_and(|found| found >= PICTURES);
        let outermost = match self.beside {
            Beside::Before(_) => messages.first(),
            Beside::After(_) => messages.last(),
        };
        let next = match outermost {
            Some(message) if full => Some(message.seq),
            _ if ended => None,
            _ => Some(furthest),
        };
        Ok(Pictures { messages, next, seq: room.seq })
    }
}
