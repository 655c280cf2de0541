//! Writes and reads that only a test needs: one that holds the writer up, so that what comes after it is one group, and some that fail.

use std::{ffi::c_int, sync::mpsc};

use actors::{
    Error, Result,
    store::{By, Read, Tx, Write},
};
use rusqlite::{Connection, ffi};
use tokio::sync::oneshot;

/// Holds the writer (or a reader) up until the other half is dropped.
pub struct Gate {
    opened: mpsc::Receiver<()>,
    reached: std::sync::Mutex<Option<oneshot::Sender<()>>>,
}

/// Opens the gate when it is dropped.
pub struct Key {
    _open: mpsc::Sender<()>,
    reached: oneshot::Receiver<()>,
}

impl Gate {
    pub fn new() -> (Self, Key) {
        let (open, opened) = mpsc::channel();
        let (reach, reached) = oneshot::channel();
        (Self { opened, reached: std::sync::Mutex::new(Some(reach)) }, Key { _open: open, reached })
    }

    fn pass(&self) {
        if let Some(reached) = self.reached.lock().unwrap().take() {
            let _ = reached.send(());
        }
        let _ = self.opened.recv();
    }
}

impl Key {
    /// Waits until somebody stands before the gate.
    pub async fn reached(&mut self) {
        (&mut self.reached).await.unwrap();
    }
}

impl Write for Gate {
    type Reply = ();

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, _: &mut Tx<'_>) -> Result<()> {
        self.pass();
        Ok(())
    }
}

/// The same for a reader.
pub struct ReadGate(pub std::sync::Mutex<Gate>);

impl Read for ReadGate {
    type Reply = ();

    fn query(&self, _: &Connection) -> Result<()> {
        self.0.lock().unwrap().pass();
        Ok(())
    }
}

/// Runs SQL and then ends in some way.
pub struct Statement {
    pub sql: String,
    pub then: Then,
}

#[derive(Clone, Copy, Debug)]
pub enum Then {
    Succeed,
    Panic,
    /// As SQLite does, with this extended code.
    Fail(c_int),
}

impl Statement {
    pub fn new(sql: &str, then: Then) -> Self {
        Self { sql: sql.to_owned(), then }
    }
}

impl Write for Statement {
    type Reply = ();

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut statement = tx.connection.prepare(&self.sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        match self.then {
            Then::Succeed => Ok(()),
            Then::Panic => panic!("a write panics"),
            Then::Fail(code) => Err(Error::Database(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))),
        }
    }
}

/// Answers one number.
pub struct Number(pub String);

impl Number {
    pub fn of(sql: &str) -> Self {
        Self(sql.to_owned())
    }
}

impl Read for Number {
    type Reply = i64;

    fn query(&self, connection: &Connection) -> Result<i64> {
        Ok(connection.query_row(&self.0, [], |row| row.get(0))?)
    }
}
