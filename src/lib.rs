//! The program around the chat: configuration, server, pages, sockets.

pub mod accounts;
pub mod assets;
pub mod cli;
pub mod config;
pub mod control;
pub mod error;
pub mod format;
pub mod guard;
pub mod handlers;
pub mod i18n;
pub mod logins;
pub mod presentation;
pub mod routes;
pub mod server;
pub mod socket;
pub mod state;
pub mod views;
