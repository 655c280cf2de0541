//! Words in the user's language.
