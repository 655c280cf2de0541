//! The real program as its operator meets it: arguments, environment, data folder, commands.

mod accounts;
mod config;
mod program;
