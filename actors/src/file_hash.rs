//! The content address of a file.

use std::{fmt, str::FromStr};

/// Bytes of an address.
const BYTES: usize = 32;

/// A hash of a file's bytes, by which it is found under `media/`; which hash is the program's business. Written as 64 small hexadecimal
/// digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileHash(pub [u8; BYTES]);

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no address.
#[derive(Debug, thiserror::Error)]
#[error("not 64 small hexadecimal digits")]
pub struct NoAddress;

impl FromStr for FileHash {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let digits: Vec<u8> = text.bytes().map(digit).collect::<Option<_>>().ok_or(NoAddress)?;
        let (pairs, []) = digits.as_chunks::<2>() else { return Err(NoAddress) };
        let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
        bytes.try_into().map(Self).map_err(|_| NoAddress)
    }
}

/// One small hexadecimal digit: an address has one spelling.
const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_spelling() {
        let hash = FileHash(std::array::from_fn(|n| n as u8 * 7));
        let text = hash.to_string();
        assert_eq!((text.len(), text.parse::<FileHash>().unwrap()), (64, hash));
        for wrong in ["", &text[1..], &text.to_uppercase(), &format!("{text}00"), &format!("+{}", &text[1..])] {
            assert!(wrong.parse::<FileHash>().is_err(), "{wrong}");
        }
    }
}
