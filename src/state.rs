//! What every handler can reach: made once, at the start, and shared by all workers.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use actix::Addr;
use actors::{chat::Chat, clock::Clock, hub::Hub, metrics::Metrics, rates::Rates, store::Store};

use crate::{
    accounts::Accounts, config::Config, guard::Guard, logins::Logins, media::Media, presentation::Presentation,
    views::Pages,
};

/// One server.
pub struct State {
    /// Its configuration.
    pub config: Config,
    /// What the actors share.
    pub chat: Arc<Chat>,
    /// The directory of rooms and sessions.
    pub hub: Addr<Hub>,
    /// The store.
    pub store: Store,
    /// How often a user may post.
    pub rates: Arc<Rates>,
    /// Bubbles and words.
    pub presenter: Arc<Presentation>,
    /// The pages.
    pub pages: Arc<Pages>,
    /// Who may log in.
    pub accounts: Arc<Accounts>,
    /// Who is logged in.
    pub logins: Logins,
    /// The bytes of files.
    pub media: Arc<Media>,
    /// The checks at the door.
    pub guard: Guard,
    /// The time.
    pub clock: Clock,
    /// The counts.
    pub metrics: Metrics,
    /// Whether the server is stopping.
    pub stopping: AtomicBool,
}

impl State {
    /// Whether the server is stopping.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
