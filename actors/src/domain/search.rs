//! What search compares instead of what was typed. Costs one pass over the text.

use unicode_normalization::UnicodeNormalization;

/// The letter that makes oʻ and gʻ.
const TURNED_COMMA: char = '\u{2BB}';
/// The sign of a stop inside a word (aʼlo).
const APOSTROPHE: char = '\u{2BC}';

/// Folds a text: NFKC, lower case, and one spelling of the Uzbek letters oʻ and gʻ and of the tutuq belgisi, whichever of the many
/// apostrophes a keyboard gave.
#[must_use]
pub fn fold_search(text: &str) -> String {
    // Compatibility would take the acute accent apart.
    let text: String = text.replace('´', "'").nfkc().flat_map(char::to_lowercase).nfkc().collect();
    let mut folded = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let is_inside = before.is_alphabetic() && letters.peek().is_some_and(|next| next.is_alphabetic());
        let c = match c {
            _ if !is_apostrophe(c) => c,
            _ if matches!(before, 'o' | 'g') => TURNED_COMMA,
            _ if is_inside => APOSTROPHE,
            _ => ' ',
        };
        folded.push(c);
        before = c;
    }
    folded
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BB}' | '\u{2BC}' | '\u{2BD}' | '\u{2032}' | '\u{FF07}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_uzbek_letter_is_one() {
        for spelling in
            ["O'zbek tog'", "o‘zbek tog‘", "O’ZBEK TOG’", "oʻzbek togʻ", "o`zbek tog`", "oʼzbek togʼ", "o´zbek tog´"]
        {
            assert_eq!(fold_search(spelling), "oʻzbek togʻ", "{spelling}");
        }
        assert_eq!(fold_search("A'lo ma’no"), "aʼlo maʼno");
    }

    #[test]
    fn quotes_are_no_letters_and_case_and_width_do_not_matter() {
        assert_eq!(fold_search("'ЎЗБЕК' ｆｕｌｌ"), " ўзбек  full");
    }
}
