//! What is no address here.

use actors::Code;

use crate::error::{Error, Result};

/// Answers whatever no route took.
///
/// # Errors
/// `not_found`, always.
pub async fn missing() -> Result<&'static str> {
    Err(Code::NotFound.into())
}

/// Answers an address that takes other methods: these.
///
/// # Errors
/// `method`, always.
pub async fn method(allowed: &'static str) -> Result<&'static str> {
    Err(Error::Method(allowed))
}
