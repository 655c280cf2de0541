//! Every address of the program, asked over real HTTP as browsers and programs ask it.

#[cfg(test)]
mod account;
#[cfg(test)]
mod addresses;
#[cfg(test)]
mod deletion;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod downloads;
#[cfg(test)]
mod history;
#[cfg(test)]
mod login;
#[cfg(test)]
mod members;
#[cfg(test)]
mod names;
#[cfg(test)]
mod odd;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod posts;
#[cfg(test)]
mod reactions;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod sockets;
#[cfg(test)]
mod strangers;
#[cfg(test)]
#[path = "../support/all.rs"]
mod support;
#[cfg(test)]
mod uploads;
