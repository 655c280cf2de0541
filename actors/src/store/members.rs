//! Who belongs to a room, and what they may do there. Every change but those of
//! `MarkRead` and `MarkUnread` is a durable system message.

mod belonging;
mod join;
mod leave;
mod list;
mod mark;
mod named;
mod read;
mod readers;
mod set;

pub(super) use belonging::admit;

use serde::Serialize;

use crate::{
    clock::Millis,
    domain::Role,
    ids::{ClientId, RoomId, Seq, UserId},
    message::Author,
    store::By,
};

/// Comes into an open room. A member already: success, no number. Removed before, or the room is private: `not_found` for
/// a private room, `forbidden` for one that bars them or is full. Idempotent by `client_id`.
#[derive(Clone, Copy, Debug)]
pub struct JoinRoom {
    /// Who asks.
    pub by: By,
    /// Which room.
    pub room_id: RoomId,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// Leaves a room. The last to leave deletes it (only with `delete_if_last`, `forbidden` otherwise). An owner who leaves hands
/// ownership to the longest-serving administrator, else the longest member, in the same transaction.
/// Idempotent by `client_id`, even when the room is gone with the asker.
#[derive(Clone, Copy, Debug)]
pub struct LeaveRoom {
    /// Who asks.
    pub by: By,
    /// Which room.
    pub room_id: RoomId,
    /// They were asked, and know that the room goes with them.
    pub delete_if_last: bool,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// Changes somebody's membership (administrators of the room). Idempotent by `client_id`.
#[derive(Clone, Debug)]
pub struct SetMember {
    /// Who asks.
    pub by: By,
    /// Which room.
    pub room_id: RoomId,
    /// Whom, by username in any case.
    pub username: String,
    /// What to do.
    pub action: MemberAction,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// What is done to somebody's membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberAction {
    /// Bring them in (and lift a bar).
    Add,
    /// Remove them; they are barred from joining until added again.
    Remove,
    /// Make them an administrator.
    MakeAdmin,
    /// Take an administrator's rights.
    DropAdmin,
    /// Hand ownership to them (the owner only).
    MakeOwner,
}

/// Members by role, then name; at most 200 after a position (keyset). `not_found` unless the asker belongs to the room.
#[derive(Clone, Debug)]
pub struct MembersOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
    /// Role, folded username of the last one seen, to page on.
    pub after: Option<(Role, String)>,
}

/// A member as lists show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Who.
    pub user_id: UserId,
    /// Their username.
    pub username: String,
    /// Their display name.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// Since when.
    pub joined_at: Millis,
}

/// Members but for the asker whose username, or a word of whose display name, begins so in any case: at most 20, those who spoke
/// lately first, the last of them before all, the others by username. `not_found` unless the asker belongs to the room.
#[derive(Clone, Debug)]
pub struct MembersNamed {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
    /// What was typed; empty for anybody.
    pub prefix: String,
}

/// The members of a beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// They.
    pub members: Vec<Author>,
    /// There are more of them: a longer beginning finds them.
    pub more: bool,
}

/// Moves my read position forward (never back, never past the newest birth) and takes a mark of unread away. Tells `ReadMoved` when
/// either changed something. A repeat changes nothing and answers how things stand by now.
#[derive(Clone, Copy, Debug)]
pub struct MarkRead {
    /// Who asks.
    pub by: By,
    /// Which room.
    pub room_id: RoomId,
    /// The birth up to which everything is seen.
    pub seq: Seq,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// Marks a room as unread for me, or takes that back; my position stays. Tells `ReadMoved` when it was otherwise. A repeat changes
/// nothing.
#[derive(Clone, Copy, Debug)]
pub struct MarkUnread {
    /// Who asks.
    pub by: By,
    /// Which room.
    pub room_id: RoomId,
    /// Whether it is marked from now on.
    pub on: bool,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// How I stand in a room. `not_found` unless I belong to it.
#[derive(Clone, Copy, Debug)]
pub struct ReadStateOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
}

/// How somebody stands in a room, complete, at one moment. Of two such states the one with the larger `as_of` is the later; of two
/// with the same, the one with the larger position and marks, which only grow then. Whoever holds one counts what is born after
/// `as_of` by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReadState {
    /// The birth up to which they have seen everything.
    pub seq: Seq,
    /// Unread messages, counted up to `UNREAD_MAX`.
    pub unread: u32,
    /// How many of these name them.
    pub mentions: u32,
    /// How often they marked the room as unread and took that back: odd means marked.
    pub marks: u32,
    /// The room's number of that moment.
    pub as_of: Seq,
}

impl ReadState {
    /// Whether they marked the room as unread.
    #[must_use]
    pub const fn is_marked(&self) -> bool {
        self.marks % 2 == 1
    }
}

/// Who else has read up to a birth, by name: everybody but its author. `not_found` unless the asker belongs to the room, the room has
/// up to `SEEN_MEMBERS` members and the message is there.
#[derive(Clone, Copy, Debug)]
pub struct ReadersOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
    /// The message's birth.
    pub seq: Seq,
}

/// Who has read a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadersRow {
    /// Up to `READERS_NAMED` of them: id and display name.
    pub named: Vec<(UserId, String)>,
    /// How many more there are.
    pub more: usize,
}
