//! The members of a room, a page at a time. One pass over the room's members a page.

use rusqlite::Connection;

use super::{MemberRow, MembersOf};
use crate::{
    Result,
    domain::Role,
    store::{Read, standing},
};

/// Members on a page.
const PAGE: u32 = 200;

impl Read for MembersOf {
    type Reply = Vec<MemberRow>;

    fn query(&self, connection: &Connection) -> Result<Vec<MemberRow>> {
        standing::member(connection, self.user_id, self.room_id)?;
        let sql = concat!(
            "SELECT user_id, username, display_name, role, joined_at FROM (
                SELECT m.user_id, u.username, u.display_name, u.folded, m.joined_at, ",
            standing::role!(),
            " AS role FROM members m CROSS JOIN rooms r ON r.id = m.room_id CROSS JOIN users u ON u.id = m.user_id
                WHERE m.room_id = ?1
            ) WHERE (-role, folded) > (?2, ?3) ORDER BY -role, folded LIMIT ?4"
        );
        // Before the first one there is a role that nobody has.
        let (role, folded) = self.after.as_ref().map_or((-3, ""), |(role, folded)| (-rank(*role), folded.as_str()));
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map((self.room_id, role, folded, PAGE), |row| {
            Ok(MemberRow {
                user_id: row.get(0)?,
                username: row.get(1)?,
                display_name: row.get(2)?,
                role: row.get(3)?,
                joined_at: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The number of a role in queries: see [`standing::role`].
const fn rank(role: Role) -> i64 {
    match role {
        Role::Member => 0,
        Role::Admin => 1,
        Role::Owner => 2,
    }
}
