//! What waits for one socket. It holds shared bytes, so a frame that waits for a thousand sockets is in memory once; it
//! is bounded by bytes and by the age of the oldest, and costs nothing while the socket keeps up.

use std::collections::VecDeque;

use bytes::{Buf, Bytes};
use tokio::time::Instant;

use crate::limits::{OUTBOX_AGE, OUTBOX_BYTES};

/// Bytes that a socket could not take yet, oldest first.
#[derive(Default)]
pub struct Outbox {
    waiting: VecDeque<(Bytes, Instant)>,
    bytes: usize,
}

impl Outbox {
    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Adds bytes at the end.
    pub fn push(&mut self, bytes: Bytes, now: Instant) {
        if !bytes.is_empty() {
            self.bytes += bytes.len();
            self.waiting.push_back((bytes, now));
        }
    }

    /// The oldest bytes.
    #[must_use]
    pub fn front(&self) -> Option<&Bytes> {
        self.waiting.front().map(|(bytes, _)| bytes)
    }

    /// Notes that `sent` bytes of the oldest went out.
    pub fn advance(&mut self, sent: usize) {
        let Some((bytes, _)) = self.waiting.front_mut() else { return };
        let sent = sent.min(bytes.len());
        self.bytes -= sent;
        bytes.advance(sent);
        if bytes.is_empty() {
            self.waiting.pop_front();
            if self.waiting.is_empty() {
                self.waiting.shrink_to_fit();
            }
        }
    }

    /// Whether the reader is too slow: too much waits, or the oldest waits too long.
    #[must_use]
    pub fn is_over(&self, now: Instant) -> bool {
        self.bytes > OUTBOX_BYTES || self.waiting.front().is_some_and(|(_, since)| now - *since > OUTBOX_AGE)
    }

    /// Forgets all but what is left of the oldest, which must go out before anything else may.
    pub fn keep_oldest(&mut self) {
        self.waiting.truncate(1);
        self.waiting.shrink_to_fit();
        self.bytes = self.front().map_or(0, Bytes::len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_leave_in_order_and_are_counted() {
        let now = Instant::now();
        let mut outbox = Outbox::default();
        outbox.push(Bytes::from_static(b"abc"), now);
        outbox.push(Bytes::from_static(b"de"), now);
        outbox.advance(2);
        assert_eq!(outbox.front().unwrap().as_ref(), b"c");
        outbox.advance(1);
        assert_eq!(outbox.front().unwrap().as_ref(), b"de");
        assert_eq!(outbox.bytes, 2);
        outbox.advance(2);
        assert!(outbox.is_empty());
    }

    #[test]
    fn an_outbox_is_over_by_bytes_or_by_age() {
        let now = Instant::now();
        let mut outbox = Outbox::default();
        outbox.push(Bytes::from(vec![0; OUTBOX_BYTES]), now);
        assert!(!outbox.is_over(now + OUTBOX_AGE));
        assert!(outbox.is_over(now + OUTBOX_AGE * 2));
        outbox.push(Bytes::from_static(b"x"), now);
        assert!(outbox.is_over(now));
        outbox.keep_oldest();
        assert!(!outbox.is_over(now));
    }
}
