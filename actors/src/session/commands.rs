//! What a client may ask for, each handed to the writer as the typed message that the forms use too.

use std::future::Future;

use actix::{ActorFutureExt, AsyncContext, Context, WrapFuture};

use super::Session;
use crate::{
    Code, Result,
    ids::{ClientId, MessageId, RoomId, Seq},
    protocol::{Command, Frame, Verb},
    room::Typing,
    store::{
        members::{MarkRead, MarkUnread, ReadState},
        messages::{DeleteMessage, Done, EditMessage, PostMessage, React},
    },
};

/// What an `ack` says.
struct Acked {
    message_id: Option<MessageId>,
    seq: Seq,
}

impl From<Done> for Acked {
    fn from(done: Done) -> Self {
        Self { message_id: Some(done.message_id), seq: done.seq }
    }
}

impl From<ReadState> for Acked {
    fn from(state: ReadState) -> Self {
        Self { message_id: None, seq: state.seq }
    }
}

impl Session {
    pub(super) fn command(&mut self, command: Command, ctx: &mut Context<Self>) {
        let Command { client_id, room_id, verb } = command;
        if !matches!(verb, Verb::Ping) {
            self.touch();
        }
        if let Err(error) = self.allow(&verb) {
            self.refuse(&error, client_id);
            return;
        }
        let (by, store, room) = (self.by(), self.chat.store.clone(), room_id.or(self.room_id));
        match (verb, room) {
            (Verb::Ping, _) => self.tell(&Frame::Pong {}),
            (Verb::View { after }, _) => {
                self.is_switching = true;
                match room_id {
                    Some(room_id) => self.view(room_id, after, client_id, ctx),
                    None => self.view_nothing(),
                }
            }
            (Verb::Typing { is_typing }, room) => self.typing(room, is_typing),
            (Verb::Post { body, reply_to }, Some(room_id)) => {
                let posted =
                    store.write(PostMessage { by, room_id, body: Some(body), files: Vec::new(), reply_to, client_id });
                self.answer(client_id, posted, ctx);
            }
            (Verb::Edit { message_id, body }, _) => {
                let edited = store.write(EditMessage { by, message_id, room_id, body, client_id });
                self.answer(client_id, edited, ctx);
            }
            (Verb::Delete { message_id, delete_type }, _) => {
                let deleted = store.write(DeleteMessage { by, message_id, room_id, delete_type, client_id });
                self.answer(client_id, deleted, ctx);
            }
            (Verb::React { message_id, emoji, on }, _) => {
                let reacted = store.write(React { by, message_id, room_id, emoji, on, client_id });
                self.answer(client_id, reacted, ctx);
            }
            (Verb::Read { seq }, Some(room_id)) => {
                let read = store.write(MarkRead { by, room_id, seq, client_id });
                self.answer(client_id, read, ctx);
            }
            (Verb::MarkUnread { on }, Some(room_id)) => {
                let marked = store.write(MarkUnread { by, room_id, on, client_id });
                self.answer(client_id, marked, ctx);
            }
            (Verb::Post { .. } | Verb::Read { .. } | Verb::MarkUnread { .. }, None) => {
                self.refuse(&Code::NotFound.into(), client_id)
            }
        }
    }

    /// Takes a command from the bucket that it counts against.
    fn allow(&self, verb: &Verb) -> Result<()> {
        let (rates, user_id) = (&self.chat.rates, self.guest.user_id);
        match verb {
            Verb::Post { .. } | Verb::Edit { .. } | Verb::Delete { .. } | Verb::React { .. } => rates.post(user_id),
            Verb::Read { .. } | Verb::MarkUnread { .. } => rates.read(user_id),
            Verb::Typing { .. } | Verb::View { .. } | Verb::Ping => Ok(()),
        }
    }

    /// Tells the sender what became of a command: success only of one with a `client_id`, a refusal always.
    fn answer<T: Into<Acked>>(
        &self,
        client_id: Option<ClientId>,
        done: impl Future<Output = Result<T>> + 'static,
        ctx: &mut Context<Self>,
    ) {
        let place = self.gate.enter();
        ctx.spawn(done.into_actor(self).map(move |done, session, _| {
            drop(place);
            match (done, client_id) {
                (Ok(done), Some(client_id)) => {
                    let Acked { message_id, seq } = done.into();
                    session.chat.metrics.acks.inc();
                    session.tell(&Frame::Ack { client_id, message_id, seq });
                }
                (Ok(_), None) => {}
                (Err(error), _) => session.refuse(&error, client_id),
            }
        }));
    }

    /// Passes on that the user writes; only the room in view has readers to tell.
    fn typing(&self, room: Option<RoomId>, is_typing: bool) {
        if let Some(addr) = &self.room
            && room == self.room_id
        {
            let (user_id, name) = (self.guest.user_id, self.guest.display_name.clone());
            // Nobody misses one of these when the room is busy.
            let _ = addr.try_send(Typing { user_id, name, is_typing });
        }
    }
}
