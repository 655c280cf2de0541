//! Commands that were done before, by the name that their sender gave them: a post's is kept with its message for ever, any other
//! one's as a receipt for seven days. Both are looked up by key.

use rusqlite::{Connection, OptionalExtension};

use super::{Tx, messages::Done};
use crate::{
    Code, Error, Result,
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
};

/// What a command other than a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    CreateRoom,
    SetRoom,
    DeleteRoom,
    Join,
    Leave,
    SetMember,
    Edit,
    Delete,
    React,
    Read,
    MarkUnread,
}

impl Command {
    const fn name(self) -> &'static str {
        match self {
            Self::CreateRoom => "create_room",
            Self::SetRoom => "set_room",
            Self::DeleteRoom => "delete_room",
            Self::Join => "join",
            Self::Leave => "leave",
            Self::SetMember => "set_member",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::React => "react",
            Self::Read => "read",
            Self::MarkUnread => "mark_unread",
        }
    }
}

/// The first result of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Receipt {
    pub(super) room_id: RoomId,
    pub(super) message_id: Option<MessageId>,
    /// The number that it answered; 0 for a command that answers none.
    pub(super) seq: Seq,
}

/// The first result of the post that `client_id` named, if it was done in this room.
///
/// # Errors
/// `client_id_reused` when it named anything else.
pub(super) fn post(
    connection: &Connection,
    user_id: UserId,
    client_id: ClientId,
    room_id: RoomId,
) -> Result<Option<Done>> {
    match posted(connection, user_id, client_id)? {
        Some(done) if done.room_id == room_id => Ok(Some(done)),
        Some(_) => Err(Code::ClientIdReused.into()),
        None if receipt(connection, user_id, client_id)?.is_some() => Err(Code::ClientIdReused.into()),
        None => Ok(None),
    }
}

/// The first result of the command that `client_id` named, if it was of this kind; whether it was about the same thing is for
/// [`Receipt::of`].
///
/// # Errors
/// `client_id_reused` when it named anything else.
pub(super) fn command(
    connection: &Connection,
    user_id: UserId,
    client_id: ClientId,
    command: Command,
) -> Result<Option<Receipt>> {
    match receipt(connection, user_id, client_id)? {
        Some((kind, receipt)) if kind == command.name() => Ok(Some(receipt)),
        Some(_) => Err(Code::ClientIdReused.into()),
        None if posted(connection, user_id, client_id)?.is_some() => Err(Code::ClientIdReused.into()),
        None => Ok(None),
    }
}

/// Keeps the first result of a command in its transaction.
pub(super) fn keep(
    tx: &Tx<'_>,
    user_id: UserId,
    client_id: ClientId,
    command: Command,
    receipt: Receipt,
) -> Result<()> {
    let sql = "INSERT INTO receipts (user_id, client_id, kind, room_id, message_id, seq, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let Receipt { room_id, message_id, seq } = receipt;
    tx.connection.prepare_cached(sql)?.execute((
        user_id,
        client_id,
        command.name(),
        room_id,
        message_id,
        seq,
        tx.now,
    ))?;
    Ok(())
}

impl Receipt {
    /// This receipt, if it is about that room and message.
    ///
    /// # Errors
    /// `client_id_reused` otherwise.
    pub(super) fn of(self, room_id: RoomId, message_id: Option<MessageId>) -> Result<Self> {
        let same = self.room_id == room_id && self.message_id == message_id;
        if same { Ok(self) } else { Err(Error::Refused(Code::ClientIdReused)) }
    }
}

/// A command about a room whose answer is only that it was done, under the name that its sender may have given it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Errand {
    pub(super) command: Command,
    pub(super) user_id: UserId,
    pub(super) room_id: RoomId,
    pub(super) client_id: Option<ClientId>,
}

impl Errand {
    /// Whether it was done before.
    ///
    /// # Errors
    /// `client_id_reused` when its name named anything else.
    pub(super) fn is_done(&self, connection: &Connection) -> Result<bool> {
        let Some(client_id) = self.client_id else { return Ok(false) };
        let receipt = command(connection, self.user_id, client_id, self.command)?;
        receipt.map(|receipt| receipt.of(self.room_id, None)).transpose().map(|receipt| receipt.is_some())
    }

    /// The answer to somebody for whom the room does not exist any more, be it by this very command: `not_found`, whatever else
    /// its name named.
    pub(super) fn is_done_or_not_found(&self, connection: &Connection) -> Result<()> {
        match self.is_done(connection) {
            Ok(true) => Ok(()),
            Ok(false) | Err(Error::Refused(_)) => Err(Code::NotFound.into()),
            Err(fault) => Err(fault),
        }
    }

    /// Keeps that it is done.
    pub(super) fn keep(&self, tx: &Tx<'_>) -> Result<()> {
        let Some(client_id) = self.client_id else { return Ok(()) };
        let receipt = Receipt { room_id: self.room_id, message_id: None, seq: 0 };
        keep(tx, self.user_id, client_id, self.command, receipt)
    }
}

fn posted(connection: &Connection, user_id: UserId, client_id: ClientId) -> Result<Option<Done>> {
    let sql = "SELECT id, room_id, seq FROM messages WHERE user_id = ?1 AND client_id = ?2";
    let done = connection.prepare_cached(sql)?.query_row((user_id, client_id), |row| {
        Ok(Done { message_id: row.get(0)?, room_id: row.get(1)?, seq: row.get(2)?, repeated: true })
    });
    Ok(done.optional()?)
}

fn receipt(connection: &Connection, user_id: UserId, client_id: ClientId) -> Result<Option<(String, Receipt)>> {
    let sql = "SELECT kind, room_id, message_id, seq FROM receipts WHERE user_id = ?1 AND client_id = ?2";
    let receipt = connection.prepare_cached(sql)?.query_row((user_id, client_id), |row| {
        Ok((row.get(0)?, Receipt { room_id: row.get(1)?, message_id: row.get(2)?, seq: row.get(3)? }))
    });
    Ok(receipt.optional()?)
}
