//! A write on its way: what to do, who waits for the answer, and its place among the admitted.

use actix::Message;
use tokio::sync::oneshot;

use crate::{
    Code, Error,
    store::{Tx, Write, admission::Admitted, standing, trust},
};

/// A write in the writer's mailbox.
#[derive(Message)]
#[rtype(result = "()")]
pub(in crate::store) struct Job {
    work: Box<dyn Work>,
    /// `None` once it travels with the facts.
    place: Option<Admitted>,
    /// Whether facts of it are told after COMMIT.
    pub(super) tells: bool,
}

/// A write whose type nobody needs to know any more.
trait Work: Send {
    /// Runs it and keeps its answer; an error is kept as the answer too, and told by its code alone.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Fault>;
    /// Answers with what was kept, or with `instead`.
    fn answer(self: Box<Self>, instead: Option<Code>);
}

/// Why a write is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It was refused, or failed alone.
    Alone,
    /// The disk or the file cannot be trusted any more.
    Fatal,
}

struct Pending<W: Write> {
    write: W,
    kept: Option<Result<W::Reply, Error>>,
    answer: oneshot::Sender<Result<W::Reply, Error>>,
}

impl Job {
    pub(in crate::store) fn new<W: Write>(
        write: W,
        answer: oneshot::Sender<Result<W::Reply, Error>>,
        place: Admitted,
    ) -> Self {
        Self { work: Box::new(Pending { write, kept: None, answer }), place: Some(place), tells: false }
    }

    pub(super) fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        self.work.run(tx)
    }

    /// The place of a write with facts, which goes on with these.
    pub(super) fn take_place(&mut self) -> Option<Admitted> {
        if self.tells { self.place.take() } else { None }
    }

    /// Answers after COMMIT; the place of a write without facts is free before.
    pub(super) fn answer(self) {
        drop(self.place);
        self.work.answer(None);
    }

    /// Answers that nothing was stored.
    pub(super) fn lose(self) {
        drop(self.place);
        self.work.answer(Some(Code::Storage));
    }
}

impl<W: Write> Work for Pending<W> {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = self.write.by();
        let result = by.map_or(Ok(()), |by| standing::check_login(tx, by)).and_then(|()| self.write.apply(tx));
        let outcome = match &result {
            Ok(_) => Ok(()),
            Err(error) if trust::is_lost(error) => Err(Fault::Fatal),
            Err(_) => Err(Fault::Alone),
        };
        if let Err(error) = &result
            && error.is_fault()
        {
            log::error!("a write failed: {error}");
        }
        self.kept = Some(result);
        outcome
    }

    fn answer(self: Box<Self>, instead: Option<Code>) {
        let answer = match (instead, self.kept) {
            (None, Some(kept)) => kept,
            // What panicked kept nothing.
            (instead, _) => Err(instead.unwrap_or(Code::Storage).into()),
        };
        // Whoever asked may have gone.
        let _ = self.answer.send(answer);
    }
}
