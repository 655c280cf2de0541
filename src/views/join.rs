//! An open room as somebody sees it who does not belong to it: its name, its size and a button; no messages.

use actors::domain::Language;
use serde::Serialize;

use super::{OpenRoomItem, View};

/// A room to join.
#[derive(Clone, Debug, Serialize)]
pub struct JoinPage {
    /// The room.
    pub room: OpenRoomItem,
}

impl View for JoinPage {
    const TEMPLATE: &'static str = "join";

    fn title(&self, _: Language) -> String {
        self.room.name.clone()
    }
}
