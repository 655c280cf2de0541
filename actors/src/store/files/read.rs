//! One file for whoever may have it. Two lookups by key.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{FileOf, StoredFile};
use crate::{
    Result,
    message::{FileInfo, Picture},
    store::Read,
};

/// The columns of [`file_info`], of attachment `f`.
macro_rules! file_columns {
    () => {
        "f.n, f.name, f.size, f.mime, f.width, f.height, f.animated"
    };
}
pub(in crate::store) use file_columns;

/// A file as [`file_columns`] tell it, from the column `first` on.
pub(in crate::store) fn file_info(row: &Row<'_>, first: usize) -> rusqlite::Result<FileInfo> {
    let seen = (row.get(first + 4)?, row.get(first + 5)?, row.get(first + 6)?);
    Ok(FileInfo {
        n: row.get(first)?,
        name: row.get(first + 1)?,
        size: row.get::<_, i64>(first + 2)?.unsigned_abs(),
        mime: row.get(first + 3)?,
        picture: match seen {
            (Some(width), Some(height), Some(animated)) => Some(Picture { width, height, animated }),
            _ => None,
        },
    })
}

impl Read for FileOf {
    type Reply = Option<StoredFile>;

    fn query(&self, connection: &Connection) -> Result<Option<StoredFile>> {
        let sql = concat!(
            "SELECT f.hash, m.created_at, ",
            file_columns!(),
            " FROM attachments f JOIN messages m ON m.id = f.message_id JOIN rooms r ON r.id = m.room_id
            JOIN members a ON a.room_id = m.room_id AND a.user_id = ?3
            WHERE f.message_id = ?1 AND f.n = ?2 AND m.deleted_at IS NULL AND r.state <> 'deleted'"
        );
        let file = connection.prepare_cached(sql)?.query_row((self.message_id, self.n, self.user_id), |row| {
            Ok(StoredFile { hash: row.get(0)?, created_at: row.get(1)?, info: file_info(row, 2)? })
        });
        Ok(file.optional()?)
    }
}
