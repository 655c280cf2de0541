//! The program around the chat: configuration, server, pages, sockets.
//!
//! ```text
//!             one port
//!                │
//!   ┌────────────▼─────────────┐  Upgrade   ┌───────────────┐
//!   │ HttpService, one a worker├───────────►│    socket     │ host, origin, login, membership; then bytes
//!   └────────────┬─────────────┘            └───────┬───────┘
//!   ┌────────────▼─────────────┐                    │ Inbound, Outlet
//!   │ guard → error pages →    │                    │
//!   │ logins → routes          │                    │
//!   └────────────┬─────────────┘                    │
//!   ┌────────────▼─────────────┐            ┌───────▼───────┐
//!   │ handlers: extract, ask,  │   typed    │    actors     │
//!   │ show a view              ├───────────►│ store · rooms │
//!   └────────────┬─────────────┘  messages  └───────┬───────┘
//!   ┌────────────▼─────────────┐                    │ Presenter
//!   │ views, templates, i18n   │◄───────────────────┘
//!   └──────────────────────────┘
//! ```
//!
//! It knows no SQL; the actors know no HTTP and no HTML. [`server`] puts everything together.

pub mod accounts;
pub mod assets;
pub mod cli;
pub mod config;
pub mod control;
pub mod demo;
pub mod error;
pub mod format;
pub mod guard;
pub mod handlers;
pub mod i18n;
pub mod logins;
pub mod media;
pub mod presentation;
pub mod routes;
pub mod server;
pub mod socket;
pub mod state;
pub mod views;
