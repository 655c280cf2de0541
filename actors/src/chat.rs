//! What every actor of one server shares. It is made once, by the program, and holds no state that changes.

use std::sync::Arc;

use crate::{clock::Clock, limits::Limits, metrics::Metrics, presenter::Presenter, rates::Rates, store::Store};

/// The parts that the actors share.
#[derive(Clone)]
pub struct Chat {
    /// The store.
    pub store: Store,
    /// How often a user may post.
    pub rates: Arc<Rates>,
    /// The limits with a flag.
    pub limits: Limits,
    /// Bubbles, words and the wire format.
    pub presenter: Arc<dyn Presenter>,
    /// The counts.
    pub metrics: Metrics,
    /// The time.
    pub clock: Clock,
}
