//! The name of a file as its sender gave it.

use super::names::is_hidden;

/// The longest file name, in bytes: what the usual file systems take.
pub const FILE_NAME_BYTES: usize = 255;
/// Bytes of an ending such as `.gz` that a name which is too long keeps.
const ENDING_BYTES: usize = 24;
/// The joiners inside of emoji and of Persian words: they take no room, but without them the name reads differently.
const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];
/// What a file without a name is called.
const NAMELESS: &str = "file";

/// A file's name: any Unicode, at most [`FILE_NAME_BYTES`], no controls and none of the marks that turn the direction of what
/// follows (they make `exe` read like `jpg`). It is text to show and never a path: what looks like one stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// The name without what may not be in one; a name that is too long loses its middle and keeps its ending. There is always a name.
    #[must_use]
    pub fn new(given: &str) -> Self {
        let name: String = given.chars().filter(|c| JOINERS.contains(c) || !is_hidden(*c)).collect();
        let name = name.trim_matches(|c: char| c.is_whitespace() || JOINERS.contains(&c));
        Self(if name.is_empty() { NAMELESS.to_owned() } else { shortened(name) })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn shortened(name: &str) -> String {
    if name.len() <= FILE_NAME_BYTES {
        return name.to_owned();
    }
    let dot = name.rfind('.').filter(|dot| name.len() - dot <= ENDING_BYTES);
    let (stem, ending) = name.split_at(dot.unwrap_or(name.len()));
    let stem = stem.get(..stem.floor_char_boundary(FILE_NAME_BYTES - ending.len())).unwrap_or_default();
    format!("{}{ending}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(given: &str) -> String {
        FileName::new(given).as_str().to_owned()
    }

    #[test]
    fn a_name_stays_whole() {
        for given in ["Ўқув режа (2026).pdf", "a  b.txt", "../../x", "CON", "C:\\x", "\"q\".txt", "👨‍👩‍👧.png", ".profile"]
        {
            assert_eq!(name(given), given);
        }
        let longest = format!("{}.pdf", "ў".repeat(125));
        assert_eq!(name(&longest), longest);
    }

    #[test]
    fn controls_and_direction_marks_go() {
        assert_eq!(name("a\r\nb\0.txt"), "ab.txt");
        assert_eq!(name("photo\u{202E}gpj.exe"), "photogpj.exe");
        assert_eq!(name(" \u{200B}\u{200D}\n "), "file");
        assert_eq!(name(""), "file");
    }

    #[test]
    fn a_name_that_is_too_long_keeps_its_ending() {
        let long = name(&format!("{}.docx", "ў".repeat(200)));
        assert!(
            long.ends_with("ў.docx") && long.len() <= FILE_NAME_BYTES && long.len() > FILE_NAME_BYTES - 2,
            "{long}"
        );
        assert_eq!(name(&"x".repeat(300)).len(), FILE_NAME_BYTES);
        assert_eq!(name(&format!("a.{}", "x".repeat(300))).len(), FILE_NAME_BYTES);
    }
}
