//! What a page says is of its language, word by word: it stands in the language's file, unless a person wrote it.

use std::collections::HashSet;

use actors::domain::Language;
use markup5ever_rcdom::{Handle, NodeData};

use super::{parse, samples};

/// Attributes that are read out or shown.
const SAID: [&str; 4] = ["aria-label", "title", "placeholder", "alt"];
/// Attributes that hold what people wrote.
const WRITTEN: [&str; 6] = ["data-text", "data-name", "data-username", "data-title", "data-initials", "value"];

/// What a page says, and the words on it that people wrote.
#[derive(Default)]
struct Heard {
    said: Vec<String>,
    written: HashSet<String>,
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

impl Heard {
    fn hear(&mut self, node: &Handle, is_written: bool) {
        let mut is_written = is_written;
        match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let name = &*name.local;
                let attrs = attrs.borrow();
                let attr =
                    |wanted: &str| attrs.iter().find(|attr| &*attr.name.local == wanted).map(|attr| &*attr.value);
                let is_face = attr("class").is_some_and(|classes| classes.split(' ').any(|class| class == "avatar"));
                let is_other = name != "html" && attr("lang").is_some();
                is_written |= matches!(name, "bdi" | "textarea" | "kbd" | "script" | "code")
                    || attr("dir").is_some_and(|dir| dir == "auto")
                    || is_face
                    || is_other;
                for attr in SAID.into_iter().filter_map(attr) {
                    self.said.push(attr.to_owned());
                }
                for attr in WRITTEN.into_iter().filter_map(attr) {
                    self.written.extend(words(attr));
                }
            }
            NodeData::Text { contents } if is_written => self.written.extend(words(&contents.borrow())),
            NodeData::Text { contents } => self.said.push(contents.borrow().to_string()),
            _ => {}
        }
        for child in node.children.borrow().iter() {
            self.hear(child, is_written);
        }
    }
}

#[test]
fn every_word_on_a_page_is_of_the_page_s_language_or_written_by_a_person() {
    let site = samples::site();
    for language in Language::ALL {
        let known: HashSet<_> = words(crate::i18n::file(language)).collect();
        for sample in samples::pages(&site, language) {
            let mut heard = Heard::default();
            heard.hear(&parse(&sample.html).document, false);
            for text in &heard.said {
                for word in words(text) {
                    let is_ours = known.contains(&word) || heard.written.contains(&word);
                    assert!(is_ours, "{} in {}: {word:?} in {text:?}", sample.name, language.tag());
                }
            }
        }
    }
}
