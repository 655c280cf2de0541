//! An emoji that may stand under a message: one of Unicode's list, written in the one way that the list calls fully qualified, so that
//! ❤ and ❤️ are the same. Costs one look into a table that is part of the program.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::{Code, Error, Result};

/// One emoji.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Emoji(&'static str);

impl Emoji {
    /// Parses one emoji, with or without its variation selectors.
    ///
    /// # Errors
    /// `bad_field` for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let known = emojis::get(text).map(|known| Self(known.as_str()));
        known.ok_or(Error::Field { field: "emoji", code: Code::BadField })
    }

    /// The emoji, fully qualified.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Debug for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Emoji {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_an_emoji_is_one() {
        for (written, emoji) in [
            ("👍", "👍"),
            ("❤", "❤\u{fe0f}"),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
            ("1\u{20e3}", "1\u{fe0f}\u{20e3}"),
            ("👋🏽", "👋🏽"),
            ("🇺🇿", "🇺🇿"),
            ("👁\u{200d}🗨", "👁\u{fe0f}\u{200d}🗨\u{fe0f}"),
        ] {
            assert_eq!(Emoji::parse(written).unwrap().as_str(), emoji, "{written}");
        }
    }

    #[test]
    fn nothing_else_is_an_emoji() {
        for text in ["", " ", "a", "1", "👍 ", "👍👍", ":+1:", "🏽", "\u{fe0f}", "🇺", "<b>", "👍\u{200d}👍"]
        {
            assert_eq!(Emoji::parse(text).unwrap_err().field(), Some("emoji"), "{text}");
        }
    }
}
