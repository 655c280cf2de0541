//! The static files, embedded, compressed once, served under digest names for ever.
