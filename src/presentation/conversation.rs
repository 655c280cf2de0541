//! A page of history as days, groups and rows.

use actors::{
    clock::Millis,
    message::{Kind, Message, Mine},
    presenter::Presenter as _,
    store::rooms::RoomView,
};

use super::{Presentation, dates, list::may_delete_messages, reactions};
use crate::views::{Day, Reader, Row};

/// How far apart two messages of one author may be in one group, in milliseconds.
const GROUP_MS: Millis = 5 * 60 * 1000;

impl Presentation {
    /// The messages of a page, oldest first, by day, with what the reader put under them; the divider of new messages stands before
    /// the first that the reader has not seen.
    #[must_use]
    pub fn days(&self, messages: &[Message], mine: &Mine, room: &RoomView, reader: &Reader) -> Vec<Day> {
        let today = dates::zoned(&self.zone, (self.clock)()).date();
        let me = reader.user.as_ref().map(|me| me.id);
        let deletes_all = may_delete_messages(room, reader);
        let first_unread = messages
            .iter()
            .find(|m| {
                room.read.unread > 0 && m.seq > room.read.seq && m.kind != Kind::System && Some(m.author.id) != me
            })
            .map(|m| m.id);
        let mut days: Vec<Day> = Vec::new();
        let mut before: Option<&Message> = None;
        for message in messages.iter().filter(|message| !message.deleted) {
            let date = dates::zoned(&self.zone, message.created_at).date();
            let named = date.to_string();
            if days.last().is_none_or(|day| day.date != named) {
                days.push(Day { date: named, label: dates::day_name(date, today, reader.language), rows: Vec::new() });
                before = None;
            }
            let Some(day) = days.last_mut() else { continue };
            let unread = first_unread == Some(message.id);
            let joined = !unread && before.is_some_and(|before| same_group(before, message));
            if let Some(row) = day.rows.last_mut().filter(|_| joined) {
                row.last = false;
            }
            let own = Some(message.author.id) == me;
            let system = message.kind == Kind::System;
            let (mine, reactions) = reactions::of_row(message, mine);
            day.rows.push(Row {
                id: message.id,
                user_id: message.author.id,
                html: self.bubble(message, reader.language),
                own: own && !system,
                first: !joined,
                last: true,
                system,
                first_unread: unread,
                can_edit: own && !system && message.content.is_some(),
                has_both: message.content.is_some() && !message.files.is_empty(),
                can_delete: !system && (own || deletes_all),
                mine,
                reactions,
            });
            before = Some(message);
        }
        days
    }
}

/// Whether two neighbours stand in one group: one author, neither a system message, at most five minutes apart.
fn same_group(before: &Message, after: &Message) -> bool {
    before.author.id == after.author.id
        && before.kind != Kind::System
        && after.kind != Kind::System
        && after.created_at.saturating_sub(before.created_at) <= GROUP_MS
}
