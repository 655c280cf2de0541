//! What a system message says. Names are set off from the words around them without ever being searched: the words are
//! resolved with marks that no word contains and split there.

use actors::{
    domain::Language,
    message::{Author, SystemEvent},
};
use serde::Serialize;

use crate::i18n;

/// Stands for the author's name while words are resolved.
const USER: char = '\u{1}';
/// Stands for the other name while words are resolved.
const NAME: char = '\u{2}';

/// A piece of a line.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece<'a> {
    /// Whether it is a name.
    name: bool,
    text: std::borrow::Cow<'a, str>,
}

/// The line of an event, in pieces.
pub(super) fn pieces<'a>(event: &'a SystemEvent, author: &'a Author, language: Language) -> Vec<Piece<'a>> {
    let (key, name) = match event {
        SystemEvent::Created => ("system-created", None),
        SystemEvent::Joined => ("system-joined", None),
        SystemEvent::Left => ("system-left", None),
        SystemEvent::Added { name } => ("system-added", Some(name)),
        SystemEvent::Removed { name } => ("system-removed", Some(name)),
        SystemEvent::MadeAdmin { name } => ("system-made-admin", Some(name)),
        SystemEvent::DroppedAdmin { name } => ("system-dropped-admin", Some(name)),
        SystemEvent::NewOwner { name } => ("system-new-owner", Some(name)),
        SystemEvent::Renamed { name } => ("system-renamed", Some(name)),
        SystemEvent::Opened => ("system-opened", None),
        SystemEvent::Closed => ("system-closed", None),
    };
    let words = i18n::text_with(language, key, [("user", USER.to_string().into()), ("name", NAME.to_string().into())]);
    let name = name.map_or("", String::as_str);
    let mut pieces = Vec::new();
    for part in words.split_inclusive([USER, NAME]) {
        let (text, subject) = match (part.strip_suffix(USER), part.strip_suffix(NAME)) {
            (Some(text), _) => (text, Some(author.display_name.as_str())),
            (_, Some(text)) => (text, Some(name)),
            (None, None) => (part, None),
        };
        if !text.is_empty() {
            pieces.push(Piece { name: false, text: text.to_owned().into() });
        }
        if let Some(subject) = subject {
            pieces.push(Piece { name: true, text: subject.into() });
        }
    }
    pieces
}

/// The line of an event as plain text.
pub(super) fn line(event: &SystemEvent, author: &Author, language: Language) -> String {
    pieces(event, author, language).iter().map(|piece| &*piece.text).collect()
}
