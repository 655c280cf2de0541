//! The first run: making the first administrator, and what everybody else sees before that.

use actors::domain::Language;
use serde::Serialize;

use super::{Choice, FormError, View};
use crate::i18n;

/// The page behind the one-time link; it posts to its own address.
#[derive(Clone, Debug, Serialize)]
pub struct SetupPage {
    /// What was typed before.
    pub username: String,
    /// Why it is shown again (fields `username`, `password`).
    pub error: Option<FormError>,
    /// The languages to choose from.
    pub languages: Vec<Choice>,
}

impl View for SetupPage {
    const TEMPLATE: &'static str = "setup";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "setup-title")
    }
}

/// What every address shows while there is no administrator: open the link that the server printed.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedPage {
    /// The languages to choose from.
    pub languages: Vec<Choice>,
}

impl View for ClosedPage {
    const TEMPLATE: &'static str = "closed";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "setup-closed-title")
    }
}
