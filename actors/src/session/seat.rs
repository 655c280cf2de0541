//! What a session holds elsewhere, and gives back however it ends: its place with the Hub, its socket with the Relay.

use actix::Addr;
use prometheus_client::metrics::gauge::Gauge;

use crate::{
    fifo,
    hub::{Depart, Hub},
    ids::UserId,
    metrics::Metrics,
    relay::{Detach, Relay, RelayRef, SocketId, SocketKey},
};

/// A session's place with the Hub, given back on drop.
pub struct Seat {
    hub: Addr<Hub>,
    user_id: UserId,
    number: u64,
}

impl Seat {
    /// The place `number` of `user_id`.
    #[must_use]
    pub fn new(hub: Addr<Hub>, user_id: UserId, number: u64) -> Self {
        Self { hub, user_id, number }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        fifo::hand(&self.hub, Depart { user_id: self.user_id, number: self.number });
    }
}

/// A session's socket with its Relay, let go on drop.
pub(super) struct Attached {
    sockets: Gauge,
    relay: Addr<Relay>,
    key: SocketKey,
}

impl Attached {
    pub fn new(metrics: &Metrics, relay: &RelayRef, socket: SocketId) -> Self {
        metrics.sockets.inc();
        Self { sockets: metrics.sockets.clone(), relay: relay.addr.clone(), key: socket.key }
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.sockets.dec();
        fifo::hand(&self.relay, Detach { key: self.key });
    }
}
