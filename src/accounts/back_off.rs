//! Guessing is made slow: 10 failed logins in 3 minutes for one account from one address, 50 from one address; never for an
//! account alone, or anybody could lock anybody out. IPv6 counts by /64. An attempt counts from its start, so that many at
//! once get no further than one after another, and is given back when it was right. Time is monotonic; memory is bounded.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::error::{Error, Result};

/// Failures of one account from one address in [`WINDOW`].
pub const FAILURES_OF_ACCOUNT: usize = 10;
/// Failures from one address in [`WINDOW`].
pub const FAILURES_OF_ADDRESS: usize = 50;
/// How long a failure counts.
pub const WINDOW: Duration = Duration::from_secs(3 * 60);
/// Accounts and addresses that are remembered at once: about 20 MiB in the worst case.
const KEYS_MAX: usize = 65_536;

/// The failures of everybody.
pub struct BackOff {
    failures: Mutex<HashMap<Key, VecDeque<Instant>>>,
    names: RandomState,
}

/// A network, and in it one account (by a keyed hash, whose length no asker chooses) or all of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    network: IpAddr,
    account: Option<u64>,
}

/// An attempt that counts as failed until it is given back.
#[must_use]
pub struct Attempt {
    keys: [Key; 2],
}

impl Default for BackOff {
    fn default() -> Self {
        Self { failures: Mutex::new(HashMap::new()), names: RandomState::new() }
    }
}

impl BackOff {
    /// Counts an attempt on the account of a folded username.
    ///
    /// # Errors
    /// [`Error::Throttled`] when there were too many; the refused attempt does not count.
    pub fn attempt(&self, address: IpAddr, folded: &str, now: Instant) -> Result<Attempt> {
        let network = network(address);
        let account = Key { network, account: Some(self.names.hash_one(folded)) };
        let everyone = Key { network, account: None };
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, most) in [(account, FAILURES_OF_ACCOUNT), (everyone, FAILURES_OF_ADDRESS)] {
            let Some(times) = failures.get_mut(&key) else { continue };
            forget_old(times, now);
            if let (true, Some(first)) = (times.len() >= most, times.front()) {
                return Err(Error::Throttled(WINDOW.saturating_sub(now.saturating_duration_since(*first))));
            }
        }
        if failures.len() + 2 > KEYS_MAX {
            make_room(&mut failures, now);
        }
        for key in [account, everyone] {
            failures.entry(key).or_default().push_back(now);
        }
        Ok(Attempt { keys: [account, everyone] })
    }

    /// Gives an attempt back: it was right, or was never tried.
    pub fn give_back(&self, attempt: Attempt) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for key in attempt.keys {
            if let Some(times) = failures.get_mut(&key) {
                times.pop_back();
                if times.is_empty() {
                    failures.remove(&key);
                }
            }
        }
    }
}

fn forget_old(times: &mut VecDeque<Instant>, now: Instant) {
    while times.front().is_some_and(|first| now.saturating_duration_since(*first) >= WINDOW) {
        times.pop_front();
    }
}

/// Drops what is old; when a flood from everywhere leaves no other way, also the half that failed longest ago.
fn make_room(failures: &mut HashMap<Key, VecDeque<Instant>>, now: Instant) {
    failures.retain(|_, times| {
        forget_old(times, now);
        !times.is_empty()
    });
    if failures.len() < KEYS_MAX / 2 {
        return;
    }
    let mut last: Vec<Instant> = failures.values().filter_map(|times| times.back().copied()).collect();
    let middle = last.len() / 2;
    let median = *last.select_nth_unstable(middle).1;
    let mut surplus = failures.len().saturating_sub(KEYS_MAX / 2);
    failures.retain(|_, times| {
        let goes = surplus > 0 && times.back().is_none_or(|last| *last <= median);
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
            let _ = back_off.attempt(home, "ali", now + Duration::from_secs(n)).unwrap();
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
            let _ = back_off.attempt(address("2001:db8::1"), &format!("user{n}"), now).unwrap();
        }
        assert!(back_off.attempt(address("2001:db8::ffff"), "new", now).is_err(), "the same /64");
        assert!(back_off.attempt(address("2001:db8:0:1::1"), "new", now).is_ok(), "another /64");
    }

    #[test]
    fn a_right_password_is_no_failure() {
        let (back_off, now) = (BackOff::default(), Instant::now());
        for _ in 0..200 {
            let attempt = back_off.attempt(address("192.0.2.1"), "ali", now).unwrap();
            back_off.give_back(attempt);
        }
        assert!(back_off.failures.lock().unwrap().is_empty());
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
            let _ = back_off.attempt(from, "ali", start + Duration::from_millis(u64::from(n) / 10)).unwrap();
        }
        let kept = back_off.failures.lock().unwrap().len();
        assert!((KEYS_MAX / 2..=KEYS_MAX).contains(&kept), "{kept}");
    }
}
