//! How often one user may post: one bucket a user for both doors and all sockets.

use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{Code, Result, ids::UserId, limits::Limits};

/// The buckets of everybody. Buckets that are full again are dropped by [`Rates::forget`], to be called now and then.
pub struct Rates {
    posts: Option<DefaultKeyedRateLimiter<UserId>>,
}

impl Rates {
    /// Buckets by the limits; `posts_per_second` 0 switches them off.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        let posts = NonZeroU32::new(limits.posts_per_second).map(|rate| {
            let burst = NonZeroU32::new(limits.posts_burst).unwrap_or(rate);
            RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
        });
        Self { posts }
    }

    /// Takes one post of `user` from their bucket.
    ///
    /// # Errors
    /// `rate_limited` when it is empty.
    pub fn post(&self, user: UserId) -> Result<()> {
        match &self.posts {
            Some(posts) if posts.check_key(&user).is_err() => Err(Code::RateLimited.into()),
            _ => Ok(()),
        }
    }

    /// Drops buckets that say nothing any more.
    pub fn forget(&self) {
        if let Some(posts) = &self.posts {
            posts.retain_recent();
        }
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
    fn zero_switches_the_rate_off() {
        let rates = Rates::new(&Limits { posts_per_second: 0, ..Limits::default() });
        assert!((0..1000).all(|_| rates.post(UserId(1)).is_ok()));
    }
}
