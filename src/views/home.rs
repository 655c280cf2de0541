//! The list of rooms and the page that shows it alone.

use actors::{
    clock::Millis,
    domain::{Language, fold_username},
    ids::{RoomId, Seq},
    store::members::ReadState,
};
use serde::Serialize;

use super::{Avatar, Pane, Shell, View};
use crate::i18n;

/// My rooms, and no room on the right.
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// What stands around the pane.
    #[serde(flatten)]
    pub shell: Shell,
    /// The right pane.
    #[serde(flatten)]
    pub pane: HomePane,
}

/// The right pane while no room is open.
#[derive(Clone, Debug, Serialize)]
pub struct HomePane {
    /// Open rooms that I could join.
    pub open_rooms: Vec<OpenRoomItem>,
    /// The address of more of these.
    pub more_open: Option<String>,
}

impl Pane for HomePane {
    const TEMPLATE: &'static str = "home/_pane";
}

impl View for HomePage {
    const TEMPLATE: &'static str = "home";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "app-title")
    }
}

/// The left pane.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RoomList {
    /// By last activity, newest first.
    pub rooms: Vec<RoomItem>,
    /// What is searched for in their names; empty for all of them.
    pub query: String,
}

impl RoomList {
    /// Only the rooms whose names contain a text, in any case; all of them for an empty one.
    #[must_use]
    pub fn matching(mut self, query: &str) -> Self {
        let folded = fold_username(query);
        self.rooms.retain(|room| fold_username(&room.name).contains(&folded));
        query.trim().clone_into(&mut self.query);
        self
    }
}

/// One room in the left pane.
#[derive(Clone, Debug, Serialize)]
pub struct RoomItem {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Its avatar.
    pub avatar: Avatar,
    /// How I stand in it: for the scripts.
    pub read: ReadState,
    /// Its last message's number at birth, 0 for none.
    pub last_seq: Seq,
    /// When it last saw a birth.
    pub at: Millis,
    /// The same for people: a time today, else a day.
    pub time: String,
    /// How many messages are unread, as a badge shows it; `None` for none.
    pub badge: Option<String>,
    /// Whether I marked it as unread and nothing else is.
    pub marked: bool,
    /// Whether one of these names me.
    pub mentioned: bool,
    /// Whether it is the room on the right.
    pub current: bool,
    /// Whether only members know of it.
    pub private: bool,
    /// Its last message.
    pub last: Option<LastLine>,
    /// What its tick says, when that is mine.
    pub tick: Option<Tick>,
}

/// The sign beside my own last message.
#[derive(Clone, Debug, Serialize)]
pub struct Tick {
    /// The sign's name.
    pub icon: &'static str,
    /// Its classes.
    pub classes: &'static str,
    /// The same in words.
    pub label: String,
}

impl Tick {
    /// One tick for a message that is stored, two for one that somebody else has read.
    #[must_use]
    pub fn new(seen: bool, language: Language) -> Self {
        let (icon, classes, key) = match seen {
            true => ("ticks", "icon--sm icon--ticks", "js-seen"),
            false => ("tick", "icon--sm", "js-stored"),
        };
        Self { icon, classes, label: i18n::text(language, key) }
    }
}

/// A room's last message in the left pane.
#[derive(Clone, Debug, Serialize)]
pub struct LastLine {
    /// The first word of who wrote it; `None` for what happened by itself in the words (a system message).
    pub author: Option<String>,
    /// One line of it.
    pub text: String,
}

/// A room that I could join.
#[derive(Clone, Debug, Serialize)]
pub struct OpenRoomItem {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Its avatar.
    pub avatar: Avatar,
    /// How many belong to it.
    pub members: u32,
}
