//! The promises of the store, kept by the real one: a real file, a real writer, real readers.

#[cfg(test)]
mod bed;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod files;
#[cfg(test)]
mod first;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod membership;
#[cfg(test)]
mod named;
#[cfg(test)]
mod order;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod reactions;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod resume;
#[cfg(test)]
mod unread;
