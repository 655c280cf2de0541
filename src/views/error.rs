//! A refusal as a page.

use actors::domain::Language;
use serde::Serialize;

use super::View;
use crate::i18n;

/// A refusal as a page: the status in large, what it means, what to do next.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// What it is.
    pub title: String,
    /// What to do.
    pub hint: String,
}

impl View for ErrorPage {
    const TEMPLATE: &'static str = "error";

    fn title(&self, _: Language) -> String {
        self.title.clone()
    }
}

impl ErrorPage {
    /// The page of a status; one without words of its own reads like the first of its hundred.
    #[must_use]
    pub fn new(language: Language, status: u16) -> Self {
        let words = |status: u16| {
            let title = i18n::find(language, &format!("status-{status}"), None)?;
            Some((title, i18n::find(language, &format!("status-{status}-hint"), None)?))
        };
        let general = if (400..500).contains(&status) { 400 } else { 500 };
        let (title, hint) = words(status).or_else(|| words(general)).unwrap_or_default();
        Self { status, title, hint }
    }
}
