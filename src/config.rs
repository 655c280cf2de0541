//! Flags and environment, checked at the start.
