//! Every limit, by name and unit. Those in [`Limits`] have a flag; the others are what the protocol says.

use std::time::Duration;

/// Characters of a parent's text that a quote shows.
pub const QUOTE_CHARS: usize = 120;
/// Characters of a text that a list of rooms shows.
pub const PREVIEW_CHARS: usize = 120;
/// Different names in one text that are looked up; those after them are plain text.
pub const MENTIONS_MAX: usize = 100;
/// Different emoji under one message.
pub const REACTIONS_OF_MESSAGE: u32 = 20;
/// People named beside the count of one emoji.
pub const REACTORS_NAMED: u32 = 3;
/// People that an answer about who reacted names beside each emoji; the others are counted.
pub const REACTORS_LISTED: u32 = 50;
/// Unread messages are counted up to this many.
pub const UNREAD_MAX: u32 = 1_000;
/// Messages on a page of history, unless asked otherwise.
pub const PAGE: u32 = 50;
/// Messages on a page of history at most.
pub const PAGE_MAX: u32 = 200;
/// Messages with pictures in one answer.
pub const PICTURES: u32 = 20;
/// Births among which one answer looks for pictures.
pub const PICTURES_STRETCH: Seq = 20_000;
/// Changes in one `changes` frame.
pub const CHANGES_FRAME: usize = 200;
/// Bytes of texts and markup after which a `changes` frame ends, so that a slow reader moves on frame by frame.
pub const CHANGES_BYTES: usize = 64 * 1024;
/// Bytes of `changes` beyond which a client is told to `reset`.
pub const CATCH_UP_BYTES: usize = OUTBOX_BYTES / 2;
/// Changes behind which a client is told to `reset`.
pub const CHANGES_MAX: Seq = 1_000;
/// Files of one message.
pub const FILES_OF_MESSAGE: usize = 10;
/// Writes between admission and their hand-over to the sockets.
pub const WRITES_ADMITTED: usize = 1_024;
/// Reads waiting for a reader.
pub const READS_ADMITTED: usize = 1_024;
/// Bytes of one WebSocket message, fragments summed.
pub const FRAME_BYTES: usize = 128 * 1024;
/// Bytes that may wait for one socket.
pub const OUTBOX_BYTES: usize = 1024 * 1024;
/// How long the oldest bytes may wait for one socket.
pub const OUTBOX_AGE: Duration = Duration::from_secs(10);
/// Commands of one socket that may wait for their answer.
pub const COMMANDS_IN_FLIGHT: usize = 32;
/// Frames a second that one socket may send, over time and at once.
pub const FRAMES_PER_SECOND: u32 = 50;
/// Frames that one socket may send at once.
pub const FRAMES_BURST: u32 = 200;
/// Times a second that one user may move a read position, mark a room as unread or look members up by name, over time.
pub const READS_PER_SECOND: u32 = 20;
/// The same, at once.
pub const READS_BURST: u32 = 100;
/// How often a silent peer is asked for a sign of life.
pub const PING_EVERY: Duration = Duration::from_secs(25);
/// After how long without one it is taken for dead.
pub const DEAD_AFTER: Duration = Duration::from_secs(60);
/// How long a room without anybody keeps its actor.
pub const ROOM_IDLE: Duration = Duration::from_secs(5 * 60);
/// Frames a room keeps for those who are just arriving.
pub const ROOM_RING: usize = 256;
/// How long a user stays online after the last socket has gone.
pub const LEAVE_AFTER: Duration = Duration::from_secs(10);
/// Online members up to which a room announces each by name.
pub const PRESENCE_NAMED: usize = 200;
/// How often typing, presence and activity are told at most.
pub const EPHEMERAL_EVERY: Duration = Duration::from_secs(1);
/// Members up to which a room tells who has read what.
pub const SEEN_MEMBERS: u32 = 100;
/// People that an answer about who has read a message names; the others are counted.
pub const READERS_NAMED: usize = 50;
/// Births, and people named by them, that one `room_activity` lists together; beyond, it says to count anew.
pub const ACTIVITY_LISTED: usize = 400;
/// Members a room may have.
pub const MEMBERS_MAX: u32 = 10_000;
/// Rooms a user may create in 24 hours.
pub const ROOMS_CREATED_A_DAY: u32 = 50;
/// How long a login lives after its last use, in milliseconds.
pub const LOGIN_IDLE_MS: i64 = 24 * 60 * 60 * 1000;
/// How often the last use of a login is written at most, in milliseconds.
pub const LOGIN_TOUCH_MS: i64 = 5 * 60 * 1000;
/// Logins of one user that live at once.
pub const LOGINS_OF_USER: u32 = 50;
/// How long the receipt of a command other than a post is kept, in milliseconds.
pub const RECEIPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;

use crate::ids::Seq;

/// The limits that an operator may set; 0 switches a rate off.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Characters of a message's text.
    pub message_chars: usize,
    /// Sockets of one user; 0 for any number.
    pub sockets_per_user: usize,
    /// Posts a second of one user, both doors, all sockets.
    pub posts_per_second: u32,
    /// Posts of one user at once.
    pub posts_burst: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { message_chars: 10_000, sockets_per_user: 20, posts_per_second: 10, posts_burst: 30 }
    }
}
