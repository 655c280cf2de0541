//! A room's settings.

use actors::domain::Language;
use serde::Serialize;

use super::{FormError, RoomHead, View};
use crate::i18n;

/// The form of a room's settings, for its administrators.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsPage {
    /// The room.
    pub room: RoomHead,
    /// The name in the field.
    pub room_name: String,
    /// Whether "private" is chosen.
    pub private: bool,
    /// Why it is shown again (fields `room_name`, `visibility`).
    pub error: Option<FormError>,
}

impl View for SettingsPage {
    const TEMPLATE: &'static str = "settings";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "room-settings")
    }
}
