//! The chat itself: actors, typed messages, domain types, the wire protocol and the store.

pub mod broadcast;
pub mod chat;
pub mod clock;
pub mod domain;
pub mod error;
pub mod event;
pub mod fifo;
pub mod hub;
pub mod ids;
pub mod limits;
pub mod message;
pub mod metrics;
pub mod outbox;
pub mod outlet;
pub mod presenter;
pub mod protocol;
pub mod rates;
pub mod relay;
pub mod room;
pub mod session;
pub mod store;

pub use error::{Code, Error, Result};
