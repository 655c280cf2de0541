//! Names that people read: a person's and a room's.

use crate::{Code, Error, Result};

/// The longest display name, in characters.
pub const DISPLAY_NAME_MAX: usize = 64;
/// The shortest room name, in characters.
pub const ROOM_NAME_MIN: usize = 3;
/// The longest room name, in characters.
pub const ROOM_NAME_MAX: usize = 100;

/// The name shown beside a person's messages: 1–64 characters, none of them a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

/// A room's name: 3–100 characters, none of them a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomName(String);

impl DisplayName {
    /// Parses a display name; white space around it does not count.
    ///
    /// # Errors
    /// `empty`, `too_long` or `bad_field`, naming the field `display_name`.
    pub fn parse(text: &str) -> Result<Self> {
        visible(text, "display_name", 1, DISPLAY_NAME_MAX).map(Self)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RoomName {
    /// Parses a room name; white space around it does not count.
    ///
    /// # Errors
    /// `empty`, `too_long` or `bad_field`, naming the field `room_name`.
    pub fn parse(text: &str) -> Result<Self> {
        visible(text, "room_name", ROOM_NAME_MIN, ROOM_NAME_MAX).map(Self)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn visible(text: &str, field: &'static str, min: usize, max: usize) -> Result<String> {
    let text = text.trim();
    let refuse = |code| Err(Error::Field { field, code });
    if text.is_empty() {
        return refuse(Code::Empty);
    }
    if text.chars().any(is_hidden) {
        return refuse(Code::BadField);
    }
    match text.chars().count() {
        n if n > max => refuse(Code::TooLong),
        n if n < min => refuse(Code::BadField),
        _ => Ok(text.to_owned()),
    }
}

/// Controls, and the format characters that turn the direction of what follows or take no room at all.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_counted_in_characters() {
        assert_eq!(RoomName::parse("  Дўстлар ").unwrap().as_str(), "Дўстлар");
        assert_eq!(RoomName::parse("ab").unwrap_err().code(), Code::BadField);
        assert!(RoomName::parse(&"ў".repeat(100)).is_ok());
        assert_eq!(RoomName::parse(&"ў".repeat(101)).unwrap_err().code(), Code::TooLong);
        assert_eq!(DisplayName::parse(" ").unwrap_err().code(), Code::Empty);
    }

    #[test]
    fn controls_and_direction_marks_are_refused() {
        for name in ["a\nbc", "a\u{202E}bc", "ab\u{200B}c", "\u{0}abc"] {
            assert_eq!(RoomName::parse(name).unwrap_err().code(), Code::BadField, "{name:?}");
        }
    }
}
