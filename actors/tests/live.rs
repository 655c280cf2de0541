//! The actors together, over the real store, with sockets in memory.

#[cfg(test)]
#[path = "live/delivery.rs"]
mod delivery;
#[cfg(test)]
#[path = "live/limits.rs"]
mod limits;
#[cfg(test)]
#[path = "live/peer.rs"]
mod peer;
#[cfg(test)]
#[path = "live/presence.rs"]
mod presence;
#[cfg(test)]
#[path = "live/reading.rs"]
mod reading;
#[cfg(test)]
#[path = "live/resume.rs"]
mod resume;
#[cfg(test)]
#[path = "live/revocation.rs"]
mod revocation;
#[cfg(test)]
#[path = "live/unread.rs"]
mod unread;
#[cfg(test)]
#[path = "live/world.rs"]
mod world;
