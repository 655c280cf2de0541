//! The real server and its visitors.

mod client;
mod server;

pub use client::Client;
pub use server::{PASSWORD, TestServer};

/// A fresh `client_id`.
pub fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}
