//! What forms share: the refusal of a field and the choices of a list.

use actors::domain::{EnterKey, Language, Theme};
use serde::Serialize;

use crate::i18n;

/// Why a form came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormError {
    /// The field that was wrong; `None` for the whole form.
    pub field: Option<String>,
    /// Words for people.
    pub text: String,
}

impl FormError {
    /// The refusal of a stable code, in words.
    #[must_use]
    pub fn new(language: Language, code: &str, field: Option<&str>) -> Self {
        Self { field: field.map(str::to_owned), text: i18n::refusal(language, code, field) }
    }

    /// The refusal of the chat, in words.
    #[must_use]
    pub fn of(language: Language, error: &actors::Error) -> Self {
        Self::new(language, error.code().as_str(), error.field())
    }
}

/// One choice of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: &'static str,
    /// What is shown.
    pub label: String,
    /// Whether it is the present one.
    pub chosen: bool,
}

/// The languages, each named in itself.
#[must_use]
pub fn languages(chosen: Language) -> Vec<Choice> {
    let choice = |language: Language| Choice {
        value: language.tag(),
        label: i18n::text(language, "language-name"),
        chosen: language == chosen,
    };
    Language::ALL.map(choice).into()
}

/// The themes, in words.
#[must_use]
pub fn themes(language: Language, chosen: Theme) -> Vec<Choice> {
    let choice = |theme: Theme| {
        let key = match theme {
            Theme::System => "account-theme-system",
            Theme::Light => "account-theme-light",
            Theme::Dark => "account-theme-dark",
        };
        Choice { value: theme.as_str(), label: i18n::text(language, key), chosen: theme == chosen }
    };
    [Theme::System, Theme::Light, Theme::Dark].map(choice).into()
}

/// What the Enter key may do, in words.
#[must_use]
pub fn enter_keys(language: Language, chosen: EnterKey) -> Vec<Choice> {
    let choice = |enter: EnterKey| {
        let key = match enter {
            EnterKey::Send => "account-enter-send",
            EnterKey::Newline => "account-enter-newline",
        };
        Choice { value: enter.as_str(), label: i18n::text(language, key), chosen: enter == chosen }
    };
    [EnterKey::Send, EnterKey::Newline].map(choice).into()
}
