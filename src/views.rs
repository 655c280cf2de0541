//! Typed contexts of the templates.
