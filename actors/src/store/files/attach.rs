//! The rows of a new message's files.

use crate::{
    Code, Error, Result,
    ids::MessageId,
    limits::FILES_OF_MESSAGE,
    store::{Tx, files::NewFile},
};

/// Gives a message its files, in order from 1.
pub(in crate::store) fn attach(tx: &Tx<'_>, message_id: MessageId, files: &[NewFile]) -> Result<()> {
    if files.len() > FILES_OF_MESSAGE {
        return Err(Error::Field { field: "file", code: Code::TooLong });
    }
    let sql = "INSERT INTO attachments (message_id, n, name, size, mime, hash, width, height, animated)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    for (n, file) in (1_u32..).zip(files) {
        let size = i64::try_from(file.size).map_err(|_| Error::Field { field: "file", code: Code::BadField })?;
        let picture = file.picture;
        tx.connection.prepare_cached(sql)?.execute((
            message_id,
            n,
            file.name.as_str(),
            size,
            &file.mime,
            file.hash,
            picture.map(|it| it.width),
            picture.map(|it| it.height),
            picture.map(|it| it.animated),
        ))?;
    }
    Ok(())
}
