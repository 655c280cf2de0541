//! Whether a message is nothing but a few emoji, which are shown large.

use icu_properties::{
    CodePointSetData,
    props::{EmojiPresentation, ExtendedPictographic, RegionalIndicator},
};
use unicode_segmentation::UnicodeSegmentation as _;

/// How many emoji are shown large.
const LARGE_UP_TO: usize = 3;
/// Asks for the picture of a character that is text by default.
const PICTURE: char = '\u{FE0F}';
/// Encloses the character before it in a key.
const KEY: char = '\u{20E3}';

/// Whether a text is one to three emoji and nothing else. Stops at the first grapheme that decides.
#[must_use]
pub fn is_emoji_only(text: &str) -> bool {
    let mut count = 0;
    let mut graphemes = text.graphemes(true).filter(|grapheme| !grapheme.trim().is_empty());
    let all = graphemes.all(|grapheme| {
        count += 1;
        count <= LARGE_UP_TO && is_emoji(grapheme)
    });
    all && count > 0
}

fn is_emoji(grapheme: &str) -> bool {
    let Some(first) = grapheme.chars().next() else { return false };
    if CodePointSetData::new::<RegionalIndicator>().contains(first) {
        return grapheme.chars().count() == 2;
    }
    CodePointSetData::new::<EmojiPresentation>().contains(first)
        || (CodePointSetData::new::<ExtendedPictographic>().contains(first) && grapheme.contains(PICTURE))
        || (grapheme.ends_with(KEY) && matches!(first, '0'..='9' | '#' | '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_three_emoji_are_large() {
        for text in ["👍", "❤️", "🎉🥳", "👨‍👩‍👧‍👦 🇺🇿 👋🏽", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
        {
            assert!(is_emoji_only(text), "{text}");
        }
    }

    #[test]
    fn anything_beside_an_emoji_is_text() {
        for text in ["", "a", "1", "👍 ok", "👍👍👍👍", "©", "№", "*", "🇺", "❤", "👍."] {
            assert!(!is_emoji_only(text), "{text}");
        }
    }
}
