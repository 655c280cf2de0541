//! The login page.

use actors::domain::Language;
use serde::Serialize;

use super::{Choice, View, languages};
use crate::i18n;

/// The login page.
#[derive(Clone, Debug, Serialize)]
pub struct LoginPage {
    /// Where to go afterwards, an own path.
    pub next: Option<String>,
    /// What was typed before.
    pub username: String,
    /// Why it is shown again, in words.
    pub error: Option<String>,
    /// The languages to choose from.
    pub languages: Vec<Choice>,
}

/// Why the login page is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginNote {
    /// Wrong username or password; which, is not told.
    Wrong,
    /// Too many failures: again after this many seconds.
    Throttled(u64),
    /// The server cannot check a password now.
    Busy,
    /// The login that was used has ended.
    Ended,
}

impl View for LoginPage {
    const TEMPLATE: &'static str = "login";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "login-title")
    }
}

impl LoginPage {
    /// The page in a language.
    #[must_use]
    pub fn new(language: Language, next: Option<String>, username: String, note: Option<LoginNote>) -> Self {
        let error = note.map(|note| match note {
            LoginNote::Wrong => i18n::text(language, "login-wrong"),
            LoginNote::Throttled(seconds) => {
                i18n::text_with(language, "login-throttled", [("seconds", seconds.into())])
            }
            LoginNote::Busy => i18n::text(language, "login-busy"),
            LoginNote::Ended => i18n::text(language, "login-ended"),
        });
        Self { next, username, error, languages: languages(language) }
    }
}
