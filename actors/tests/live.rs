//! The actors together, over the real store, with sockets in memory.

#[path = "live/delivery.rs"]
mod delivery;
#[path = "live/limits.rs"]
mod limits;
#[path = "live/peer.rs"]
mod peer;
#[path = "live/presence.rs"]
mod presence;
#[path = "live/resume.rs"]
mod resume;
#[path = "live/revocation.rs"]
mod revocation;
#[path = "live/world.rs"]
mod world;
