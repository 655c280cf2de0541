//! The way in for the first administrator: a link with a token of 128 bits, made anew at each start, kept in memory and printed
//! to standard output alone, void once an administrator exists.

use std::sync::{Mutex, PoisonError};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRng as _, rngs::SysRng};
use subtle::ConstantTimeEq as _;

use crate::error::{Error, Result};

/// Random bytes of the token.
const TOKEN_BYTES: usize = 16;

/// The set-up, open until an administrator exists.
pub struct SetUp {
    token: Mutex<Option<String>>,
}

impl SetUp {
    /// Open with a new token unless an administrator exists.
    pub(super) fn new(has_admin: bool) -> Result<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        SysRng.try_fill_bytes(&mut bytes).map_err(|error| Error::Broken(error.to_string()))?;
        let token = (!has_admin).then(|| URL_SAFE_NO_PAD.encode(bytes));
        Ok(Self { token: Mutex::new(token) })
    }

    /// The path of the link, to be printed behind the site's URL; `None` once an administrator exists.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        self.with(|token| token.map(|token| format!("/setup/{token}/")))
    }

    /// Whether a token is the link's; compared in constant time.
    #[must_use]
    pub fn admits(&self, given: &str) -> bool {
        self.with(|token| token.is_some_and(|token| token.as_bytes().ct_eq(given.as_bytes()).into()))
    }

    pub(super) fn is_open(&self) -> bool {
        self.with(|token| token.is_some())
    }

    pub(super) fn close(&self) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn with<T>(&self, ask: impl FnOnce(Option<&str>) -> T) -> T {
        ask(self.token.lock().unwrap_or_else(PoisonError::into_inner).as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_new_at_each_start_and_void_once_closed() {
        let (one, two) = (SetUp::new(false).unwrap(), SetUp::new(false).unwrap());
        let path = one.path().unwrap();
        assert_ne!(Some(&path), two.path().as_ref());
        let token = path.strip_prefix("/setup/").unwrap().strip_suffix('/').unwrap();
        assert!(token.len() >= 22, "128 bits");
        assert!(one.admits(token) && !two.admits(token));
        assert!(!one.admits("") && !one.admits(&token[..21]) && !one.admits(&format!("{token}a")));
        one.close();
        assert!(!one.admits(token) && one.path().is_none() && !one.is_open());
    }

    #[test]
    fn with_an_administrator_there_is_none() {
        let closed = SetUp::new(true).unwrap();
        assert!(closed.path().is_none() && !closed.admits(""));
    }
}
