//! The name a person logs in with and is mentioned by.

use unicode_normalization::UnicodeNormalization;

use crate::{Code, Error, Result};

/// The shortest username, in characters.
pub const USERNAME_MIN: usize = 3;
/// The longest username, in characters.
pub const USERNAME_MAX: usize = 32;

/// A username: 3–32 letters (Latin, Cyrillic), digits and `._-`, starting with a letter, kept as it was typed (NFKC).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Parses a username.
    ///
    /// # Errors
    /// `empty`, `too_long` or `bad_field`, naming the field `username`.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = |code| Err(Error::Field { field: "username", code });
        let name: String = text.trim().nfkc().collect();
        let mut letters = name.chars();
        let Some(first) = letters.next() else { return refuse(Code::Empty) };
        if !is_letter(first) || !letters.all(|c| is_letter(c) || c.is_ascii_digit() || matches!(c, '.' | '_' | '-')) {
            return refuse(Code::BadField);
        }
        match name.chars().count() {
            n if n > USERNAME_MAX => refuse(Code::TooLong),
            n if n < USERNAME_MIN => refuse(Code::BadField),
            _ => Ok(Self(name)),
        }
    }

    /// The name as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What logins and mentions compare: see [`fold_username`].
    #[must_use]
    pub fn folded(&self) -> String {
        fold_username(&self.0)
    }

    /// What uniqueness compares: names that look alike (UTS #39 skeleton of the folded name) are the same.
    #[must_use]
    pub fn skeleton(&self) -> String {
        unicode_security::skeleton(&self.folded()).collect()
    }
}

/// NFKC and full case folding (Unicode ch. 3.13), so that case never matters.
#[must_use]
pub fn fold_username(name: &str) -> String {
    caseless::default_case_fold_str(&name.trim().nfkc().collect::<String>())
}

pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c.is_alphabetic() && matches!(c, '\u{C0}'..='\u{24F}' | '\u{400}'..='\u{52F}' | '\u{1E00}'..='\u{1EFF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_and_cyrillic_names_are_names() {
        for name in ["ali", "Ali.Karimov", "o_tkir-2", "Жасур", "ғайрат", "Ömer"] {
            assert!(Username::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn odd_names_are_refused() {
        for name in
            ["", "al", "1ali", ".ali", "ali karimov", "ali\u{202E}", "<b>x</b>", "ali@x", "名前名", &"a".repeat(33)]
        {
            assert!(Username::parse(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn look_alikes_share_a_skeleton() {
        let skeleton = |name| Username::parse(name).unwrap().skeleton();
        assert_eq!(skeleton("admin"), skeleton("аdmin"), "Cyrillic а");
        assert_eq!(skeleton("Admin"), skeleton("aDMIN"));
        assert_ne!(skeleton("admin"), skeleton("adnan"));
    }
}
