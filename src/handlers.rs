//! One file an address or noun; each parses what is asked, asks the store once or twice and shows a view.

pub mod account;
pub mod body;
pub mod create;
pub mod deletion;
pub mod download;
pub mod fields;
pub mod guest;
pub mod health;
pub mod help;
pub mod history;
pub mod home;
pub mod language;
pub mod login;
pub mod members;
pub mod membership;
pub mod metrics;
pub mod missing;
pub mod next;
mod parts;
pub mod posts;
pub mod react;
pub mod reading;
pub mod room;
pub mod settings;
pub mod setup;
pub mod upload;
pub mod visit;
