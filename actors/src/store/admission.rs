//! How many writes may be between their asker and those who must know of them.
//!
//! Guarantees that at most [`WRITES_ADMITTED`] are: one is admitted or refused at once, nobody waits at this door. Costs an atomic.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};

use super::Options;
use crate::{Code, Error, limits::WRITES_ADMITTED};

/// The door before the writer. Cloning shares it.
#[derive(Clone)]
pub(super) struct Admission {
    places: Arc<Semaphore>,
    closed: Arc<OnceLock<Code>>,
    failed: Arc<AtomicBool>,
    on_fatal: Arc<dyn Fn(&Error) + Send + Sync>,
    waiting: Gauge,
}

/// The place of one write; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Admitted {
    _place: OwnedSemaphorePermit,
    waiting: Gauge,
}

/// The places of the writes whose facts travel with them. Given back when the last clone is dropped.
#[derive(Clone, Debug, Default)]
pub struct Permits(#[expect(dead_code, reason = "kept for its drop")] Arc<Vec<Admitted>>);

impl Admission {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            places: Arc::new(Semaphore::new(WRITES_ADMITTED)),
            closed: Arc::default(),
            failed: Arc::default(),
            on_fatal: options.on_fatal.clone(),
            waiting: options.metrics.writes_waiting.clone(),
        }
    }

    /// Takes a place: `busy` when there is none, else why the door was closed.
    pub(super) fn admit(&self) -> Result<Admitted, Error> {
        match self.places.clone().try_acquire_owned() {
            Ok(place) => {
                self.waiting.inc();
                Ok(Admitted { _place: place, waiting: self.waiting.clone() })
            }
            Err(TryAcquireError::NoPermits) => Err(Code::Busy.into()),
            Err(TryAcquireError::Closed) => Err(self.closed_or(Code::Stopping).into()),
        }
    }

    /// Admits nobody any more, and says `why`; the first reason stays.
    pub(super) fn close(&self, why: Code) {
        self.closed.get_or_init(|| why);
        self.places.close();
    }

    /// Admits nobody any more because no write can be trusted; whether that is news, to be told to the program with
    /// [`Self::tell`] once those who wait are answered.
    pub(super) fn distrust(&self) -> bool {
        self.close(Code::Storage);
        !self.failed.swap(true, Ordering::SeqCst)
    }

    /// Tells the program why no write can be trusted.
    pub(super) fn tell(&self, error: &Error) {
        (self.on_fatal)(error);
    }

    /// Whether no write can be trusted, not even those that were admitted.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::SeqCst)
    }

    pub(super) fn closed_or(&self, otherwise: Code) -> Code {
        self.closed.get().copied().unwrap_or(otherwise)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.get().is_some()
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.waiting.dec();
    }
}

impl Permits {
    pub(super) fn new(places: Vec<Admitted>) -> Self {
        Self(Arc::new(places))
    }
}
