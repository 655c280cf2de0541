//! The store: reached by typed messages only. A [`Write`] and a [`Read`] are data with an answer; the one writer runs the
//! former in order and in groups, a pool of read-only connections runs the latter.

pub mod accounts;
pub mod logins;
pub mod members;
pub mod messages;
pub mod rooms;

use rusqlite::Connection;

use crate::{
    Error,
    clock::Millis,
    event::Event,
    ids::{LoginId, UserId},
};

/// Who asks for a write. The writer refuses it in its transaction when the login has ended or the user is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The user.
    pub user_id: UserId,
    /// The login they came through; `None` for the operator at the command line.
    pub login_id: Option<LoginId>,
}

/// A change of the store.
pub trait Write: Send + 'static {
    /// What the asker learns after COMMIT.
    type Reply: Send + 'static;

    /// Makes the change inside its own savepoint; an error undoes this change alone.
    ///
    /// # Errors
    /// A refusal, or what SQLite said.
    fn apply(&self, tx: &mut Tx<'_>) -> Result<Self::Reply, Error>;
}

/// A question to the store.
pub trait Read: Send + 'static {
    /// The answer.
    type Reply: Send + 'static;

    /// Answers from one consistent snapshot.
    ///
    /// # Errors
    /// A refusal, or what SQLite said.
    fn query(&self, connection: &Connection) -> Result<Self::Reply, Error>;
}

/// The writer's transaction as a [`Write`] sees it.
pub struct Tx<'c> {
    /// The connection, inside the write's savepoint.
    pub connection: &'c Connection,
    /// When the group began.
    pub now: Millis,
    events: Vec<Event>,
}

impl Tx<'_> {
    /// Notes a fact to be told after COMMIT.
    pub fn tell(&mut self, event: Event) {
        self.events.push(event);
    }
}
