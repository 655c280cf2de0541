//! Who is writing: told to the others at most once a second each, never stored.

use std::collections::HashMap;

use actix::{Context, Handler, Message};
use tokio::time::Instant;

use crate::{broadcast::Broadcast, ids::UserId, limits::EPHEMERAL_EVERY, protocol::Frame, room::Room};

/// When each who writes was last told of, and whether the end of it was told since.
#[derive(Default)]
pub(in crate::room) struct Typists(HashMap<UserId, (Instant, bool)>);

/// After how many the old ones are forgotten.
const TYPISTS_KEPT: usize = 256;

impl Typists {
    /// A message ends its author's writing: whoever sees it knows, and the next sign is told at once.
    pub(in crate::room) fn forget(&mut self, user_id: UserId) {
        self.0.remove(&user_id);
    }

    /// Whether this is to be told.
    fn note(&mut self, user_id: UserId, is_typing: bool, now: Instant) -> bool {
        if self.0.len() >= TYPISTS_KEPT {
            self.0.retain(|_, (told, _)| now - *told < EPHEMERAL_EVERY * 10);
        }
        match self.0.get_mut(&user_id) {
            Some((_, is_over)) if !is_typing => !std::mem::replace(is_over, true),
            None if !is_typing => false,
            Some((told, _)) if now - *told < EPHEMERAL_EVERY => false,
            _ => {
                self.0.insert(user_id, (now, false));
                true
            }
        }
    }
}

/// Somebody writes, or stopped.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Typing {
    /// Who.
    pub user_id: UserId,
    /// The name to show.
    pub name: String,
    /// Which of the two.
    pub is_typing: bool,
}

impl Handler<Typing> for Room {
    type Result = ();

    fn handle(&mut self, Typing { user_id, name, is_typing }: Typing, _: &mut Context<Self>) {
        let Some(member) = self.members.get(&user_id) else { return };
        if !self.typists.note(user_id, is_typing, Instant::now()) {
            return;
        }
        let user = member.as_str();
        let frame = Frame::UserTyping { room_id: self.id, user, user_id, name: &name, is_typing };
        let frame = Broadcast::plain(&frame, &self.chat.presenter);
        self.fan_out(&frame, Some(user_id), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_is_told_once_a_second_and_its_end_once() {
        let (mut typists, now) = (Typists::default(), Instant::now());
        let me = UserId(1);
        assert!(!typists.note(me, false, now));
        assert!(typists.note(me, true, now));
        assert!(!typists.note(me, true, now + EPHEMERAL_EVERY / 2));
        assert!(typists.note(me, true, now + EPHEMERAL_EVERY));
        assert!(typists.note(me, false, now + EPHEMERAL_EVERY));
        assert!(!typists.note(me, false, now + EPHEMERAL_EVERY));
        assert!(!typists.note(me, true, now + EPHEMERAL_EVERY * 3 / 2), "stopping does not begin a new second");
    }

    #[test]
    fn a_message_ends_the_writing_and_what_is_written_next_is_told_at_once() {
        let (mut typists, now) = (Typists::default(), Instant::now());
        let me = UserId(1);
        assert!(typists.note(me, true, now));
        typists.forget(me);
        assert!(!typists.note(me, false, now));
        assert!(typists.note(me, true, now));
    }
}
