//! One transaction for many writes.
//!
//! Guarantees: a write that is refused, fails or panics is undone alone and the others are whole; when SQLite gave the whole
//! transaction up, the whole group is lost and nothing of it is told. Costs two statements a write and two a group.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;

use super::job::{Fault, Job};
use crate::{
    Error, Result,
    clock::Millis,
    event::Event,
    store::{Tx, trust},
};

/// A transaction about to be run.
pub(super) struct Group<'c> {
    tx: Tx<'c>,
}

/// A group that is stored.
pub(super) struct Done {
    /// To be answered.
    pub(super) jobs: Vec<Job>,
    /// To be told then.
    pub(super) events: Vec<Event>,
}

/// A group of which nothing is stored.
pub(super) struct Lost {
    /// To be answered `storage`.
    pub(super) jobs: Vec<Job>,
    /// Why.
    pub(super) error: Error,
    /// Whether no further write may be tried.
    pub(super) is_fatal: bool,
}

impl<'c> Group<'c> {
    pub(super) fn new(connection: &'c Connection, now: Millis, is_steady: bool) -> Self {
        Self { tx: Tx { connection, now, is_steady, events: Vec::new() } }
    }

    /// Runs `jobs` in order and commits.
    pub(super) fn run(mut self, mut jobs: Vec<Job>) -> std::result::Result<Done, Lost> {
        match self.store(&mut jobs) {
            Ok(()) => Ok(Done { jobs, events: self.tx.events }),
            Err((error, is_fatal)) => {
                if !self.tx.connection.is_autocommit()
                    && let Err(error) = self.execute("ROLLBACK")
                {
                    log::error!("a group could not be rolled back: {error}");
                }
                Err(Lost { jobs, error, is_fatal })
            }
        }
    }

    fn store(&mut self, jobs: &mut [Job]) -> std::result::Result<(), (Error, bool)> {
        let judge = |error: Error| {
            let is_fatal = trust::is_lost(&error);
            (error, is_fatal)
        };
        self.execute("BEGIN IMMEDIATE").map_err(judge)?;
        for job in jobs {
            let told = self.tx.events.len();
            self.execute("SAVEPOINT one").map_err(judge)?;
            let outcome = catch_unwind(AssertUnwindSafe(|| job.run(&mut self.tx))).unwrap_or(Err(Fault::Alone));
            if outcome == Err(Fault::Fatal) {
                return Err((Error::Data("the disk or the database file failed".to_owned()), true));
            }
            if outcome.is_err() {
                self.tx.events.truncate(told);
                if self.tx.connection.is_autocommit() {
                    return Err((Error::Data("SQLite gave the transaction up".to_owned()), false));
                }
                self.execute("ROLLBACK TO one").map_err(judge)?;
            }
            self.execute("RELEASE one").map_err(judge)?;
            job.tells = self.tx.events.len() > told;
        }
        self.execute("COMMIT").map_err(|error| {
            let survives = trust::survives_commit(&error);
            (error, !survives)
        })
    }

    fn execute(&self, sql: &str) -> Result<()> {
        self.tx.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}
