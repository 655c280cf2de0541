//! One file an address; each parses, asks the store once and shows a view.

pub mod body;
pub mod fields;
pub mod missing;
pub mod next;
