//! The real server and its visitors.

mod client;
mod media;
mod multipart;
mod server;
mod socket;
mod wire;

pub use client::{Client, Reply};
pub use media::kept;
pub use multipart::Multipart;
pub use server::{PASSWORD, TestServer};
pub use socket::Socket;
pub use wire::Wire;

/// A fresh `client_id`.
pub fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}
