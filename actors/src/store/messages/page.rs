//! Pages of history: found by index from one end of the page, never by counting from the room's. At most ten queries a page.

use rusqlite::Connection;

use super::{At, Message, MessageOf, Page, PageOf, Reaction, ReactorsOf};
use crate::{
    Code, Error, Result,
    ids::{RoomId, Seq},
    limits::{PAGE_MAX, REACTORS_LISTED},
    store::{Read, reactions, rows, standing},
};

impl Read for PageOf {
    type Reply = Page;

    fn query(&self, connection: &Connection) -> Result<Page> {
        let me = standing::member(connection, self.user_id, self.room_id)?;
        let limit = self.limit.clamp(1, PAGE_MAX);
        let find = Finder { connection, room_id: self.room_id };
        let (messages, older, newer) = match self.at {
            At::End => {
                let (messages, older) = find.before(Seq::MAX, limit)?;
                (messages, older, false)
            }
            At::Before(seq) => {
                let (messages, older) = find.before(seq, limit)?;
                (messages, older, find.any_from(seq)?)
            }
            At::After(seq) => {
                let (messages, newer) = find.from(seq.saturating_add(1), limit)?;
                (messages, find.any_to(seq)?, newer)
            }
            At::Around(seq) => {
                let (mut messages, older) = find.before(seq, limit / 2)?;
                let (rest, newer) = find.from(seq, limit - limit / 2)?;
                messages.extend(rest);
                (messages, older, newer)
            }
        };
        let mine = reactions::mine(connection, self.user_id, &messages)?;
        Ok(Page { messages, mine, older, newer, seq: me.room.seq })
    }
}

/// Finds living messages of one room.
struct Finder<'c> {
    connection: &'c Connection,
    room_id: RoomId,
}

impl Finder<'_> {
    /// The last `limit` before `seq`, oldest first, and whether there are more.
    fn before(&self, seq: Seq, limit: u32) -> Result<(Vec<Message>, bool)> {
        let sql = concat!(
            rows::message_select!(),
            "WHERE m.room_id = ?1 AND m.seq < ?2 AND m.deleted_at IS NULL ORDER BY m.seq DESC LIMIT ?3"
        );
        let (mut messages, more) = self.page(sql, seq, limit)?;
        messages.reverse();
        Ok((messages, more))
    }

    /// The first `limit` from `seq` on, oldest first, and whether there are more.
    fn from(&self, seq: Seq, limit: u32) -> Result<(Vec<Message>, bool)> {
        let sql = concat!(
            rows::message_select!(),
            "WHERE m.room_id = ?1 AND m.seq >= ?2 AND m.deleted_at IS NULL ORDER BY m.seq LIMIT ?3"
        );
        self.page(sql, seq, limit)
    }

    fn page(&self, sql: &str, seq: Seq, limit: u32) -> Result<(Vec<Message>, bool)> {
        let mut messages = rows::messages(self.connection, sql, (self.room_id, seq, limit + 1))?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = messages.len() > wanted;
        messages.truncate(wanted);
        Ok((messages, more))
    }

    fn any_from(&self, seq: Seq) -> Result<bool> {
        let sql = "SELECT 1 FROM messages WHERE room_id = ?1 AND seq >= ?2 AND deleted_at IS NULL";
        Ok(self.connection.prepare_cached(sql)?.exists((self.room_id, seq))?)
    }

    fn any_to(&self, seq: Seq) -> Result<bool> {
        let sql = "SELECT 1 FROM messages WHERE room_id = ?1 AND seq <= ?2 AND deleted_at IS NULL";
        Ok(self.connection.prepare_cached(sql)?.exists((self.room_id, seq))?)
    }
}

/// The living message `?1`, for the members of its room.
const MESSAGE_OF_MINE: &str = concat!(
    rows::message_select!(),
    "WHERE m.id = ?1 AND m.deleted_at IS NULL AND EXISTS (SELECT 1 FROM members a JOIN rooms r ON r.id = a.room_id
        WHERE a.room_id = m.room_id AND a.user_id = ?2 AND r.state <> 'deleted')"
);

impl Read for MessageOf {
    type Reply = Option<Message>;

    fn query(&self, connection: &Connection) -> Result<Option<Message>> {
        Ok(rows::messages(connection, MESSAGE_OF_MINE, (self.message_id, self.user_id))?.into_iter().next())
    }
}

impl Read for ReactorsOf {
    type Reply = Vec<Reaction>;

    fn query(&self, connection: &Connection) -> Result<Vec<Reaction>> {
        let mut found = rows::without_reactions(connection, MESSAGE_OF_MINE, (self.message_id, self.user_id))?;
        reactions::add(connection, &mut found, REACTORS_LISTED)?;
        let message = found.into_iter().next().ok_or(Error::Refused(Code::NotFound))?;
        Ok(message.reactions)
    }
}
