//! The left pane: rooms with one line of their last message each.

use actors::{
    clock::Millis,
    domain::{Language, Role, Visibility},
    ids::RoomId,
    limits::{PREVIEW_CHARS, UNREAD_MAX},
    message::{FileInfo, Kind, Message, Quote},
    store::rooms::{OpenRoom, RoomRow, RoomView},
};

use super::{Presentation, dates, system};
use crate::{
    format, i18n,
    views::{Avatar, LastLine, OpenRoomItem, QuoteStrip, Reader, RoomHead, RoomItem, RoomList, Tick},
};

impl Presentation {
    /// The left pane, with the room on the right marked.
    #[must_use]
    pub fn room_list(&self, rows: &[RoomRow], reader: &Reader, current: Option<RoomId>) -> RoomList {
        let now = (self.clock)();
        let rooms = rows.iter().map(|row| self.room_item(row, reader, current, now)).collect();
        RoomList { rooms, query: String::new() }
    }

    /// A room's head as somebody sees it who belongs to it.
    #[must_use]
    pub fn room_head(&self, room: &RoomView, reader: &Reader) -> RoomHead {
        RoomHead {
            id: room.room_id,
            href: format!("/room/{}/", room.room_id),
            name: room.name.clone(),
            avatar: Avatar::new(&room.name, room.room_id.0),
            members: room.members,
            private: room.visibility == Visibility::Private,
            can_manage: room.is_group && room.role >= Some(Role::Admin),
            can_delete_messages: may_delete_messages(room, reader),
            can_delete: room.is_group && (room.role == Some(Role::Owner) || is_site_admin(reader)),
        }
    }

    /// An open room as somebody sees it who could join.
    #[must_use]
    pub fn open_room(&self, room: &OpenRoom) -> OpenRoomItem {
        let (id, name) = (room.room_id, room.name.clone());
        OpenRoomItem { id, avatar: Avatar::new(&name, id.0), name, members: room.members }
    }

    /// The strip above the field while a message is answered.
    #[must_use]
    pub fn quote_strip(&self, message: &Message, reader: &Reader) -> QuoteStrip {
        QuoteStrip {
            id: message.id,
            name: message.author.display_name.clone(),
            colour: Avatar::new("", message.author.id.0).colour,
            text: line(message, reader.language),
        }
    }

    fn room_item(&self, row: &RoomRow, reader: &Reader, current: Option<RoomId>, now: Millis) -> RoomItem {
        let language = reader.language;
        let last = row.last.as_ref().map(|message| LastLine {
            author: (message.kind != Kind::System).then(|| match &reader.user {
                Some(me) if me.id == message.author.id => i18n::text(language, "js-you"),
                _ => first_word(&message.author.display_name).to_owned(),
            }),
            text: line(message, language),
        });
        RoomItem {
            id: row.room_id,
            name: row.name.clone(),
            avatar: Avatar::new(&row.name, row.room_id.0),
            read: row.read,
            last_seq: row.last.as_ref().map_or(0, |message| message.seq),
            at: row.active_at,
            time: dates::short(&self.zone, row.active_at, now, language),
            badge: badge(row.read.unread),
            marked: row.read.unread == 0 && row.read.is_marked(),
            mentioned: row.read.mentions > 0,
            current: current == Some(row.room_id),
            private: row.visibility == Visibility::Private,
            last,
            tick: row.seen.map(|seen| Tick::new(seen, language)),
        }
    }
}

/// Whether somebody may delete what others wrote.
pub(super) fn may_delete_messages(room: &RoomView, reader: &Reader) -> bool {
    room.role >= Some(Role::Admin) || (room.is_group && is_site_admin(reader))
}

fn is_site_admin(reader: &Reader) -> bool {
    reader.user.as_ref().is_some_and(|me| me.is_admin)
}

/// What a name begins with: all that a list has room for beside a text.
fn first_word(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// A count as a badge shows it.
fn badge(unread: u32) -> Option<String> {
    match unread {
        0 => None,
        UNREAD_MAX.. => Some(format!("{}+", UNREAD_MAX - 1)),
        _ => Some(unread.to_string()),
    }
}

/// A message in one line, without its author: its text, else its files, else what it says.
pub(super) fn line(message: &Message, language: Language) -> String {
    if let Some(event) = &message.system {
        return system::line(event, &message.author, language);
    }
    if message.deleted {
        return i18n::text(language, "js-gone");
    }
    if let Some(text) = &message.content {
        return one_line(&format::plain(text));
    }
    files_line(message.kind, &message.files, language)
}

/// A quoted message in one line.
pub(super) fn excerpt(quote: &Quote, language: Language) -> String {
    match &quote.excerpt {
        _ if quote.deleted => i18n::text(language, "js-gone"),
        Some(text) => one_line(&format::plain(text)),
        None => files_line(quote.kind, &quote.files, language),
    }
}

/// What stands for a message without a text; nothing for what has neither text nor files, such as a quoted system message.
fn files_line(kind: Kind, files: &[FileInfo], language: Language) -> String {
    let mark = mark(kind);
    match (kind, files) {
        (Kind::Text | Kind::System, _) => String::new(),
        (Kind::Image, [_, _, ..]) => {
            format!("{mark} {}", i18n::text_with(language, "msg-photos", [("n", files.len().into())]))
        }
        (Kind::Image, _) => format!("{mark} {}", i18n::text(language, "msg-photo")),
        (Kind::File, [file]) => format!("{mark} {}", file.name),
        (Kind::File, [file, others @ ..]) => format!("{mark} {} (+{})", file.name, others.len()),
        (Kind::File, []) => format!("{mark} {}", i18n::text(language, "msg-file")),
    }
}

/// In colour: without the selector a picture frame is drawn as a sign of text.
fn mark(kind: Kind) -> &'static str {
    if kind == Kind::Image { "🖼\u{FE0F}" } else { "📎" }
}

/// White space as single spaces, cut to [`PREVIEW_CHARS`].
fn one_line(text: &str) -> String {
    let mut line = String::new();
    let mut left = PREVIEW_CHARS;
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().take(left));
        left = left.saturating_sub(word.chars().count() + 1);
        if left == 0 {
            break;
        }
    }
    line
}
