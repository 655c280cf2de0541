//! The message that a change is about, and what becomes of the change. One lookup by key.

use rusqlite::{Connection, OptionalExtension};

use super::Done;
use crate::{
    Code, Result,
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
    message::Kind,
    store::{
        Tx,
        receipts::{self, Command, Receipt},
        standing::{self, Member},
    },
};

/// What a change needs to know of its message.
pub(super) struct Found {
    pub(super) id: MessageId,
    pub(super) room_id: RoomId,
    /// Whether its room is a group: what a site administrator may look after, unlike the chats of two and one's own.
    pub(super) in_group: bool,
    pub(super) seq: Seq,
    pub(super) changed_seq: Seq,
    pub(super) author: UserId,
    pub(super) kind: Kind,
    pub(super) deleted: bool,
    pub(super) content: Option<String>,
}

impl Found {
    /// The message, deleted or not; `not_found` when there is none, its room is gone, or it is not in the `room` that the door knows.
    pub(super) fn message(connection: &Connection, id: MessageId, room: Option<RoomId>) -> Result<Self> {
        let sql =
            "SELECT m.room_id, m.seq, m.changed_seq, m.user_id, m.message_type, m.deleted_at IS NOT NULL, m.content,
                r.kind = 'group'
            FROM messages m JOIN rooms r ON r.id = m.room_id WHERE m.id = ?1 AND r.state <> 'deleted'";
        let found = connection.prepare_cached(sql)?.query_row([id], |row| {
            Ok(Self {
                id,
                room_id: row.get(0)?,
                seq: row.get(1)?,
                changed_seq: row.get(2)?,
                author: row.get(3)?,
                kind: row.get(4)?,
                deleted: row.get(5)?,
                content: row.get(6)?,
                in_group: row.get(7)?,
            })
        });
        match found.optional()? {
            Some(found) if room.is_none_or(|room| room == found.room_id) => Ok(found),
            _ => Err(Code::NotFound.into()),
        }
    }

    /// The asker as a member of the message's room.
    pub(super) fn member(&self, connection: &Connection, user_id: UserId) -> Result<Option<Member>> {
        standing::member_of(connection, user_id, self.room_id)
    }

    /// The first result of this command, if it was done before.
    pub(super) fn repeated(
        &self,
        connection: &Connection,
        user_id: UserId,
        client_id: Option<ClientId>,
        command: Command,
    ) -> Result<Option<Done>> {
        let Some(client_id) = client_id else { return Ok(None) };
        let Some(receipt) = receipts::command(connection, user_id, client_id, command)? else { return Ok(None) };
        let Receipt { seq, .. } = receipt.of(self.room_id, Some(self.id))?;
        Ok(Some(Done { message_id: self.id, room_id: self.room_id, seq, repeated: true }))
    }

    /// What became of the command, which took the number `seq` or needed none; its receipt is kept.
    pub(super) fn done(
        &self,
        tx: &Tx<'_>,
        user_id: UserId,
        client_id: Option<ClientId>,
        command: Command,
        seq: Option<Seq>,
    ) -> Result<Done> {
        let done = Done {
            message_id: self.id,
            room_id: self.room_id,
            seq: seq.unwrap_or(self.changed_seq),
            repeated: seq.is_none(),
        };
        if let Some(client_id) = client_id {
            let receipt = Receipt { room_id: done.room_id, message_id: Some(done.message_id), seq: done.seq };
            receipts::keep(tx, user_id, client_id, command, receipt)?;
        }
        Ok(done)
    }
}
