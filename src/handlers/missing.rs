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

/// Answers an address that a route took by another method.
///
/// # Errors
/// `method`, always.
pub async fn method() -> Result<&'static str> {
    Err(Error::Method)
}
