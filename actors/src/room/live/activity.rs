//! Births that members elsewhere are not told of yet. They are told as they are by then: of an erased text nobody hears.

use std::sync::Arc;

use crate::{
    broadcast::Activity,
    ids::{MessageId, UserId},
    message::Message,
};

/// Births that one `room_activity` counts at most; beyond, the client asks for its counts.
const ACTIVITY_BIRTHS: usize = 200;

/// Births not told yet.
#[derive(Default)]
pub(in crate::room) struct ActivityDue {
    newest: Option<Arc<Message>>,
    mentioned: Vec<UserId>,
    births: Vec<(MessageId, UserId)>,
    /// Whether it is too soon to tell more.
    pub(super) waiting: bool,
}

impl ActivityDue {
    /// A message was born; `author` is `None` for one that nobody counts.
    pub(super) fn add(&mut self, newest: Arc<Message>, named: Vec<UserId>, author: Option<UserId>) {
        if self.births.len() < ACTIVITY_BIRTHS {
            self.births.extend(author.map(|author| (newest.id, author)));
        }
        self.mentioned.extend(named);
        self.newest = Some(newest);
    }

    /// A message changed: what is not told yet is told as it is now.
    pub(super) fn follow(&mut self, message: &Arc<Message>) {
        if message.deleted {
            self.births.retain(|(id, _)| *id != message.id);
        }
        if let Some(newest) = &mut self.newest
            && newest.id == message.id
        {
            newest.clone_from(message);
        }
    }

    /// What is to be told, if anything is.
    pub(super) fn take(&mut self) -> Option<Activity> {
        let newest = self.newest.take()?;
        let births = std::mem::take(&mut self.births).into_iter().map(|(_, author)| author).collect();
        Some(Activity { newest, mentioned: std::mem::take(&mut self.mentioned), births })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::RoomId,
        message::{Author, Kind},
    };

    fn message(id: i64, text: Option<&str>) -> Arc<Message> {
        let author = Author { id: UserId(id % 2), username: "ali".into(), display_name: "Ali".into() };
        Arc::new(Message {
            id: MessageId(id),
            room_id: RoomId(1),
            seq: id,
            changed_seq: id,
            author,
            client_id: None,
            created_at: 0,
            edited_at: None,
            deleted: text.is_none(),
            kind: Kind::Text,
            content: text.map(Into::into),
            quote: None,
            mentions: Vec::new(),
            files: Vec::new(),
            reactions: Vec::new(),
            system: None,
        })
    }

    #[test]
    fn births_of_a_second_are_told_together() {
        let mut due = ActivityDue::default();
        due.add(message(1, Some("bir")), vec![UserId(7)], Some(UserId(1)));
        due.add(message(2, Some("ikki")), Vec::new(), Some(UserId(0)));
        due.add(message(3, Some("kirdi")), Vec::new(), None);
        let told = due.take().unwrap();
        assert_eq!(
            (told.newest.id, told.births, told.mentioned),
            (MessageId(3), vec![UserId(1), UserId(0)], vec![UserId(7)])
        );
        assert!(due.take().is_none());
    }

    #[test]
    fn an_erased_or_changed_text_is_not_told_as_it_was() {
        let mut due = ActivityDue::default();
        due.add(message(1, Some("bir")), Vec::new(), Some(UserId(1)));
        due.add(message(2, Some("maxfiy")), Vec::new(), Some(UserId(0)));
        due.follow(&message(2, Some("ochiq")));
        due.follow(&message(2, None));
        due.follow(&message(9, None));
        let told = due.take().unwrap();
        assert_eq!((told.newest.content.as_deref(), told.births), (None, vec![UserId(1)]));
    }
}
