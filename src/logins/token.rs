//! A login's token: 256 bits of the system's randomness. The browser has it in its cookie, the store has its hash.

use actors::store::logins::TokenHash;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRng as _, rngs::SysRng};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// Random bytes of a token.
const TOKEN_BYTES: usize = 32;

/// A new login's token, never shown by `Debug`.
pub struct Token(String);

impl Token {
    /// A token that was never there before.
    ///
    /// # Errors
    /// [`Error::Broken`] when the system gives no randomness.
    pub(super) fn new() -> Result<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        SysRng.try_fill_bytes(&mut bytes).map_err(|error| Error::Broken(error.to_string()))?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The text that a cookie carries.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// What the store knows a token by.
pub(super) fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}
