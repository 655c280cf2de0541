//! What every key does.

use actors::domain::{EnterKey, Language};
use serde::Serialize;

use super::View;
use crate::i18n;

/// The page about the keyboard. Its list is also what the dialog of a page shows.
#[derive(Clone, Debug, Serialize)]
pub struct HelpPage {
    /// The keys by what they are about.
    pub parts: Vec<HelpPart>,
}

/// Keys that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct HelpPart {
    /// The key of its heading.
    pub about: &'static str,
    /// Its keys.
    pub rows: Vec<HelpRow>,
}

/// Keys that do one thing.
#[derive(Clone, Debug, Serialize)]
pub struct HelpRow {
    /// The keys, of which some are pressed together.
    pub keys: &'static [&'static str],
    /// The key of the words for what they do.
    pub words: &'static str,
}

const fn row(keys: &'static [&'static str], words: &'static str) -> HelpRow {
    HelpRow { keys, words }
}

impl HelpPage {
    /// The keys of somebody whose Enter key does this.
    #[must_use]
    pub fn new(enter: EnterKey) -> Self {
        let (sends, breaks): (&[_], &[_]) = match enter {
            EnterKey::Send => (&["Enter"], &["Shift", "Enter"]),
            EnterKey::Newline => (&["Shift", "Enter"], &["Enter"]),
        };
        let everywhere = vec![
            row(&["Ctrl", "K"], "help-find-room"),
            row(&["Alt", "↑", "↓"], "help-next-room"),
            row(&["Esc"], "help-escape"),
            row(&["?"], "help-help"),
        ];
        let writing = vec![
            row(sends, "help-send"),
            row(breaks, "help-newline"),
            row(&["Ctrl", "Enter"], "help-always-send"),
            row(&["↑"], "help-edit-last"),
            row(&["@"], "help-mention"),
            row(&["Ctrl", "B"], "help-bold"),
            row(&["Ctrl", "I"], "help-italic"),
            row(&["Ctrl", "E"], "help-code"),
        ];
        let messages = vec![row(&["↑", "↓"], "help-walk"), row(&["Enter"], "help-actions")];
        Self {
            parts: vec![
                HelpPart { about: "help-everywhere", rows: everywhere },
                HelpPart { about: "help-writing", rows: writing },
                HelpPart { about: "help-messages", rows: messages },
            ],
        }
    }
}

impl View for HelpPage {
    const TEMPLATE: &'static str = "help";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "help-title")
    }
}
