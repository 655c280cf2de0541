//! Erasing a message or a part of it. What is erased is gone with the transaction; the row stays as a tombstone.

use super::{DeleteMessage, Done, birth::next_change, find::Found, mentions};
use crate::{
    Code, Error, Result,
    domain::{DeleteType, Role},
    event::{Change, Event, RoomEvent},
    ids::{Seq, UserId},
    message::Kind,
    store::{By, Tx, Write, accounts, audit, reactions, receipts::Command, rows, search},
};

impl Write for DeleteMessage {
    type Reply = Done;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<Done> {
        let asker = self.by.user_id;
        let found = Found::message(tx.connection, self.message_id, self.room_id)?;
        let member = found.member(tx.connection, asker)?;
        let owns = member.as_ref().is_some_and(|me| me.role >= Role::Admin || found.author == asker);
        let supervises = !owns && found.in_group && accounts::is_site_admin(tx.connection, asker)?;
        if member.is_none() && !supervises {
            return Err(Code::NotFound.into());
        }
        if let Some(done) = found.repeated(tx.connection, asker, self.client_id, Command::Delete)? {
            return Ok(done);
        }
        if found.kind == Kind::System || !(owns || supervises) {
            return Err(Code::Forbidden.into());
        }
        let Some(erased) = found.erasing(self.delete_type)? else {
            return found.done(tx, asker, self.client_id, Command::Delete, None);
        };
        if let Some(me) = &member {
            me.room.takes_writes()?;
        }
        let seq = next_change(tx.connection, found.room_id)?;
        let unnamed = erase(tx, &found, erased, seq)?;
        if supervises {
            audit::note(tx, asker, "delete_message", Some(found.room_id), Some(found.id))?;
        }
        let (room_id, message) = (found.room_id, rows::message(tx.connection, found.id)?.into());
        let change = Change::Deleted { what: erased, unnamed };
        tx.tell(Event::Room(RoomEvent { room_id, seq, message, change }));
        found.done(tx, asker, self.client_id, Command::Delete, Some(seq))
    }
}

impl Found {
    /// What is erased when `wanted` is asked for: `None` when that is gone already, everything when nothing else would remain.
    fn erasing(&self, wanted: DeleteType) -> Result<Option<DeleteType>, Error> {
        let (has_text, has_files) = (self.content.is_some(), self.kind.has_files());
        match wanted {
            _ if self.deleted => Ok(None),
            DeleteType::File if !has_files => Err(Code::NothingToDelete.into()),
            DeleteType::Text if !has_text => Ok(None),
            DeleteType::Text if has_files => Ok(Some(DeleteType::Text)),
            DeleteType::File if has_text => Ok(Some(DeleteType::File)),
            _ => Ok(Some(DeleteType::All)),
        }
    }
}

/// Erases, and says whom the text that is gone named.
fn erase(tx: &Tx<'_>, found: &Found, what: DeleteType, seq: Seq) -> Result<Vec<UserId>> {
    let connection = tx.connection;
    let mut unnamed = Vec::new();
    match what {
        DeleteType::Text => connection
            .prepare_cached("UPDATE messages SET changed_seq = ?2, content = NULL WHERE id = ?1")?
            .execute((found.id, seq))?,
        DeleteType::File => connection
            .prepare_cached("UPDATE messages SET changed_seq = ?2, message_type = 'text' WHERE id = ?1")?
            .execute((found.id, seq))?,
        DeleteType::All => connection
            .prepare_cached("UPDATE messages SET changed_seq = ?2, content = NULL, deleted_at = ?3 WHERE id = ?1")?
            .execute((found.id, seq, tx.now))?,
    };
    if what != DeleteType::File {
        search::remove(tx, found.id)?;
        unnamed = mentions::remove(tx, found.id)?;
    }
    if what != DeleteType::Text {
        connection.prepare_cached("DELETE FROM attachments WHERE message_id = ?1")?.execute([found.id])?;
    }
    if what == DeleteType::All {
        reactions::remove_all(connection, found.id)?;
    }
    Ok(unnamed)
}
