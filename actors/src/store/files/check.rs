//! The addresses that rows name, for comparing them with what is on the disk. Walks the index of addresses, a page at a time.

use rusqlite::Connection;

use super::{NamedFile, NamedFiles};
use crate::{Result, store::Read};

impl Read for NamedFiles {
    type Reply = Vec<NamedFile>;

    fn query(&self, connection: &Connection) -> Result<Vec<NamedFile>> {
        let sql = "SELECT hash, max(size), max(width IS NOT NULL) FROM attachments
            WHERE hash > ?1 GROUP BY hash ORDER BY hash LIMIT ?2";
        let after = self.after.map_or(Vec::new(), |hash| hash.0.to_vec());
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map((after, self.limit), |row| {
            Ok(NamedFile { hash: row.get(0)?, size: row.get::<_, i64>(1)?.unsigned_abs(), is_picture: row.get(2)? })
        });
        Ok(rows?.collect::<rusqlite::Result<_>>()?)
    }
}
