//! Addresses that lost their last row: noted by a trigger in the transaction that deleted it, so that no way of deleting forgets
//! them, and kept over restarts until their bytes are looked after.

use rusqlite::Connection;

use super::{ForgetLoose, IsLoose, IsNamed, LooseFiles};
use crate::{
    Result,
    file_hash::FileHash,
    store::{By, Read, Tx, Write},
};

impl Read for IsNamed {
    type Reply = bool;

    fn query(&self, connection: &Connection) -> Result<bool> {
        Ok(connection.prepare_cached("SELECT 1 FROM attachments WHERE hash = ?1")?.exists([self.0])?)
    }
}

impl Read for IsLoose {
    type Reply = bool;

    fn query(&self, connection: &Connection) -> Result<bool> {
        Ok(connection.prepare_cached("SELECT 1 FROM loose_files WHERE hash = ?1")?.exists([self.0])?)
    }
}

impl Read for LooseFiles {
    type Reply = Vec<FileHash>;

    fn query(&self, connection: &Connection) -> Result<Vec<FileHash>> {
        let sql = "SELECT hash FROM loose_files ORDER BY hash LIMIT ?1";
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_map([self.limit], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

impl Write for ForgetLoose {
    type Reply = ();

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut statement = tx.connection.prepare_cached("DELETE FROM loose_files WHERE hash = ?1")?;
        for hash in &self.0 {
            statement.execute([hash])?;
        }
        Ok(())
    }
}
