//! How much of a room somebody has not seen: births after their read position, not theirs, not deleted, not system. Counted by index,
//! never written.

use rusqlite::Connection;

use super::{members::ReadState, standing::Member};
use crate::Result;

/// Unread messages of user `user` in room `room` after birth `after`, as SQL. Counts up to `UNREAD_MAX`, and looks at ten times as
/// many births, so that somebody who writes without reading costs no more.
macro_rules! unread {
    ($user:literal, $room:literal, $after:literal) => {
        concat!(
            "(SELECT count(*) FROM (SELECT 1 FROM (SELECT user_id FROM messages WHERE room_id = ",
            $room,
            " AND seq > ",
            $after,
            " AND deleted_at IS NULL AND message_type <> 'system' ORDER BY seq LIMIT 10000) WHERE user_id <> ",
            $user,
            " LIMIT 1000))"
        )
    };
}

/// How many of these name the user, as SQL.
macro_rules! unread_mentions {
    ($user:literal, $room:literal, $after:literal) => {
        concat!(
            "(SELECT count(*) FROM (SELECT 1 FROM mentions n CROSS JOIN messages b ON b.id = n.message_id WHERE n.user_id = ",
            $user,
            " AND n.room_id = ",
            $room,
            " AND n.seq > ",
            $after,
            " AND b.user_id <> n.user_id LIMIT 1000))"
        )
    };
}
pub(super) use {unread, unread_mentions};

/// How `me` stands in their room, in the snapshot of `connection`: two counts by index.
pub(super) fn state(connection: &Connection, me: &Member) -> Result<ReadState> {
    let (user_id, room_id, seq) = (me.author.id, me.room.id, me.read_seq);
    let sql = concat!("SELECT ", unread!("?1", "?2", "?3"), ", ", unread_mentions!("?1", "?2", "?3"));
    let (unread, mentions) =
        connection.prepare_cached(sql)?.query_row((user_id, room_id, seq), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(ReadState { seq, unread, mentions, marks: me.marks, as_of: me.room.seq })
}

#[cfg(test)]
mod tests {
    use crate::limits::UNREAD_MAX;

    #[test]
    fn the_query_counts_as_far_as_the_limit_says() {
        assert!(unread!("1", "2", "3").ends_with(&format!("LIMIT {UNREAD_MAX}))")));
        assert!(unread_mentions!("1", "2", "3").ends_with(&format!("LIMIT {UNREAD_MAX}))")));
    }
}
