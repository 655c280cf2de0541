//! Whether the wall clock goes as time does. A clock that was set forward makes everything look old at once: what is old is then
//! kept until the clock is set back, or has been right for so long that it is believed. Costs a comparison a group.

use std::time::{Duration, Instant};

use crate::clock::Millis;

/// Milliseconds by which the wall clock may run ahead of the monotonic one between two looks.
const AHEAD_MS: Millis = 10 * 60 * 1000;
/// After how long a clock that was set forward is believed.
const BELIEVED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// The last moment at which both clocks agreed.
pub(super) struct Anchor {
    wall: Millis,
    at: Instant,
}

impl Anchor {
    pub(super) const fn new(wall: Millis, at: Instant) -> Self {
        Self { wall, at }
    }

    /// Whether `wall`, which the wall clock says at the moment `at`, is not ahead of its time.
    pub(super) fn holds(&mut self, wall: Millis, at: Instant) -> bool {
        let passed = at.saturating_duration_since(self.at);
        let expected = self.wall.saturating_add(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX));
        let holds = wall <= expected.saturating_add(AHEAD_MS);
        if holds || passed > BELIEVED_AFTER {
            *self = Self::new(wall, at);
        }
        holds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: Millis = 60 * 60 * 1000;

    #[test]
    fn a_clock_set_forward_is_noticed_until_it_is_set_back_or_has_stayed_so_for_a_day() {
        let start = Instant::now();
        let after = |hours: i64| (hours * HOUR_MS, start + Duration::from_secs(hours.unsigned_abs() * 3600));
        let mut anchor = Anchor::new(0, start);
        let mut holds = |(wall, at): (Millis, Instant), set_by: Millis| anchor.holds(wall + set_by, at);
        assert!(holds(after(1), 0));
        assert!(holds(after(2), AHEAD_MS), "clocks drift");
        assert!(!holds(after(3), 48 * HOUR_MS));
        assert!(holds(after(4), 0), "it was set back");
        assert!(holds(after(5), -HOUR_MS), "an early clock makes nothing old");
        assert!(!holds(after(6), 48 * HOUR_MS));
        assert!(!holds(after(29), 48 * HOUR_MS));
        assert!(!holds(after(30), 48 * HOUR_MS));
        assert!(holds(after(31), 48 * HOUR_MS), "it is the time, after all");
    }
}
