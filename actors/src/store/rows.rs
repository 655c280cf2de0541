//! Messages as they stand in rows, with everything that shows them: author, quote, mentions, files, reactions.
//!
//! Guarantees the same [`Message`] for a page, a frame and a search. Costs one query for any number of messages, one more when any
//! text has an `@`, one when any has files or answers what has, and one when any was changed since its birth.

use std::collections::HashMap;

use rusqlite::{Connection, Params, Row};

use crate::{
    Error, Result,
    ids::MessageId,
    limits::{QUOTE_CHARS, REACTORS_NAMED},
    message::{Author, FileInfo, Mention, Message, Quote},
    store::{files, reactions},
};

/// The head of every query for messages: message `m`, its author `u`, its parent `p` and the parent's author `pu`.
macro_rules! message_select {
    () => {
        "SELECT m.id, m.room_id, m.seq, m.changed_seq, m.client_id, m.created_at, m.edited_at, m.deleted_at IS NOT NULL,
            m.message_type, m.content, m.system, u.id, u.username, u.display_name,
            p.id, p.seq, p.changed_seq, p.message_type, p.deleted_at IS NOT NULL, p.content, pu.id, pu.username, pu.display_name
        FROM messages m CROSS JOIN users u ON u.id = m.user_id
        LEFT JOIN messages p ON p.id = m.reply_to LEFT JOIN users pu ON pu.id = p.user_id "
    };
}
pub(super) use message_select;

/// The messages that `sql` (a [`message_select`] with its tail) finds, in its order.
pub(super) fn messages(connection: &Connection, sql: &str, params: impl Params) -> Result<Vec<Message>> {
    let mut messages = without_reactions(connection, sql, params)?;
    reactions::add(connection, &mut messages, REACTORS_NAMED)?;
    Ok(messages)
}

/// The same without what stands under them.
pub(super) fn without_reactions(connection: &Connection, sql: &str, params: impl Params) -> Result<Vec<Message>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut messages = statement.query_map(params, read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    add_mentions(connection, &mut messages)?;
    add_files(connection, &mut messages)?;
    Ok(messages)
}

/// The message of that id, deleted or not.
pub(super) fn message(connection: &Connection, id: MessageId) -> Result<Message> {
    let found = messages(connection, concat!(message_select!(), "WHERE m.id = ?1"), [id])?;
    found.into_iter().next().ok_or_else(|| Error::Data(format!("message {id} is gone")))
}

/// The messages of these ids as lists of rooms show them, in no order: without what stands under them.
pub(super) fn shown_in_lists(connection: &Connection, ids: &[MessageId]) -> Result<Vec<Message>> {
    let sql = concat!(message_select!(), "WHERE m.id IN (SELECT value FROM json_each(?1))");
    without_reactions(connection, sql, [json(ids.iter().copied())])
}

fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let deleted = row.get(7)?;
    let kind = row.get(8)?;
    let system = match row.get_ref(10)?.as_str_or_null()? {
        Some(json) => Some(serde_json::from_str(json).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(10, rusqlite::types::Type::Text, error.into())
        })?),
        None => None,
    };
    Ok(Message {
        id: row.get(0)?,
        room_id: row.get(1)?,
        seq: row.get(2)?,
        changed_seq: row.get(3)?,
        author: Author { id: row.get(11)?, username: row.get(12)?, display_name: row.get(13)? },
        client_id: row.get(4)?,
        created_at: row.get(5)?,
        edited_at: row.get(6)?,
        deleted,
        kind,
        content: row.get(9)?,
        quote: if deleted { None } else { quote(row)? },
        mentions: Vec::new(),
        files: Vec::new(),
        reactions: Vec::new(),
        system,
    })
}

fn quote(row: &Row<'_>) -> rusqlite::Result<Option<Quote>> {
    let Some(id) = row.get(14)? else { return Ok(None) };
    let text = row.get_ref(19)?.as_str_or_null()?;
    Ok(Some(Quote {
        id,
        seq: row.get(15)?,
        changed_seq: row.get(16)?,
        kind: row.get(17)?,
        files: Vec::new(),
        deleted: row.get(18)?,
        excerpt: text.map(|text| text.chars().take(QUOTE_CHARS).collect()),
        author: Author { id: row.get(20)?, username: row.get(21)?, display_name: row.get(22)? },
    }))
}

fn add_mentions(connection: &Connection, messages: &mut [Message]) -> Result<()> {
    let names = |message: &&mut Message| message.content.as_deref().is_some_and(|text| text.contains('@'));
    let mut named: HashMap<MessageId, &mut Message> = messages.iter_mut().filter(names).map(|m| (m.id, m)).collect();
    if named.is_empty() {
        return Ok(());
    }
    let sql = "SELECT n.message_id, n.user_id, u.folded FROM mentions n JOIN users u ON u.id = n.user_id
        WHERE n.message_id IN (SELECT value FROM json_each(?1)) ORDER BY n.message_id, n.user_id";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([json(named.keys().copied())])?;
    while let Some(row) = rows.next()? {
        if let Some(message) = named.get_mut(&row.get(0)?) {
            message.mentions.push(Mention { user_id: row.get(1)?, folded: row.get(2)? });
        }
    }
    Ok(())
}

fn add_files(connection: &Connection, messages: &mut [Message]) -> Result<()> {
    let mut places: HashMap<MessageId, Vec<&mut Vec<FileInfo>>> = HashMap::new();
    for message in messages {
        if !message.deleted && message.kind.has_files() {
            places.entry(message.id).or_default().push(&mut message.files);
        }
        if let Some(quote) = message.quote.as_mut().filter(|quote| !quote.deleted && quote.kind.has_files()) {
            places.entry(quote.id).or_default().push(&mut quote.files);
        }
    }
    if places.is_empty() {
        return Ok(());
    }
    let sql = concat!(
        "SELECT f.message_id, ",
        files::file_columns!(),
        " FROM attachments f WHERE f.message_id IN (SELECT value FROM json_each(?1)) ORDER BY f.message_id, f.n"
    );
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([json(places.keys().copied())])?;
    while let Some(row) = rows.next()? {
        let file = files::file_info(row, 1)?;
        for files in places.get_mut(&row.get(0)?).into_iter().flatten() {
            files.push(file.clone());
        }
    }
    Ok(())
}

/// Ids as one bound parameter, so that any number of them is one prepared statement.
pub(super) fn json(ids: impl Iterator<Item = impl ToString>) -> String {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}
