//! The chat itself: actors, typed messages, domain types, the wire protocol and the store. No HTTP, no HTML, no words for
//! people: the program around it lends those ([`presenter::Presenter`], [`outlet::Outlet`]).
//!
//! ```text
//!                 forms, JSON                 frames
//!                     │                         │
//!                     │                  ┌──────▼──────┐   one a socket: what comes in, limits,
//!                     │                  │   Session   │   what it views, whose login it is
//!                     │                  └──┬───────┬──┘
//!                     │ Write               │ Write │ Enter, Typing
//!              ┌──────▼─────────────────────▼──┐    │
//!   Admission →│          Persistence          │    │      one: the only writing connection,
//!              │ savepoint each, COMMIT a group│    │      group commit, synchronous=FULL
//!              └──────┬──────────────────┬─────┘    │
//!               Committed (in order)     │ answers  │
//!              ┌──────▼──────┐           ▼          │
//!              │     Hub     │   ack, 201, 303      │      one: rooms, sessions, workers
//!              └──────┬──────┘                      │
//!                     │ Changed              ┌──────▼──────┐
//!                     └──────────────────────►    Room     │   one a room: live sessions, presence,
//!                                            └──────┬──────┘   the last frames
//!                                                   │ Fanout (once a worker)
//!                                            ┌──────▼──────┐
//!                                            │    Relay    │   one a worker: the write side of its
//!                                            └──────┬──────┘   sockets, an outbox for who is behind
//!                                                   │ one write a tick and socket
//!                                                browsers
//! ```
//!
//! Readers (a pool of read-only connections) answer every question beside all this. What waits is bounded everywhere: writes by
//! their admission, facts on their way by the same permits, frames by the outbox of each socket ([`limits`]).
//!
//! Start reading at [`session`] for what a client says, at [`store`] for what becomes of it, at [`relay`] for how it gets out.

pub mod broadcast;
pub mod chat;
pub mod clock;
pub mod domain;
pub mod error;
pub mod event;
pub mod fifo;
pub mod file_hash;
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
