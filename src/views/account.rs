//! My account.

use actors::domain::Language;
use serde::Serialize;

use super::{Choice, FormError, View};
use crate::i18n;

/// My name, language, colours, Enter key and password. Two forms: `/account/` and `/account/password/`.
#[derive(Clone, Debug, Serialize)]
pub struct AccountPage {
    /// What I log in with.
    pub username: String,
    /// What is shown, as it stands in the field.
    pub display_name: String,
    /// The languages to choose from.
    pub languages: Vec<Choice>,
    /// The themes to choose from.
    pub themes: Vec<Choice>,
    /// What the Enter key may do.
    pub enter_keys: Vec<Choice>,
    /// What was done, in words.
    pub saved: Option<String>,
    /// Why the first form came back (field `display_name`).
    pub error: Option<FormError>,
    /// Why the second form came back (fields `old_password`, `new_password`, `new_password_again`).
    pub password_error: Option<FormError>,
}

impl View for AccountPage {
    const TEMPLATE: &'static str = "account";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "account-title")
    }
}
