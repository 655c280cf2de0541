//! What people say. `talk/<theme>.txt` holds conversations, with an empty line between them, a message a line:
//!
//! ```text
//! A Kim choyxonaga? {hour} da          A is somebody of the room, B somebody else; a username is that person
//! B> Men, {A} bilan                    > answers the line before, * is edited later, - is deleted later
//! A Mana ##pdf Menyu.pdf ++👍3 🙏1     files with their names (pictures with their number), then reactions with theirs
//! ```
//!
//! `\n` begins a new line. `{A}` names a speaker; `{day}`, `{hour}`, `{room}`, `{class}`, `{subject}` and `{n}` are something else each time.

use crate::error::{Error, Result};

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// A letter, or a username.
    pub(super) speaker: &'static str,
    /// It answers the line before.
    pub(super) is_answer: bool,
    /// Its text is put right later.
    pub(super) is_edited: bool,
    /// It is taken back later.
    pub(super) is_deleted: bool,
    /// What it says, with places to fill in; may be empty when there are files.
    pub(super) text: String,
    /// What it brings.
    pub(super) files: Files,
    /// Which reactions it gets, and how many of each.
    pub(super) reactions: Vec<(&'static str, usize)>,
}

/// What a message brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Files {
    /// Nothing.
    None,
    /// So many pictures.
    Pictures(usize),
    /// A file of this kind under this name.
    One {
        /// What it is.
        kind: &'static str,
        /// What its sender calls it, with places to fill in.
        name: &'static str,
    },
}

/// A conversation.
pub(super) type Thread = Vec<Line>;

/// Each theme and its conversations.
const TALK: [(&str, &str); 19] = [
    ("school", include_str!("talk/school.txt")),
    ("exams", include_str!("talk/exams.txt")),
    ("it", include_str!("talk/it.txt")),
    ("money", include_str!("talk/money.txt")),
    ("friends", include_str!("talk/friends.txt")),
    ("news", include_str!("talk/news.txt")),
    ("sport", include_str!("talk/sport.txt")),
    ("library", include_str!("talk/library.txt")),
    ("photos", include_str!("talk/photos.txt")),
    ("russian", include_str!("talk/russian.txt")),
    ("cyrillic", include_str!("talk/cyrillic.txt")),
    ("dev", include_str!("talk/dev.txt")),
    ("english", include_str!("talk/english.txt")),
    ("parents", include_str!("talk/parents.txt")),
    ("office", include_str!("talk/office.txt")),
    ("final-team", include_str!("talk/final-team.txt")),
    ("final-schedule", include_str!("talk/final-schedule.txt")),
    ("final-friends", include_str!("talk/final-friends.txt")),
    ("final-russian", include_str!("talk/final-russian.txt")),
];

/// The conversations of a theme; none of the theme without a name.
///
/// # Errors
/// [`Error::Broken`] for a theme or a line that makes no sense.
pub(super) fn threads(theme: &str) -> Result<Vec<Thread>> {
    if theme.is_empty() {
        return Ok(Vec::new());
    }
    let (_, text) = TALK.iter().find(|(name, _)| *name == theme).ok_or_else(|| nonsense(theme))?;
    text.split("\n\n").filter(|thread| !thread.is_empty()).map(|thread| thread.lines().map(line).collect()).collect()
}

fn nonsense(what: &str) -> Error {
    Error::Broken(format!("the talk of the demo makes no sense at {what:?}"))
}

fn line(line: &'static str) -> Result<Line> {
    let (speaker, said) = line.split_once(' ').ok_or_else(|| nonsense(line))?;
    let (said, reactions) = said.rsplit_once("++").unwrap_or((said, ""));
    let (text, files) = said.split_once("##").unwrap_or((said, ""));
    Ok(Line {
        is_answer: speaker.contains('>'),
        is_edited: speaker.contains('*'),
        is_deleted: speaker.contains('-'),
        speaker: speaker.trim_end_matches(['>', '*', '-']),
        text: text.trim().replace("\\n", "\n"),
        files: brought(files.trim()).ok_or_else(|| nonsense(line))?,
        reactions: reactions.split_whitespace().map(reaction).collect::<Option<_>>().ok_or_else(|| nonsense(line))?,
    })
}

fn brought(files: &'static str) -> Option<Files> {
    if files.is_empty() {
        return Some(Files::None);
    }
    match files.split_once(' ')? {
        ("pictures", count) => count.parse().ok().map(Files::Pictures),
        (kind, name) => Some(Files::One { kind, name }),
    }
}

/// An emoji and the number after it.
fn reaction(text: &'static str) -> Option<(&'static str, usize)> {
    let emoji = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let count = text.get(emoji.len()..)?.parse().ok()?;
    (!emoji.is_empty()).then_some((emoji, count))
}

#[cfg(test)]
mod tests {
    use actors::domain::Emoji;

    use super::*;
    use crate::demo::{people::PEOPLE, rooms::ROOMS, samples};

    #[test]
    fn every_line_of_every_theme_makes_sense() {
        for (theme, _) in TALK {
            for line in threads(theme).unwrap().concat() {
                let is_letter = line.speaker.len() == 1 && line.speaker.chars().all(|c| c.is_ascii_uppercase());
                assert!(is_letter || PEOPLE.iter().any(|person| person.username == line.speaker), "{theme}: {line:?}");
                assert!(!line.text.is_empty() || line.files != Files::None, "{theme}: {line:?}");
                let is_known = match &line.files {
                    Files::None => true,
                    Files::Pictures(count) => (1..=samples::PICTURES.len()).contains(count),
                    Files::One { kind, .. } => samples::FILES.contains(kind),
                };
                assert!(is_known, "{theme}: {line:?}");
                assert!(line.reactions.iter().all(|(emoji, _)| Emoji::parse(emoji).is_ok()), "{theme}: {line:?}");
            }
        }
    }

    #[test]
    fn what_a_line_says_is_taken_apart() {
        let whole = line("ali>* Mana\\nshu ##pdf Bir {n}.pdf ++👍3 ❤️1").unwrap();
        let parts = Line {
            speaker: "ali",
            is_answer: true,
            is_edited: true,
            is_deleted: false,
            text: "Mana\nshu".to_owned(),
            files: Files::One { kind: "pdf", name: "Bir {n}.pdf" },
            reactions: vec![("👍", 3), ("❤️", 1)],
        };
        assert_eq!(whole, parts);
        assert!(line("ali").is_err() && line("ali a ##pictures x").is_err() && line("ali a ++👍").is_err());
    }

    #[test]
    fn every_room_has_something_to_talk_about() {
        for room in ROOMS {
            assert!(room.themes.iter().all(|theme| !threads(theme).unwrap().is_empty()), "{}", room.name);
            assert!(threads(room.last).is_ok(), "{}", room.name);
        }
    }
}
