//! The token that opens `/metrics` on the port of the pages: compared in constant time, and shown by nothing.

use std::{convert::Infallible, fmt, str::FromStr};

use subtle::ConstantTimeEq as _;

/// Characters that a token has at least: enough for 80 random bits in hexadecimal.
const CHARS_MIN: usize = 20;

/// A token.
#[derive(Clone)]
pub struct MetricsToken(String);

impl MetricsToken {
    /// Checks that it is long enough not to be guessed, and can stand in a header.
    pub(super) fn check(&self) -> Result<(), String> {
        let is_usable = self.0.len() >= CHARS_MIN && self.0.bytes().all(|b| b.is_ascii_graphic());
        is_usable.then_some(()).ok_or_else(|| format!("it must have {CHARS_MIN} or more characters of plain ASCII"))
    }

    /// Whether an `Authorization` header brings it: `Bearer` and the token.
    #[must_use]
    pub fn admits(&self, authorization: &[u8]) -> bool {
        let Some((scheme, given)) = authorization.split_at_checked(b"Bearer ".len()) else { return false };
        scheme.eq_ignore_ascii_case(b"Bearer ") && self.0.as_bytes().ct_eq(given).into()
    }
}

/// Any text is taken here, so that a refused one is not repeated in what the argument parser says.
impl FromStr for MetricsToken {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for MetricsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MetricsToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> MetricsToken {
        let Ok(token) = text.parse();
        token
    }

    #[test]
    fn only_the_whole_token_opens() {
        let token = token("0123456789abcdef0123");
        assert!(
            token.check().is_ok()
                && token.admits(b"Bearer 0123456789abcdef0123")
                && token.admits(b"bearer 0123456789abcdef0123")
        );
        for header in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer 0123456789abcdef012",
            "Basic 0123456789abcdef0123",
            "0123456789abcdef0123",
        ] {
            assert!(!token.admits(header.as_bytes()), "{header}");
        }
    }

    #[test]
    fn a_token_is_long_plain_and_never_shown() {
        for text in ["", "short", "0123456789 abcdef0123", "хона0123456789abcdef"] {
            assert!(token(text).check().is_err(), "{text}");
        }
        assert!(!format!("{:?}", token("0123456789abcdef0123")).contains("0123"));
    }
}
