//! Who else has read: two ticks mean that at least one has. A reader's ticks stand at the largest read position of the others, which
//! the two who have read furthest tell to everybody; so no more than these two are kept and told, whatever the number of readers, at
//! once and then at most once a second.

use actix::{AsyncContext, Context, Handler, Message};

use crate::{
    broadcast::Broadcast,
    event::{Passed, Seen},
    ids::{Seq, UserId},
    limits::{EPHEMERAL_EVERY, SEEN_MEMBERS},
    protocol::Frame,
    room::Room,
};

/// Somebody, and how far they have read.
type Reader = (UserId, Seq);

/// Who has read furthest, and what is not told yet.
#[derive(Default)]
pub(in crate::room) struct SeenDue {
    /// Two at most, the furthest first.
    furthest: Vec<Reader>,
    told: Vec<Reader>,
    /// Who came to the newest message, whose author is told wherever they are.
    passed: Option<(Passed, Reader)>,
    /// The last message whose author was told.
    passed_told: Seq,
    /// Whether it is too soon to tell more.
    waiting: bool,
}

/// What is to be told.
struct Told {
    readers: Vec<Reader>,
    passed: Option<(Passed, Reader)>,
}

impl SeenDue {
    /// How far the members have read already; needs no telling.
    pub(in crate::room) fn begin(&mut self, furthest: Vec<Reader>) {
        self.told.clone_from(&furthest);
        self.furthest = furthest;
    }

    /// Somebody is no member any more: how far they have read is nobody's business.
    pub(in crate::room) fn forget(&mut self, user_id: UserId) {
        self.furthest.retain(|(user, _)| *user != user_id);
        self.told.retain(|(user, _)| *user != user_id);
        self.passed = self.passed.take().filter(|(_, (user, _))| *user != user_id);
    }

    fn note(&mut self, reader: Reader, seen: Seen) {
        match self.furthest.iter_mut().find(|(user, _)| *user == reader.0) {
            Some((_, seq)) => *seq = reader.1.max(*seq),
            None => self.furthest.push(reader),
        }
        self.furthest.sort_by_key(|(_, seq)| std::cmp::Reverse(*seq));
        self.furthest.truncate(2);
        if let Some(passed) = seen.passed.filter(|passed| passed.seq > self.passed_told) {
            self.passed = Some((passed, reader));
        }
    }

    /// What is to be told, if anything is.
    fn take(&mut self) -> Option<Told> {
        let readers: Vec<_> = self.furthest.iter().filter(|reader| !self.told.contains(reader)).copied().collect();
        let passed = self.passed.take();
        if readers.is_empty() && passed.is_none() {
            return None;
        }
        self.told.clone_from(&self.furthest);
        self.passed_told = passed.map_or(self.passed_told, |(passed, _)| passed.seq);
        Some(Told { readers, passed })
    }

    /// Who of the others has read furthest.
    fn other_than(&self, user_id: UserId) -> Option<Reader> {
        self.furthest.iter().find(|(user, seq)| *user != user_id && *seq > 0).copied()
    }
}

/// A member's read position moved.
#[derive(Message)]
#[rtype(result = "()")]
pub struct ReadUpTo {
    /// Whose.
    pub user_id: UserId,
    /// The birth up to which they have seen everything.
    pub seq: Seq,
    /// What else the others hear of it.
    pub seen: Seen,
}

impl Handler<ReadUpTo> for Room {
    type Result = ();

    fn handle(&mut self, ReadUpTo { user_id, seq, seen }: ReadUpTo, ctx: &mut Context<Self>) {
        if self.tells_seen() && self.members.contains_key(&user_id) {
            self.seen.note((user_id, seq), seen);
            self.tell_seen(ctx);
        }
    }
}

impl Room {
    fn tells_seen(&self) -> bool {
        self.members.len() <= SEEN_MEMBERS as usize
    }

    /// What somebody who comes in is told of how far the others have read.
    pub(in crate::room) fn seen_for(&self, user_id: UserId) -> Option<Frame<'static>> {
        let reader = self.seen.other_than(user_id).filter(|_| self.tells_seen())?;
        Some(self.seen_frame(reader))
    }

    fn seen_frame(&self, (user_id, seq): Reader) -> Frame<'static> {
        Frame::Seen { room_id: self.id, user_id, seq }
    }

    fn tell_seen(&mut self, ctx: &mut Context<Self>) {
        if self.seen.waiting {
            return;
        }
        let Some(Told { readers, passed }) = self.seen.take() else { return };
        for reader in readers {
            let frame = Broadcast::plain(&self.seen_frame(reader), &self.chat.presenter);
            self.fan_out(&frame, None, None);
        }
        let belongs = |(passed, _): &(Passed, Reader)| self.members.contains_key(&passed.author);
        if let Some((Passed { author, .. }, reader)) = passed.filter(belongs) {
            let frame = Broadcast::plain(&self.seen_frame(reader), &self.chat.presenter);
            self.tell_members(&vec![author].into(), &frame);
        }
        self.seen.waiting = true;
        ctx.run_later(EPHEMERAL_EVERY, |room, ctx| {
            room.seen.waiting = false;
            room.tell_seen(ctx);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALI: UserId = UserId(1);
    const BEK: UserId = UserId(2);
    const GUL: UserId = UserId(3);

    fn readers(due: &mut SeenDue) -> Vec<Reader> {
        due.take().map(|told| told.readers).unwrap_or_default()
    }

    #[test]
    fn the_two_who_have_read_furthest_are_told_and_nobody_else() {
        let mut due = SeenDue::default();
        due.begin(vec![(ALI, 5), (BEK, 3)]);
        assert!(due.take().is_none());
        let quiet = Seen { passed: None };
        due.note((GUL, 3), quiet);
        assert!(due.take().is_none(), "somebody has read as far already");
        due.note((GUL, 7), quiet);
        due.note((BEK, 6), quiet);
        due.note((BEK, 4), quiet);
        assert_eq!(readers(&mut due), [(GUL, 7), (BEK, 6)]);
        due.note((ALI, 6), quiet);
        assert!(due.take().is_none());
        due.note((BEK, 8), quiet);
        assert_eq!(readers(&mut due), [(BEK, 8)]);
        assert_eq!((due.other_than(BEK), due.other_than(ALI)), (Some((GUL, 7)), Some((BEK, 8))));
    }

    #[test]
    fn of_who_is_gone_nobody_hears() {
        let mut due = SeenDue::default();
        due.begin(vec![(ALI, 5), (BEK, 3)]);
        due.note((GUL, 7), Seen { passed: Some(Passed { author: ALI, seq: 7 }) });
        due.forget(GUL);
        assert!(due.take().is_none());
        assert_eq!(due.other_than(BEK), Some((ALI, 5)));
        due.forget(ALI);
        assert_eq!(due.other_than(BEK), None);
    }

    #[test]
    fn an_author_is_told_once_that_the_newest_message_was_read() {
        let mut due = SeenDue::default();
        let newest = Passed { author: ALI, seq: 4 };
        due.note((BEK, 4), Seen { passed: Some(newest) });
        assert_eq!(due.take().unwrap().passed, Some((newest, (BEK, 4))));
        due.note((GUL, 4), Seen { passed: Some(newest) });
        assert_eq!(due.take().map(|told| told.passed), Some(None));
    }
}
