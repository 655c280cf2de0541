//! How often one user may change what others see, and how often what concerns them alone (read positions, marks of unread) or look
//! members up by name: two buckets a user, for both doors and all their sockets. What else a socket sends, its own limit of frames
//! bounds.

use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{
    Code, Result,
    ids::UserId,
    limits::{Limits, READS_BURST, READS_PER_SECOND},
};

/// The buckets of everybody. Buckets that are full again are dropped by [`Rates::forget`], to be called now and then.
pub struct Rates {
    posts: Buckets,
    reads: Buckets,
}

/// A bucket a user; `None` for any number.
type Buckets = Option<DefaultKeyedRateLimiter<UserId>>;

impl Rates {
    /// Buckets by the limits; `posts_per_second` 0 switches them off.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        let posts = buckets(limits.posts_per_second, limits.posts_burst);
        Self { posts, reads: buckets(READS_PER_SECOND, READS_BURST) }
    }

    /// Takes one post, edit, deletion, reaction or the like of `user` from their bucket.
    ///
    /// # Errors
    /// `rate_limited` when it is empty.
    pub fn post(&self, user: UserId) -> Result<()> {
        take(&self.posts, user)
    }

    /// Takes one move of a read position, mark of unread or look-up of `user` from their bucket.
    ///
    /// # Errors
    /// `rate_limited` when it is empty.
    pub fn read(&self, user: UserId) -> Result<()> {
        take(&self.reads, user)
    }

    /// Drops buckets that say nothing any more.
    pub fn forget(&self) {
        for buckets in [&self.posts, &self.reads].into_iter().flatten() {
            buckets.retain_recent();
        }
    }
}

/// Buckets that fill at `rate` a second up to `burst`.
fn buckets(rate: u32, burst: u32) -> Buckets {
    NonZeroU32::new(rate).map(|rate| {
        let burst = NonZeroU32::new(burst).unwrap_or(rate);
        RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
    })
}

fn take(buckets: &Buckets, user: UserId) -> Result<()> {
    match buckets {
        Some(buckets) if buckets.check_key(&user).is_err() => Err(Code::RateLimited.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_may_burst_then_waits_and_others_do_not_notice() {
        let rates = Rates::new(&Limits { posts_per_second: 1, posts_burst: 3, ..Limits::default() });
        for _ in 0..3 {
            assert!(rates.post(UserId(1)).is_ok());
        }
        assert_eq!(rates.post(UserId(1)).unwrap_err().code(), Code::RateLimited);
        assert!(rates.post(UserId(2)).is_ok());
    }

    #[test]
    fn reading_has_a_bucket_of_its_own() {
        let rates = Rates::new(&Limits { posts_per_second: 0, ..Limits::default() });
        let moved = (0..1000).take_while(|_| rates.read(UserId(1)).is_ok()).count();
        assert!((100..1000).contains(&moved), "{moved}");
        assert!(rates.read(UserId(2)).is_ok() && rates.post(UserId(1)).is_ok());
    }

    #[test]
    fn zero_switches_the_rate_off() {
        let rates = Rates::new(&Limits { posts_per_second: 0, ..Limits::default() });
        assert!((0..1000).all(|_| rates.post(UserId(1)).is_ok()));
    }
}
