//! The coloured disc beside a name: stable initials and a stable colour. It is decoration; the name stands beside it.

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

/// How many colours names and avatars have: `.c1` to `.c8` in the style sheet.
const COLOURS: i64 = 8;

/// What is drawn where there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Avatar {
    /// One or two letters.
    pub initials: String,
    /// The colour, 1–8.
    pub colour: i64,
}

impl Avatar {
    /// The avatar of a person or room: the colour follows the id, so that a new name keeps it.
    #[must_use]
    pub fn new(name: &str, id: i64) -> Self {
        let first =
            |word: &str| word.graphemes(true).find(|g| g.chars().any(char::is_alphanumeric)).map(str::to_uppercase);
        Self {
            initials: name.split_whitespace().filter_map(first).take(2).collect(),
            colour: id.rem_euclid(COLOURS) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_letters_of_two_words() {
        let initials = |name| Avatar::new(name, 1).initials;
        assert_eq!(initials("Ish jamoasi"), "IJ");
        assert_eq!(initials("Жасур  Абдуллаев Каримович"), "ЖА");
        assert_eq!(initials("o'tkir"), "O");
        assert_eq!(initials("(2) 🎉 koʻcha"), "2K");
        assert_eq!(initials("🎉"), "");
    }

    #[test]
    fn the_colour_is_one_of_eight() {
        assert!((-20..20).map(|id| Avatar::new("a", id).colour).all(|colour| (1..=8).contains(&colour)));
        assert_eq!(Avatar::new("a", 9), Avatar::new("a", 17));
    }
}
