//! Which room a socket views. The Room says whether its own last frames are enough; what is older comes from the store, and
//! goes out before anything live.

use std::sync::Arc;

use actix::{ActorFutureExt, Addr, AsyncContext, Context, WrapFuture};
use bytes::Bytes;
use tokio::sync::oneshot;

use super::Session;
use crate::{
    Code, Error, Result,
    chat::Chat,
    domain::Language,
    fifo,
    hub::{FindRoom, Hub},
    ids::{ClientId, RoomId, Seq, UserId},
    limits::CHANGES_FRAME,
    outlet::Close,
    protocol::{ChangedMessage, Frame},
    relay::{RelayRef, SocketId, Unview},
    room::{Enter, Entered, Position, Room},
    store::{
        messages::{Changes, ChangesSince},
        rooms::RoomOf,
    },
};

/// How often a door is tried that moved while it was being opened.
const TRIES: usize = 5;

impl Session {
    pub(super) fn view(
        &mut self,
        room_id: RoomId,
        after: Option<Seq>,
        client_id: Option<ClientId>,
        ctx: &mut Context<Self>,
    ) {
        self.leave_view();
        self.room_id = Some(room_id);
        let view = self.view;
        let visit = Visit {
            chat: self.chat.clone(),
            hub: self.hub.clone(),
            relay: self.relay.clone(),
            socket: self.socket,
            user_id: self.guest.user_id,
            language: self.guest.language,
            room_id,
            view,
        };
        // What the client says next is meant for the room that it is about to view.
        let places = self.gate.close();
        ctx.spawn(visit.enter(after).into_actor(self).map(move |entered, session, _| {
            drop(places);
            if session.view != view {
                return;
            }
            match entered {
                Ok(room) => session.room = Some(room),
                Err(error) => {
                    session.room_id = None;
                    session.refuse(&error, client_id);
                    if !session.is_switching {
                        let is_gone = matches!(error.code(), Code::NotFound | Code::Forbidden);
                        session.close(if is_gone { Close::RoomGone } else { Close::Slow });
                    }
                }
            }
        }));
    }

    pub(super) fn view_nothing(&mut self) {
        self.leave_view();
        self.tell_ready_nowhere();
    }

    fn leave_view(&mut self) {
        self.view += 1;
        self.room_id = None;
        self.room = None;
        fifo::hand(&self.relay.addr, Unview { key: self.socket.key, view: self.view });
    }
}

/// One attempt to view a room.
struct Visit {
    chat: Arc<Chat>,
    hub: Addr<Hub>,
    relay: RelayRef,
    socket: SocketId,
    user_id: UserId,
    language: Language,
    room_id: RoomId,
    view: u32,
}

impl Visit {
    async fn enter(self, after: Option<Seq>) -> Result<Addr<Room>> {
        let (user_id, room_id) = (self.user_id, self.room_id);
        let mut position = after.map_or(Position::Now, Position::After);
        let mut at_least = 0;
        for _ in 0..TRIES {
            let room = self.hub.send(FindRoom { room_id }).await?;
            let (reply, answer) = oneshot::channel();
            let enter = Enter {
                user_id,
                language: self.language,
                socket: self.socket,
                relay: self.relay.clone(),
                view: self.view,
                position,
                at_least,
                reply,
            };
            let sent = room.send(enter).await;
            position = after.map_or(Position::Now, Position::After);
            match (sent, answer.await) {
                (Ok(()), Ok(Entered::Yes)) => return Ok(room),
                (Ok(()), Ok(Entered::Behind)) => position = self.catch_up(after.unwrap_or_default()).await?,
                (Ok(()), Ok(Entered::NoMember(seq))) => {
                    // The store may know of a membership that the Room is about to hear of.
                    let seen = self.chat.store.read(RoomOf { user_id, room_id }).await?;
                    match seen.filter(|seen| seen.role.is_some() && seen.seq > seq) {
                        Some(seen) => at_least = seen.seq,
                        None => return Err(Code::NotFound.into()),
                    }
                }
                // The Room stopped: because nobody was there, or because there is no such room.
                (Err(_), _) | (_, Err(_)) => {
                    if self.chat.store.read(RoomOf { user_id, room_id }).await?.is_none() {
                        return Err(Code::NotFound.into());
                    }
                }
            }
        }
        Err(Error::Refused(Code::Busy))
    }

    /// What was missed, from the store.
    async fn catch_up(&self, after: Seq) -> Result<Position> {
        let (user_id, room_id) = (self.user_id, self.room_id);
        let changes = self.chat.store.read(ChangesSince { user_id, room_id, after }).await?;
        let presenter = &*self.chat.presenter;
        Ok(match changes {
            Changes::Reset { seq } => {
                Position::Caught(seq, vec![presenter.wire(&Frame::Reset { room_id, seq }.json())])
            }
            Changes::Items { messages, to } => {
                let items: Vec<_> =
                    messages.iter().map(|message| ChangedMessage::new(message, self.language, presenter)).collect();
                let pages = items.chunks(CHANGES_FRAME).collect::<Vec<_>>();
                let last = pages.len().saturating_sub(1);
                let mut from = after;
                let frames: Vec<Bytes> = pages
                    .into_iter()
                    .enumerate()
                    .map(|(n, items)| {
                        let end = if n == last { to } else { items.last().map_or(to, ChangedMessage::changed_seq) };
                        let frame = Frame::Changes { room_id, from, to: end, items };
                        from = end;
                        presenter.wire(&frame.json())
                    })
                    .collect();
                Position::Caught(to, frames)
            }
        })
    }
}
