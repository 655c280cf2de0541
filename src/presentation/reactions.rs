//! What stands under a bubble: each emoji with those who put it there.

use actors::{
    domain::Language,
    message::{Message, Mine, Reaction},
};
use serde::Serialize;

use crate::{
    i18n,
    views::{Avatar, RowReaction},
};

/// What a page without scripts offers under every message.
const USUAL: &str = "👍";

/// One emoji under a bubble.
#[derive(Serialize)]
pub(super) struct Chip<'a> {
    emoji: &'a str,
    count: u32,
    /// Who put it there, in words.
    names: String,
    /// Their faces, when these are all.
    faces: Vec<Avatar>,
}

impl<'a> Chip<'a> {
    pub(super) fn new(reaction: &'a Reaction, language: Language) -> Self {
        let Reaction { emoji, count, users } = reaction;
        let named = users.iter().map(|user| &*user.display_name).collect::<Vec<_>>().join(", ");
        let others = usize::try_from(*count).unwrap_or(usize::MAX).saturating_sub(users.len());
        let args = [("names", named.clone().into()), ("n", others.into())];
        Self {
            emoji,
            count: *count,
            names: if others > 0 { i18n::text_with(language, "msg-reacted", args) } else { named },
            faces: match others {
                0 => users.iter().map(|user| Avatar::new(&user.display_name, user.id.0)).collect(),
                _ => Vec::new(),
            },
        }
    }
}

/// The reader's emoji of a message as the row carries them, and what it offers without scripts.
pub(super) fn of_row(message: &Message, mine: &Mine) -> (String, Vec<RowReaction>) {
    let mine = mine.get(&message.id).map_or(&[][..], Vec::as_slice);
    let mut emoji: Vec<&str> = message.reactions.iter().map(|reaction| &*reaction.emoji).collect();
    if !emoji.contains(&USUAL) {
        emoji.push(USUAL);
    }
    let is_mine = |emoji: &str| mine.iter().any(|own| own == emoji);
    let offered = emoji.into_iter().map(|emoji| RowReaction { emoji: emoji.to_owned(), mine: is_mine(emoji) });
    (mine.join(" "), offered.collect())
}
