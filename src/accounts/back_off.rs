//! Guessing is made slow: 10 failed logins in 3 minutes for one account from one address, 50 from one address; never for an
//! account alone, or anybody could lock anybody out. IPv6 counts by /64. Attempts under way take up the room that failures
//! have, so that many at once get no further than one after another; but they are no failures yet, and whom they alone keep
//! out is told to come back in a moment. Time is monotonic; memory is bounded.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use actors::Code;

use crate::error::{Error, Result};

/// Failures of one account from one address in [`WINDOW`].
pub const FAILURES_OF_ACCOUNT: usize = 10;
/// Failures from one address in [`WINDOW`].
pub const FAILURES_OF_ADDRESS: usize = 50;
/// How long a failure counts.
pub const WINDOW: Duration = Duration::from_secs(3 * 60);
/// Accounts and addresses that are remembered at once: about 20 MiB in the worst case.
const KEYS_MAX: usize = 65_536;

/// The attempts of everybody.
pub struct BackOff {
    tries: Mutex<HashMap<Key, Tries>>,
    names: RandomState,
}

/// A network, and in it one account (by a keyed hash, whose length no asker chooses) or all of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    network: IpAddr,
    account: Option<u64>,
}

/// What is known of a key.
#[derive(Default)]
struct Tries {
    /// When attempts began that failed, oldest first.
    failures: VecDeque<Instant>,
    /// Attempts under way.
    under_way: usize,
}

/// An attempt under way. Dropping it counts it as failed, unless it was given back.
#[must_use]
pub struct Attempt<'b> {
    back_off: &'b BackOff,
    keys: [Key; 2],
    began: Instant,
    failed: bool,
}

impl Default for BackOff {
    fn default() -> Self {
        Self { tries: Mutex::new(HashMap::new()), names: RandomState::new() }
    }
}

impl BackOff {
    /// Begins an attempt on the account of a folded username.
    ///
    /// # Errors
    /// [`Error::Throttled`] when too many failed, `busy` when too many are under way; the refused attempt does not count.
    pub fn attempt(&self, address: IpAddr, folded: &str, now: Instant) -> Result<Attempt<'_>> {
        let network = network(address);
        let account = Key { network, account: Some(self.names.hash_one(folded)) };
        let everyone = Key { network, account: None };
        let mut tries = self.tries();
        for (key, most) in [(account, FAILURES_OF_ACCOUNT), (everyone, FAILURES_OF_ADDRESS)] {
            if let Some(tries) = tries.get_mut(&key) {
                tries.admit(most, now)?;
            }
        }
        if tries.len() + 2 > KEYS_MAX {
            make_room(&mut tries, now);
        }
        let keys = [account, everyone];
        for key in keys {
            tries.entry(key).or_default().under_way += 1;
        }
        Ok(Attempt { back_off: self, keys, began: now, failed: true })
    }

    fn tries(&self) -> MutexGuard<'_, HashMap<Key, Tries>> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt<'_> {
    /// Gives it back: it was right, or was never tried.
    pub fn give_back(mut self) {
        self.failed = false;
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let mut tries = self.back_off.tries();
        for key in self.keys {
            let Some(known) = tries.get_mut(&key) else { continue };
            known.under_way = known.under_way.saturating_sub(1);
            if self.failed {
                let place = known.failures.partition_point(|began| *began <= self.began);
                known.failures.insert(place, self.began);
            }
            if known.is_empty() {
                tries.remove(&key);
            }
        }
    }
}

impl Tries {
    /// Refuses an attempt when there are `most` already.
    fn admit(&mut self, most: usize, now: Instant) -> Result<()> {
        self.forget_old(now);
        match self.failures.front() {
            Some(first) if self.failures.len() >= most => {
                Err(Error::Throttled(WINDOW.saturating_sub(now.saturating_duration_since(*first))))
            }
            _ if self.failures.len() + self.under_way >= most => Err(Code::Busy.into()),
            _ => Ok(()),
        }
    }

    fn forget_old(&mut self, now: Instant) {
        while self.failures.front().is_some_and(|first| now.saturating_duration_since(*first) >= WINDOW) {
            self.failures.pop_front();
        }
    }

    fn is_empty(&self) -> bool {
        self.failures.is_empty() && self.under_way == 0
    }
}

/// Drops what is old; when a flood from everywhere leaves no other way, also the half that failed longest ago. What is under
/// way stays: there is no more of it than connections.
fn make_room(tries: &mut HashMap<Key, Tries>, now: Instant) {
    tries.retain(|_, tries| {
        tries.forget_old(now);
        !tries.is_empty()
    });
    if tries.len() < KEYS_MAX / 2 {
        return;
    }
    let mut last: Vec<Instant> = tries.values().filter_map(|tries| tries.failures.back().copied()).collect();
    if last.is_empty() {
        return;
    }
    let middle = last.len() / 2;
    let median = *last.select_nth_unstable(middle).1;
    let mut surplus = tries.len().saturating_sub(KEYS_MAX / 2);
    tries.retain(|_, tries| {
        let is_old = tries.failures.back().is_some_and(|last| *last <= median);
        let goes = surplus > 0 && tries.under_way == 0 && is_old;
        surplus -= usize::from(goes);
        !goes
    });
}

/// What one subscriber is likely to hold: an IPv4 address, or a /64 of IPv6.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_eleventh_failure_of_an_account_from_an_address_waits_and_others_do_not() {
        let (back_off, now) = (BackOff::default(), Instant::now());
        let home = address("192.0.2.1");
        for n in 0..10 {
            drop(back_off.attempt(home, "ali", now + Duration::from_secs(n)).unwrap());
        }
        let refused = back_off.attempt(home, "ali", now + Duration::from_secs(60)).err().unwrap();
        assert_eq!((refused.status().as_u16(), refused.retry_after()), (429, Some(120)));
        assert!(back_off.attempt(home, "vali", now).is_ok(), "another account");
        assert!(back_off.attempt(address("192.0.2.2"), "ali", now).is_ok(), "another address");
        assert!(back_off.attempt(home, "ali", now + WINDOW).is_ok(), "later");
    }

    #[test]
    fn the_fifty_first_failure_from_an_address_waits_whatever_the_account() {
        let (back_off, now) = (BackOff::default(), Instant::now());
        for n in 0..50 {
            drop(back_off.attempt(address("2001:db8::1"), &format!("user{n}"), now).unwrap());
        }
        assert!(back_off.attempt(address("2001:db8::ffff"), "new", now).is_err(), "the same /64");
        assert!(back_off.attempt(address("2001:db8:0:1::1"), "new", now).is_ok(), "another /64");
    }

    #[test]
    fn a_right_password_is_no_failure() {
        let (back_off, now) = (BackOff::default(), Instant::now());
        for _ in 0..200 {
            back_off.attempt(address("192.0.2.1"), "ali", now).unwrap().give_back();
        }
        assert!(back_off.tries().is_empty());
    }

    #[test]
    fn many_at_once_are_told_to_come_back_in_a_moment_and_the_right_ones_leave_no_trace() {
        let (back_off, now) = (BackOff::default(), Instant::now());
        let attempt = || back_off.attempt(address("192.0.2.1"), "ali", now);
        let mut under_way: Vec<_> = (0..10).map(|_| attempt().unwrap()).collect();
        let refused = attempt().err().unwrap();
        assert_eq!((refused.code(), refused.retry_after()), ("busy", Some(1)));
        drop(under_way.pop());
        assert_eq!(attempt().err().unwrap().code(), "busy", "one failed, nine are under way");
        under_way.into_iter().for_each(Attempt::give_back);
        for _ in 0..9 {
            drop(attempt().unwrap());
        }
        assert_eq!(attempt().err().unwrap().code(), "rate_limited", "ten failed");
    }

    #[test]
    fn what_fails_late_counts_from_when_it_began() {
        let (back_off, start) = (BackOff::default(), Instant::now());
        let attempt = |after| back_off.attempt(address("192.0.2.1"), "ali", start + Duration::from_secs(after));
        let slow = attempt(0).unwrap();
        for n in 1..10 {
            drop(attempt(n).unwrap());
        }
        drop(slow);
        assert_eq!(attempt(60).err().unwrap().retry_after(), Some(120));
        assert!(attempt(WINDOW.as_secs()).is_ok());
    }

    #[test]
    fn an_address_in_ipv6_clothes_is_the_same_address() {
        assert_eq!(network(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    }

    #[test]
    fn a_flood_from_everywhere_is_remembered_in_bounded_memory() {
        let (back_off, start) = (BackOff::default(), Instant::now());
        for n in 0..100_000_u32 {
            let from = IpAddr::V4(std::net::Ipv4Addr::from(n));
            drop(back_off.attempt(from, "ali", start + Duration::from_millis(u64::from(n) / 10)).unwrap());
        }
        let kept = back_off.tries().len();
        assert!((KEYS_MAX / 2..=KEYS_MAX).contains(&kept), "{kept}");
    }
}
