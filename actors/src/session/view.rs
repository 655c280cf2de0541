//! Which room a socket views. The Room says whether its own last frames are enough; what is older comes from the store, and
//! goes out before anything live.

use std::sync::Arc;

use actix::{ActorFutureExt, Addr, AsyncContext, Context, WrapFuture};
use tokio::sync::oneshot;

use super::Session;
use crate::{
    Code, Error, Result,
    chat::Chat,
    domain::Language,
    fifo,
    hub::{FindRoom, Hub},
    ids::{ClientId, RoomId, Seq, UserId},
    limits::{CATCH_UP_BYTES, CHANGES_BYTES, CHANGES_FRAME},
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
            must_ask: self.is_switching,
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
    /// Whether nobody has asked yet if the user belongs to the room: a room must not be started for strangers.
    must_ask: bool,
}

impl Visit {
    async fn enter(self, after: Option<Seq>) -> Result<Addr<Room>> {
        let (user_id, room_id) = (self.user_id, self.room_id);
        if self.must_ask && !self.is_member().await? {
            return Err(Code::NotFound.into());
        }
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
                // The Room stopped: because nobody was there, or because it was deleted.
                (Err(_), _) | (_, Err(_)) => {
                    if !self.is_member().await? {
                        return Err(Code::NotFound.into());
                    }
                }
            }
        }
        Err(Error::Refused(Code::Busy))
    }

    /// Whether the user belongs to the room, from the store.
    async fn is_member(&self) -> Result<bool> {
        let (user_id, room_id) = (self.user_id, self.room_id);
        let seen = self.chat.store.read(RoomOf { user_id, room_id }).await?;
        Ok(seen.is_some_and(|seen| seen.role.is_some()))
    }

    /// What was missed, from the store.
    async fn catch_up(&self, after: Seq) -> Result<Position> {
        let (user_id, room_id) = (self.user_id, self.room_id);
        let changes = self.chat.store.read(ChangesSince { user_id, room_id, after }).await?;
        let presenter = &*self.chat.presenter;
        let reset = |seq| Position::Caught(seq, vec![presenter.wire(&Frame::Reset { room_id, seq }.json())]);
        let (messages, mine, to) = match changes {
            Changes::Reset { seq } => return Ok(reset(seq)),
            Changes::Items { messages, mine, to } => (messages, mine, to),
        };
        let (mut frames, mut items, mut from) = (Vec::new(), Vec::new(), after);
        let (mut item_bytes, mut all_bytes) = (0, 0);
        for (n, message) in messages.iter().enumerate() {
            let item = ChangedMessage::new(message, &mine, self.language, presenter);
            item_bytes += item.bytes();
            items.push(item);
            let is_last = n + 1 == messages.len();
            if !is_last && items.len() < CHANGES_FRAME && item_bytes < CHANGES_BYTES {
                continue;
            }
            let end = if is_last { to } else { message.changed_seq };
            let frame = presenter.wire(&Frame::Changes { room_id, from, to: end, items: &items }.json());
            all_bytes += frame.len();
            if all_bytes > CATCH_UP_BYTES {
                // More than a socket may have waiting: the page of the room is the shorter way.
                return Ok(reset(to));
            }
            frames.push(frame);
            (items, item_bytes, from) = (Vec::new(), 0, end);
        }
        Ok(Position::Caught(to, frames))
    }
}
