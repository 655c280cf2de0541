//! The real program as its operator meets it: arguments, environment, data folder, commands, start and stop.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod config;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod media;
#[cfg(test)]
mod program;
#[cfg(test)]
mod serving;
