//! The table of addresses.
