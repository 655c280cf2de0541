//! A room: the list on the left, the conversation on the right.

use actors::{
    domain::Language,
    ids::{MessageId, RoomId, Seq, UserId},
};
use serde::Serialize;

use super::{Avatar, FormError, Pane, Shell, View};

/// A room's page.
#[derive(Clone, Debug, Serialize)]
pub struct RoomPage {
    /// What stands around the pane.
    #[serde(flatten)]
    pub shell: Shell,
    /// The right pane.
    #[serde(flatten)]
    pub pane: RoomPane,
}

/// A room by itself.
#[derive(Clone, Debug, Serialize)]
pub struct RoomPane {
    /// The room's head.
    pub room: RoomHead,
    /// The conversation, by day.
    pub days: Vec<Day>,
    /// Whether nobody has written anything in it.
    pub unspoken: bool,
    /// The birth before which older messages lie.
    pub older: Option<Seq>,
    /// The birth after which newer messages lie.
    pub newer: Option<Seq>,
    /// The page's last birth, when that is further than I have read.
    pub seen: Option<Seq>,
    /// The birth up to which I have seen everything.
    pub read_seq: Seq,
    /// The largest read position of the others, 0 where it is not told.
    pub others_read: Seq,
    /// The room's last birth.
    pub last: Seq,
    /// The room's last number in the page's snapshot: where the socket goes on.
    pub seq: Seq,
    /// The field at the bottom.
    pub composer: Composer,
}

impl Pane for RoomPane {
    const TEMPLATE: &'static str = "room/_pane";
}

impl View for RoomPage {
    const TEMPLATE: &'static str = "room";

    fn title(&self, _: Language) -> String {
        self.pane.room.name.clone()
    }
}

/// What a room is called and what I may do with it.
#[derive(Clone, Debug, Serialize)]
pub struct RoomHead {
    /// Its id.
    pub id: RoomId,
    /// Its address.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its avatar.
    pub avatar: Avatar,
    /// How many belong to it.
    pub members: u32,
    /// Whether only members know of it.
    pub private: bool,
    /// Whether I am one of its administrators.
    pub can_manage: bool,
    /// Whether I may delete what others wrote in it.
    pub can_delete_messages: bool,
    /// Whether I may delete it.
    pub can_delete: bool,
}

/// The messages of one day.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// "YYYY-MM-DD".
    pub date: String,
    /// What it is called today.
    pub label: String,
    /// Its messages, oldest first.
    pub rows: Vec<Row>,
}

/// A message and what is the reader's own about it.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its id.
    pub id: MessageId,
    /// Its author.
    pub user_id: UserId,
    /// The bubble, the same for everybody.
    pub html: String,
    /// I wrote it.
    pub own: bool,
    /// First of its author's group.
    pub first: bool,
    /// Last of its author's group.
    pub last: bool,
    /// Something that happened in the room.
    pub system: bool,
    /// The first that I have not seen: the divider stands before it.
    pub first_unread: bool,
    /// I may edit it.
    pub can_edit: bool,
    /// It has a text and files, which can be deleted each by itself.
    pub has_both: bool,
    /// I may delete it.
    pub can_delete: bool,
    /// The emoji that I put under it, with spaces between.
    pub mine: String,
    /// What a page without scripts lets me put under it or take away.
    pub reactions: Vec<RowReaction>,
}

/// One emoji that I may put under a message, or take away.
#[derive(Clone, Debug, Serialize)]
pub struct RowReaction {
    /// The emoji.
    pub emoji: String,
    /// It is there of me.
    pub mine: bool,
}

/// The field at the bottom of a room.
#[derive(Clone, Debug, Serialize)]
pub struct Composer {
    /// The message that is answered.
    pub reply: Option<QuoteStrip>,
    /// The message that is changed instead of a new one sent.
    pub edit: Option<MessageId>,
    /// What stands in the field.
    pub content: String,
    /// A fresh UUID, which makes sending the form again harmless.
    pub client_id: String,
    /// Why it was refused.
    pub error: Option<FormError>,
}

/// The message that is being answered, above the field.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteStrip {
    /// Its id.
    pub id: MessageId,
    /// Its author's name.
    pub name: String,
    /// Its author's colour.
    pub colour: i64,
    /// One line of it.
    pub text: String,
}
