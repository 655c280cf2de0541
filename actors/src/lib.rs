//! The chat itself: actors, typed messages, domain types, the wire protocol and the store.

pub mod clock;
pub mod domain;
pub mod error;
pub mod event;
pub mod fifo;
pub mod ids;
pub mod limits;
pub mod message;
pub mod metrics;
pub mod presenter;
pub mod rates;
pub mod store;

pub use error::{Code, Error, Result};
