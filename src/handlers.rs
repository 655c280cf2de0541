//! One file an address; each parses, asks the store once and shows a view.
