//! What stands in the places that a conversation leaves open; the same in all of its messages.

use rand::{RngExt as _, rngs::StdRng, seq::IndexedRandom as _};

use super::cast::Speakers;

const DAYS: [&str; 6] = ["dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba"];
const CLASSES: [&str; 8] = ["5-A", "6-V", "7-B", "8-A", "9-B", "9-G", "10-A", "11-B"];
const SUBJECTS: [&str; 8] =
    ["algebra", "fizika", "ona tili", "tarix", "kimyo", "informatika", "geometriya", "ingliz tili"];

/// Places and what stands there.
pub(super) struct Fill(Vec<(String, String)>);

impl Fill {
    /// Something for each place.
    pub(super) fn new(speakers: &Speakers, rng: &mut StdRng) -> Self {
        let mut pick = |words: &[&str]| words.choose(rng).copied().unwrap_or_default().to_owned();
        let words = [("{day}", pick(&DAYS)), ("{class}", pick(&CLASSES)), ("{subject}", pick(&SUBJECTS))];
        let numbers = [
            ("{hour}", format!("{}:{}0", rng.random_range(8..19), rng.random_range(0..6))),
            ("{room}", format!("{}{:02}", rng.random_range(1..5), rng.random_range(1..25))),
            ("{n}", rng.random_range(3..90).to_string()),
        ];
        let places = words.into_iter().chain(numbers).map(|(place, word)| (place.to_owned(), word));
        let names = speakers.names().map(|(part, username)| (format!("{{{part}}}"), format!("@{username}")));
        Self(places.chain(names).collect())
    }

    /// A text with its places filled in; one that begins with a place begins with a capital.
    pub(super) fn fill(&self, text: &str) -> String {
        let filled = self.0.iter().fold(text.to_owned(), |text, (place, word)| text.replace(place, word));
        let mut rest = filled.chars();
        match rest.next() {
            Some(first) if text.starts_with('{') => first.to_uppercase().chain(rest).collect(),
            _ => filled,
        }
    }
}
