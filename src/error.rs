//! What a request is refused with: a page for a browser, JSON for a program.
