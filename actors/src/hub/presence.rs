//! Who is online: has a live socket, in whatever room.

use actix::{Addr, AsyncContext, Context, Handler, Message, SpawnHandle};

use super::Hub;
use crate::{
    Code, Error, Result, fifo,
    ids::{LoginId, RoomId, UserId},
    limits::LEAVE_AFTER,
    room::PresenceOf,
    session::Session,
};

/// A user with a session, or who had one a moment ago.
#[derive(Default)]
pub(super) struct Online {
    sessions: Vec<Seated>,
    rooms: Vec<RoomId>,
    /// Whether their rooms were told.
    is_told: bool,
    leaving: Option<SpawnHandle>,
}

pub(super) struct Seated {
    number: u64,
    pub login_id: LoginId,
    pub addr: Addr<Session>,
}

impl Online {
    pub fn sessions(&self) -> impl Iterator<Item = &Seated> {
        self.sessions.iter()
    }

    pub fn add_room(&mut self, room_id: RoomId) {
        if !self.rooms.contains(&room_id) {
            self.rooms.push(room_id);
        }
    }

    pub fn remove_room(&mut self, room_id: RoomId) {
        self.rooms.retain(|room| *room != room_id);
    }
}

/// A socket asks to be admitted, before its upgrade is answered. The answer is its number.
#[derive(Message)]
#[rtype(result = "Result<u64>")]
pub struct Arrive {
    /// Whose it is.
    pub user_id: UserId,
    /// Through which login, read from the store a moment ago.
    pub login_id: LoginId,
    /// The session that will be.
    pub session: Addr<Session>,
}

impl Handler<Arrive> for Hub {
    type Result = Result<u64>;

    fn handle(&mut self, arrive: Arrive, ctx: &mut Context<Self>) -> Self::Result {
        let Arrive { user_id, login_id, session } = arrive;
        if self.stopping {
            return Err(Code::Stopping.into());
        }
        if self.ended.has(user_id, login_id) {
            return Err(Code::LoginEnded.into());
        }
        let limit = self.chat.limits.sockets_per_user;
        let user = self.users.entry(user_id).or_default();
        if limit > 0 && user.sessions.len() >= limit {
            return Err(Error::Refused(Code::RateLimited));
        }
        self.seats += 1;
        user.sessions.push(Seated { number: self.seats, login_id, addr: session });
        if let Some(leaving) = user.leaving.take() {
            ctx.cancel_future(leaving);
        }
        Ok(self.seats)
    }
}

/// An admitted socket is about to be answered, and its user online from now on. The rooms were read after [`Arrive`]: those
/// they came to since are told here by the writer, so that none is missed.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Here {
    /// Who.
    pub user_id: UserId,
    /// The rooms they belong to.
    pub rooms: Vec<RoomId>,
}

impl Handler<Here> for Hub {
    type Result = ();

    fn handle(&mut self, Here { user_id, rooms }: Here, _: &mut Context<Self>) {
        let Some(user) = self.users.get_mut(&user_id) else { return };
        if !std::mem::replace(&mut user.is_told, true) {
            rooms.into_iter().for_each(|room_id| user.add_room(room_id));
            self.tell_presence(user_id, true);
        }
    }
}

/// A session is gone.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Depart {
    /// Whose it was.
    pub user_id: UserId,
    /// Its number.
    pub number: u64,
}

impl Handler<Depart> for Hub {
    type Result = ();

    fn handle(&mut self, Depart { user_id, number }: Depart, ctx: &mut Context<Self>) {
        let Some(user) = self.users.get_mut(&user_id) else { return };
        user.sessions.retain(|session| session.number != number);
        if user.sessions.is_empty() && user.leaving.is_none() {
            // A page that is being reloaded does not go and come for the others.
            user.leaving = Some(ctx.run_later(LEAVE_AFTER, move |hub, _| {
                hub.tell_presence(user_id, false);
                hub.users.remove(&user_id);
            }));
        }
    }
}

impl Hub {
    fn tell_presence(&self, user_id: UserId, online: bool) {
        let Some(user) = self.users.get(&user_id) else { return };
        for running in user.rooms.iter().filter_map(|room| self.rooms.get(room)) {
            fifo::hand(&running.addr, PresenceOf { user_id, online });
        }
    }
}

/// Which of these users are online.
#[derive(Message)]
#[rtype(result = "Vec<UserId>")]
pub struct OnlineAmong {
    /// The users in question.
    pub members: Vec<UserId>,
}

impl Handler<OnlineAmong> for Hub {
    type Result = Vec<UserId>;

    fn handle(&mut self, OnlineAmong { mut members }: OnlineAmong, _: &mut Context<Self>) -> Self::Result {
        members.retain(|user| self.users.get(user).is_some_and(|user| user.is_told));
        members
    }
}
