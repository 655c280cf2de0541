//! The one writer: an actor on its own thread that owns the only writing connection.
//!
//! Guarantees: everything that waits in the mailbox is one group and one COMMIT; answers leave after it, then the group's facts as one
//! [`Committed`], so that facts are told in the order of commit and never before. Costs one fsync a group.

mod anchor;
mod group;
mod job;

use std::time::Instant;

use actix::{Actor, AsyncContext, Context, Handler, Message, Recipient};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::{clock::Clock, fifo, metrics::Metrics};

use super::{Committed, Options, Permits, admission::Admission, checkpointer::Bell};
use anchor::Anchor;
use group::Group;
pub(super) use job::Job;

/// The actor. Its mailbox is bounded by the admission before it.
pub struct Persistence {
    connection: Connection,
    clock: Clock,
    anchor: Anchor,
    metrics: Metrics,
    admission: Admission,
    bell: Bell,
    listener: Option<Recipient<Committed>>,
    waiting: Vec<Job>,
}

impl Persistence {
    pub(super) fn new(connection: Connection, options: &Options, admission: Admission, bell: Bell) -> Self {
        Self {
            connection,
            clock: options.clock.clone(),
            anchor: Anchor::new((options.clock)(), Instant::now()),
            metrics: options.metrics.clone(),
            admission,
            bell,
            listener: None,
            waiting: Vec::new(),
        }
    }

    /// Applies whatever waits as one group, answers it and tells its facts.
    fn commit(&mut self) {
        let jobs = std::mem::take(&mut self.waiting);
        if jobs.is_empty() {
            return;
        }
        if self.admission.has_failed() {
            jobs.into_iter().for_each(Job::lose);
            return;
        }
        let (began, size) = (Instant::now(), jobs.len());
        let now = (self.clock)();
        let is_steady = self.anchor.holds(now, began);
        let outcome = Group::new(&self.connection, now, is_steady).run(jobs);
        self.metrics.commit_size.observe(f64::from(u32::try_from(size).unwrap_or(u32::MAX)));
        self.metrics.commit_seconds.observe(began.elapsed().as_secs_f64());
        match outcome {
            Ok(mut done) => {
                // Those whose facts travel keep their places until these have arrived. The facts go first: whoever has an
                // answer and asks the Hub next finds it knowing.
                let places = done.jobs.iter_mut().filter_map(Job::take_place).collect();
                if let (Some(listener), false) = (&self.listener, done.events.is_empty()) {
                    fifo::hand_to(listener, Committed { events: done.events, permits: Permits::new(places) });
                }
                done.jobs.into_iter().for_each(Job::answer);
                self.bell.ring();
            }
            Err(lost) => {
                log::error!("a group of {size} writes was lost: {}", lost.error);
                let is_news = lost.is_fatal && self.admission.distrust();
                lost.jobs.into_iter().for_each(Job::lose);
                if is_news {
                    self.admission.tell(&lost.error);
                }
            }
        }
    }
}

impl Actor for Persistence {
    type Context = Context<Self>;
}

impl Handler<Job> for Persistence {
    type Result = ();

    fn handle(&mut self, job: Job, context: &mut Self::Context) {
        if self.waiting.is_empty() {
            // Runs when the mailbox is empty: by then the whole group is here.
            context.notify(Commit);
        }
        self.waiting.push(job);
    }
}

/// The group is complete.
#[derive(Message)]
#[rtype(result = "()")]
struct Commit;

impl Handler<Commit> for Persistence {
    type Result = ();

    fn handle(&mut self, _: Commit, _: &mut Self::Context) {
        self.commit();
    }
}

/// Names who is told from now on.
#[derive(Message)]
#[rtype(result = "()")]
pub(super) struct Listen(pub(super) Recipient<Committed>);

impl Handler<Listen> for Persistence {
    type Result = ();

    fn handle(&mut self, Listen(listener): Listen, _: &mut Self::Context) {
        self.listener = Some(listener);
    }
}

/// Commits what waits, then says that it is done.
#[derive(Message)]
#[rtype(result = "()")]
pub(super) struct Stop(pub(super) oneshot::Sender<()>);

impl Handler<Stop> for Persistence {
    type Result = ();

    fn handle(&mut self, Stop(done): Stop, _: &mut Self::Context) {
        self.commit();
        // Nobody waits any more: nothing to tell.
        let _ = done.send(());
    }
}
