//! What stands around a pane: the list on the left, and what the page's scripts are told once.

use actors::clock::Millis;
use serde::Serialize;

use super::RoomList;

/// Everything of a page with two panes but the right one, which scripts change without the rest.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// My rooms.
    pub list: RoomList,
    /// The words that the scripts need: [`crate::i18n::script_words`].
    pub words: &'static str,
    /// The server's time: the reader's clock may be wrong.
    pub now: Millis,
    /// Minutes that the site's zone is ahead of UTC.
    pub tz_offset: i32,
    /// Characters that a message may have.
    pub message_chars: usize,
    /// Bytes that each of its files may have.
    pub file_bytes: u64,
    /// Files that it may have.
    pub files_max: usize,
}
