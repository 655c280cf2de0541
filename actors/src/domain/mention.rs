//! Where a text names people. The writer, which resolves names, and the formatter, which marks them, both ask here, so that
//! they never disagree. Costs one pass over the text.

use std::ops::Range;

use super::username::{USERNAME_MAX, is_letter};

/// The byte ranges of the `@name` tokens of `text`, each with its `@`; `fold_username(&text[start + 1..end])` is what to compare.
///
/// A token starts where no letter or digit stands before the `@` (an address such as `ali@example.uz` names nobody), goes on
/// as far as a username could, and leaves out the `.` and `-` at its end, which belong to the sentence.
pub fn mentions_in(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('@').filter_map(|(at, _)| {
        let (before, name) = (text.get(..at)?, text.get(at + 1..)?);
        if before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@')) {
            return None;
        }
        let length = name.find(|c| !may_follow(c)).unwrap_or(name.len());
        let name = name.get(..length)?.trim_end_matches(['.', '-']);
        let fits = name.chars().next().is_some_and(is_letter) && name.chars().count() <= USERNAME_MAX;
        fits.then(|| at..at + 1 + name.len())
    })
}

/// What a username may go on with, and the marks that composition turns into letters.
fn may_follow(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        mentions_in(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn names_are_found_wherever_a_word_may_begin() {
        assert_eq!(names("@ali, (@Vali) **@o_tkir-2** \n@Жасур!"), ["@ali", "@Vali", "@o_tkir-2", "@Жасур"]);
    }

    #[test]
    fn the_end_of_a_sentence_is_no_part_of_a_name() {
        assert_eq!(names("hi @ali. @ali.karimov... @vali-"), ["@ali", "@ali.karimov", "@vali"]);
    }

    #[test]
    fn addresses_and_lone_signs_name_nobody() {
        assert!(names("ali@example.uz @ @1a a@@b @@ali").is_empty());
        assert!(names(&format!("@{}", "a".repeat(33))).is_empty());
    }
}
