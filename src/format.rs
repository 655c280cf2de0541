//! The text of a message as safe HTML.
