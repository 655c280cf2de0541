//! Making a room.

use actors::domain::Language;
use serde::Serialize;

use super::{FormError, View};
use crate::i18n;

/// The form that makes a room.
#[derive(Clone, Debug, Serialize)]
pub struct CreatePage {
    /// What was typed before.
    pub room_name: String,
    /// Whether "private" is chosen.
    pub private: bool,
    /// A fresh UUID, which makes sending the form again harmless.
    pub client_id: String,
    /// Why it is shown again (fields `room_name`, `visibility`).
    pub error: Option<FormError>,
}

impl View for CreatePage {
    const TEMPLATE: &'static str = "create";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "create-title")
    }
}
