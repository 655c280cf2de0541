//! Moving a read position, and who is to hear of it. Costs the two counts of what is left, and one look at the newest message where the
//! others are told who has read what.

use rusqlite::{Connection, OptionalExtension};

use super::{MarkRead, ReadState, ReadStateOf};
use crate::{
    Result,
    event::{Event, Passed, Seen},
    ids::Seq,
    limits::SEEN_MEMBERS,
    message::Kind,
    store::{
        By, Read, Tx, Write,
        receipts::{Command, Errand},
        standing::{self, Member},
        unread,
    },
};

impl Write for MarkRead {
    type Reply = ReadState;

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<ReadState> {
        let Self { by, room_id, client_id, seq } = *self;
        let errand = Errand { command: Command::Read, user_id: by.user_id, room_id, client_id };
        stand_anew(tx, &errand, |me| {
            me.read_seq = seq.min(me.room.last_birth).max(me.read_seq);
            me.marks += u32::from(me.is_marked());
        })
    }
}

/// Changes how somebody stands in a room, once under its name, and tells of it when anything is other than before.
pub(super) fn stand_anew(tx: &mut Tx<'_>, errand: &Errand, change: impl FnOnce(&mut Member)) -> Result<ReadState> {
    let (user_id, room_id) = (errand.user_id, errand.room_id);
    let mut me = standing::member(tx.connection, user_id, room_id)?;
    if errand.is_done(tx.connection)? {
        return unread::state(tx.connection, &me);
    }
    let (read_seq, marks) = (me.read_seq, me.marks);
    change(&mut me);
    let state = unread::state(tx.connection, &me)?;
    if (me.read_seq, me.marks) != (read_seq, marks) {
        let sql = "UPDATE members SET read_seq = ?3, marks = ?4 WHERE room_id = ?1 AND user_id = ?2";
        tx.connection.prepare_cached(sql)?.execute((room_id, user_id, me.read_seq, me.marks))?;
        let seen = seen(tx.connection, &me, read_seq)?;
        tx.tell(Event::ReadMoved { user_id, room_id, state, seen });
    }
    errand.keep(tx)?;
    Ok(state)
}

/// What the others hear of a position that moved on from `from`.
fn seen(connection: &Connection, me: &Member, from: Seq) -> Result<Option<Seen>> {
    if me.read_seq == from || me.room.members > SEEN_MEMBERS {
        return Ok(None);
    }
    let sql = "SELECT user_id, seq, message_type FROM messages WHERE room_id = ?1 AND deleted_at IS NULL
        ORDER BY seq DESC LIMIT 1";
    let newest = connection
        .prepare_cached(sql)?
        .query_row([me.room.id], |row| Ok((Passed { author: row.get(0)?, seq: row.get(1)? }, row.get::<_, Kind>(2)?)));
    let passes = |(newest, kind): &(Passed, Kind)| {
        *kind != Kind::System && newest.author != me.author.id && (from + 1..=me.read_seq).contains(&newest.seq)
    };
    Ok(Some(Seen { passed: newest.optional()?.filter(passes).map(|(newest, _)| newest) }))
}

impl Read for ReadStateOf {
    type Reply = ReadState;

    fn query(&self, connection: &Connection) -> Result<ReadState> {
        unread::state(connection, &standing::member(connection, self.user_id, self.room_id)?)
    }
}
