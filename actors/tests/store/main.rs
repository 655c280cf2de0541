//! The promises of the store, kept by the real one: a real file, a real writer, real readers.

#[cfg(test)]
mod bed;
#[cfg(test)]
mod first;
