//! The text of a message.

use super::{names::is_hidden, search::fold_search};
use crate::{Code, Error, Result};

/// The text of a message: line ends are LF, white space around it is gone, something to see is left and it is within the limit. What search
/// compares is folded here, at the door, so that the one writer need not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    text: String,
    searched: String,
}

impl Body {
    /// Parses a text of at most `max` characters (Unicode scalar values, counted after CRLF → LF and trimming).
    ///
    /// # Errors
    /// `empty` or `too_long`, naming the field `message`.
    pub fn parse(text: &str, max: usize) -> Result<Self> {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        let refuse = |code| Err(Error::Field { field: "message", code });
        if text.chars().all(|c| c.is_whitespace() || is_hidden(c)) {
            return refuse(Code::Empty);
        }
        if text.chars().nth(max).is_some() {
            return refuse(Code::TooLong);
        }
        let text = text.replace('\0', "\u{FFFD}");
        Ok(Self { searched: fold_search(&text), text })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as search compares it: see [`fold_search`].
    #[must_use]
    pub fn searched(&self) -> &str {
        &self.searched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_counted_after_line_ends_and_trimming() {
        assert_eq!(Body::parse(" a\r\nb \n", 3).unwrap().as_str(), "a\nb");
        assert_eq!(Body::parse("abcd", 3).unwrap_err().code(), Code::TooLong);
        assert_eq!(Body::parse(" \r\n ", 3).unwrap_err().code(), Code::Empty);
        assert_eq!(Body::parse("\u{200B} \u{200D}", 3).unwrap_err().code(), Code::Empty, "nothing that could be seen");
    }
}
