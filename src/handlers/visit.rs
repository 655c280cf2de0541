//! A request of somebody signed in: what nearly every handler needs, checked before it runs.

use std::ops::Deref;

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use actors::{
    Code,
    ids::{ClientId, RoomId, Seq, UserId},
    limits::FILES_OF_MESSAGE,
    store::{
        By, Read, Write,
        logins::Login,
        members::{MarkRead, ReadState},
        rooms::{RoomOf, RoomView},
    },
};

use crate::{
    error::{Error, Result},
    handlers::guest::Guest,
    logins::login_of,
    state::State,
    views::{RoomHead, RoomList, Shell},
};

/// A request whose login lives. It is a [`Guest`] whom we know.
pub struct Visit {
    guest: Guest,
    /// Who asks.
    pub login: Login,
}

impl Deref for Visit {
    type Target = Guest;

    fn deref(&self) -> &Guest {
        &self.guest
    }
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let login = login_of(request).and_then(|login| login.ok_or(Error::NotSignedIn));
        std::future::ready(login.and_then(|login| Ok(Self { guest: Guest::of(request)?, login })))
    }
}

impl Visit {
    /// Who asks.
    #[must_use]
    pub const fn user_id(&self) -> UserId {
        self.login.user_id
    }

    /// Who asks, for a write.
    #[must_use]
    pub const fn by(&self) -> By {
        By { user_id: self.login.user_id, login_id: Some(self.login.login_id) }
    }

    /// Asks the store.
    ///
    /// # Errors
    /// What the store refuses.
    pub async fn read<R: Read>(&self, question: R) -> Result<R::Reply> {
        Ok(self.state.store.read(question).await?)
    }

    /// Changes the store, as often as the asker may: the count is one with that of their sockets.
    ///
    /// # Errors
    /// `rate_limited`, and what the store refuses.
    pub async fn write<W: Write>(&self, change: W) -> Result<W::Reply> {
        self.state.rates.post(self.user_id())?;
        Ok(self.state.store.write(change).await?)
    }

    /// Notes that everything up to a birth is seen.
    ///
    /// # Errors
    /// `not_found` unless a member; `rate_limited` far above what a reader needs.
    pub async fn read_up_to(&self, room_id: RoomId, seq: Seq, client_id: Option<ClientId>) -> Result<ReadState> {
        self.state.rates.read(self.user_id())?;
        Ok(self.state.store.write(MarkRead { by: self.by(), room_id, seq, client_id }).await?)
    }

    /// The room, if it exists for the asker.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn room(&self, room_id: RoomId) -> Result<RoomView> {
        let room = self.read(RoomOf { user_id: self.user_id(), room_id }).await?;
        room.ok_or_else(|| Code::NotFound.into())
    }

    /// What stands around a pane.
    #[must_use]
    pub fn shell(&self, list: RoomList) -> Shell {
        let State { presenter, config, clock, .. } = &**self.state;
        Shell {
            list,
            words: crate::i18n::script_words(self.language()),
            now: clock(),
            tz_offset: presenter.tz_offset_minutes(),
            message_chars: config.limits.message_chars,
            file_bytes: config.media.file_bytes,
            files_max: FILES_OF_MESSAGE,
        }
    }

    /// A room's head for the asker.
    #[must_use]
    pub fn head(&self, room: &RoomView) -> RoomHead {
        self.state.presenter.room_head(room, &self.reader())
    }
}
