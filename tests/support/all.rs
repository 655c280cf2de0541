//! The real server and its visitors.

mod client;
mod server;
mod socket;

pub use client::Client;
pub use server::{PASSWORD, TestServer};
pub use socket::Socket;

/// A fresh `client_id`.
pub fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}
