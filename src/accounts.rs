//! Who may come in: passwords that are hard to guess, hashed off the workers, and guesses that are slowed down.

pub mod back_off;
pub mod hashing;
pub mod password;
