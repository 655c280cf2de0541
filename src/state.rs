//! What every handler can reach: one value, made when the program starts and shared by its workers.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use actors::{clock::Clock, metrics::Metrics, rates::Rates, store::Store};

use crate::{accounts::Accounts, config::Config, logins::Logins, presentation::Presentation, views::Pages};

/// The parts of a running server.
pub struct State {
    /// The way to everything stored.
    pub store: Store,
    /// How often each user may post, over both doors.
    pub rates: Arc<Rates>,
    /// Turns facts into what people see.
    pub presenter: Arc<Presentation>,
    /// The templates.
    pub pages: Arc<Pages>,
    /// What the operator decided.
    pub config: Config,
    /// Passwords, and who may come in.
    pub accounts: Accounts,
    /// Cookies, and the logins behind them.
    pub logins: Logins,
    /// The present moment.
    pub clock: Clock,
    /// What is counted.
    pub metrics: Metrics,
    /// Whether the server takes no new work any more.
    pub stopping: AtomicBool,
}

impl State {
    /// Whether the server takes no new work any more.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
