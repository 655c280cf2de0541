//! Where the time comes from. Everything that needs the wall clock is handed a [`Clock`], so that a test can set it;
//! time-outs and rates use the monotonic clock of the runtime instead and do not mind a clock that jumps.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// A source of the present moment.
pub type Clock = Arc<dyn Fn() -> Millis + Send + Sync>;

/// The clock of the machine. A clock set before 1970 reads as 0.
#[must_use]
pub fn system() -> Clock {
    Arc::new(|| {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
    })
}
