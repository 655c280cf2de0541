//! What members elsewhere are not told of yet: births, and what else changed their counts. It is told as it is by then: of an erased
//! text nobody hears. Told at once, then at most once a second; what one frame holds is bounded, and beyond that it only says that the
//! count is another. What was erased or names others is told so that as few as may be must ask for their counts.

use std::sync::Arc;

use actix::{AsyncContext, Context};

use crate::{
    broadcast::{Activity, Broadcast},
    event::Change,
    ids::{Seq, UserId},
    limits::{ACTIVITY_LISTED, EPHEMERAL_EVERY},
    message::{Kind, Message},
    room::Room,
};

/// What is not told yet.
#[derive(Default)]
pub(in crate::room) struct ActivityDue {
    newest: Option<Arc<Message>>,
    births: Vec<(Seq, UserId)>,
    named: Vec<(Seq, UserId)>,
    recounted: Vec<(Seq, UserId)>,
    erased: Vec<Seq>,
    recount: Option<Seq>,
    /// The birth of the newest message that is there, told or not: the one that lists of rooms show. 0 when it was erased: which one
    /// is the newest now is not known here, so that every change is told until the next birth.
    shown: Seq,
    /// Whether it is too soon to tell more.
    waiting: bool,
}

impl ActivityDue {
    /// Everything up to this birth, the newest message that is there, needs no telling.
    pub(in crate::room) fn begin(&mut self, newest: Seq) {
        self.shown = newest;
    }

    /// A message was born or changed.
    fn note(&mut self, message: &Arc<Message>, change: &Change) {
        match change {
            Change::Posted | Change::Members(_) | Change::Settings { .. } => self.born(message),
            Change::Edited { named, .. } => {
                self.changed(message, change);
                self.named.extend(named.iter().map(|user| (message.seq, *user)));
            }
            Change::Deleted { .. } => self.changed(message, change),
            // No list shows what stands under a message, nor does it count.
            Change::Reacted { .. } => {}
        }
        self.bound();
    }

    fn born(&mut self, message: &Arc<Message>) {
        if message.kind != Kind::System {
            self.births.push((message.seq, message.author.id));
            self.named.extend(message.mentions.iter().map(|mention| (message.seq, mention.user_id)));
        }
        self.shown = self.shown.max(message.seq);
        self.newest = Some(message.clone());
    }

    /// Whoever counted the message before hears of it even if it was never told: their page may have been made meanwhile.
    fn changed(&mut self, message: &Arc<Message>, change: &Change) {
        let seq = message.seq;
        let recounted = change.recounted();
        if message.deleted {
            self.births.retain(|(birth, _)| *birth != seq);
            self.named.retain(|(birth, _)| *birth != seq);
            self.recounted.retain(|(birth, _)| *birth != seq);
            self.erased.push(seq);
        } else {
            let is_named = |user| message.mentions.iter().any(|mention| mention.user_id == user);
            self.named.retain(|(birth, user)| *birth != seq || is_named(*user));
            self.recounted.retain(|(birth, user)| *birth != seq || !recounted.contains(user));
            self.recounted.extend(recounted.iter().map(|user| (seq, *user)));
        }
        let waits = self.newest.as_ref().map(|newest| newest.seq);
        let is_shown = self.shown == 0 || seq == self.shown || waits == Some(seq);
        if (is_shown || message.deleted || !recounted.is_empty()) && waits <= Some(seq) {
            self.newest = Some(message.clone());
        }
        if message.deleted && seq == self.shown {
            self.shown = 0;
        }
    }

    /// Too much to list is not listed: whoever has read up to the largest counts none of these messages.
    fn bound(&mut self) {
        let Self { births, named, recounted, erased, .. } = self;
        if births.len() + named.len() + recounted.len() + erased.len() > ACTIVITY_LISTED {
            let pairs = [births, named, recounted].into_iter().flat_map(std::mem::take).map(|(seq, _)| seq);
            self.recount = pairs.chain(std::mem::take(erased)).chain(self.recount).max();
        }
    }

    /// What is to be told, if anything is, to a room of so many members.
    fn take(&mut self, members: usize, as_of: Seq) -> Option<Activity> {
        let newest = self.newest.take()?;
        let (births, named) = (std::mem::take(&mut self.births), std::mem::take(&mut self.named));
        let (recounted, erased) = (std::mem::take(&mut self.recounted), std::mem::take(&mut self.erased));
        Some(Activity { newest, births, named, recounted, erased, recount: self.recount.take(), members, as_of })
    }
}

impl Room {
    /// Notes what a change is for members elsewhere.
    pub(super) fn note_activity(&mut self, message: &Arc<Message>, change: &Change) {
        self.activity.note(message, change);
    }

    /// Tells members elsewhere.
    pub(super) fn tell_activity(&mut self, ctx: &mut Context<Self>) {
        if self.activity.waiting {
            return;
        }
        let Some(activity) = self.activity.take(self.members.len(), self.seq) else { return };
        let frame = Broadcast::activity(activity, &self.chat.presenter);
        self.tell_members(&self.everybody, &frame);
        self.activity.waiting = true;
        ctx.run_later(EPHEMERAL_EVERY, |room, ctx| {
            room.activity.waiting = false;
            room.tell_activity(ctx);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{DeleteType, Emoji},
        ids::{MessageId, RoomId},
        message::{Author, Mention},
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

    fn named(mut message: Arc<Message>, users: &[i64]) -> Arc<Message> {
        let mention = |user: &i64| Mention { user_id: UserId(*user), folded: String::new() };
        Arc::make_mut(&mut message).mentions = users.iter().map(mention).collect();
        message
    }

    fn edited(named: &[i64], unnamed: &[i64]) -> Change {
        let users = |ids: &[i64]| ids.iter().copied().map(UserId).collect();
        Change::Edited { named: users(named), unnamed: users(unnamed) }
    }

    fn deleted(what: DeleteType, unnamed: &[i64]) -> Change {
        Change::Deleted { what, unnamed: unnamed.iter().copied().map(UserId).collect() }
    }

    fn pairs(pairs: &[(i64, i64)]) -> Vec<(Seq, UserId)> {
        pairs.iter().map(|(seq, user)| (*seq, UserId(*user))).collect()
    }

    #[test]
    fn births_of_a_second_are_told_together() {
        let mut due = ActivityDue::default();
        due.note(&named(message(1, Some("bir")), &[7]), &Change::Posted);
        due.note(&message(2, Some("ikki")), &Change::Posted);
        let mut joined = message(3, None);
        (Arc::make_mut(&mut joined).kind, Arc::make_mut(&mut joined).deleted) = (Kind::System, false);
        due.note(&joined, &Change::Members(Vec::new()));
        let told = due.take(2, 3).unwrap();
        assert_eq!((told.newest.id, told.as_of, told.recount), (MessageId(3), 3, None));
        assert_eq!((told.births, told.named), (pairs(&[(1, 1), (2, 0)]), pairs(&[(1, 7)])));
        assert!(due.take(2, 3).is_none());
    }

    #[test]
    fn an_erased_or_changed_text_is_not_told_as_it_was_and_is_counted_anew() {
        let mut due = ActivityDue::default();
        due.note(&message(1, Some("bir")), &Change::Posted);
        due.note(&named(message(2, Some("maxfiy @x")), &[7]), &Change::Posted);
        due.note(&named(message(2, Some("ochiq @y")), &[8]), &edited(&[8], &[7]));
        due.note(&message(2, None), &deleted(DeleteType::All, &[8]));
        due.note(&message(1, Some("birinchi")), &edited(&[], &[]));
        let told = due.take(2, 5).unwrap();
        assert_eq!((told.newest.content.as_deref(), told.recount), (None, None));
        assert_eq!((told.births, told.named), (pairs(&[(1, 1)]), Vec::new()));
        assert_eq!((told.recounted, told.erased), (Vec::new(), vec![2]));
    }

    #[test]
    fn a_change_is_told_when_it_changes_a_count_or_the_last_birth_and_not_otherwise() {
        let mut due = ActivityDue::default();
        due.begin(5);
        due.note(&message(4, Some("a")), &edited(&[], &[]));
        due.note(&message(4, Some("a")), &deleted(DeleteType::File, &[]));
        assert!(due.take(2, 9).is_none());
        due.note(&message(5, Some("last")), &edited(&[], &[]));
        let told = due.take(2, 9).unwrap();
        assert_eq!((told.newest.seq, told.births.len(), told.recount), (5, 0, None));
        let emoji = Emoji::parse("👍").unwrap();
        due.note(&message(5, Some("last")), &Change::Reacted { user_id: UserId(7), emoji, on: true });
        assert!(due.take(2, 9).is_none());
        due.note(&message(3, Some("a")), &edited(&[], &[7]));
        due.note(&message(4, Some("")), &deleted(DeleteType::Text, &[8]));
        let told = due.take(2, 9).unwrap();
        assert_eq!((told.newest.seq, told.recounted, told.recount), (4, pairs(&[(3, 7), (4, 8)]), None));
        due.note(&named(message(3, Some("a")), &[7]), &edited(&[7], &[]));
        due.note(&named(message(3, Some("a")), &[]), &edited(&[], &[7]));
        due.note(&named(message(3, Some("a")), &[7]), &edited(&[7], &[]));
        let told = due.take(2, 9).unwrap();
        assert_eq!((told.named, told.recounted), (pairs(&[(3, 7)]), pairs(&[(3, 7)])), "once, however often");
        due.note(&message(4, None), &deleted(DeleteType::All, &[]));
        assert_eq!(due.take(2, 9).unwrap().erased, [4]);
    }

    #[test]
    fn after_the_last_birth_is_erased_every_edit_is_told_until_the_next_birth() {
        let mut due = ActivityDue::default();
        due.begin(5);
        due.note(&message(5, None), &deleted(DeleteType::All, &[]));
        assert_eq!(due.take(2, 6).unwrap().newest.seq, 5);
        due.note(&message(4, Some("now the newest")), &edited(&[], &[]));
        assert_eq!(due.take(2, 7).unwrap().newest.seq, 4);
        due.note(&message(8, Some("a")), &Change::Posted);
        due.take(2, 8);
        due.note(&message(4, Some("a")), &edited(&[], &[]));
        assert!(due.take(2, 9).is_none());
    }

    #[test]
    fn more_than_one_frame_lists_is_counted_anew() {
        let mut due = ActivityDue::default();
        for n in 0..=ACTIVITY_LISTED as i64 {
            due.note(&message(10 + n, Some("a")), &Change::Posted);
        }
        let told = due.take(2, 0).unwrap();
        let last = 10 + ACTIVITY_LISTED as i64;
        assert_eq!((told.births.len() + told.named.len(), told.newest.seq, told.recount), (0, last, Some(last)));
        for n in 0..=ACTIVITY_LISTED as i64 {
            due.note(&message(10 + n, None), &deleted(DeleteType::All, &[]));
        }
        let told = due.take(2, 0).unwrap();
        assert_eq!((told.erased.len(), told.recount), (0, Some(last)));
    }
}
