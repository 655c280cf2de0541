//! Rooms.

mod create;
mod delete;
mod list;
mod settings;
mod state;
mod view;

pub(super) use delete::delete;

use crate::{
    clock::Millis,
    domain::{Role, RoomName, Visibility},
    ids::{ClientId, RoomId, Seq, UserId},
    message::Message,
    store::{By, members::ReadState},
};

/// Makes a room with its first system message (`Created`); the maker is its owner. `rate_limited` over
/// `ROOMS_CREATED_A_DAY`. Idempotent by `client_id`.
#[derive(Clone, Debug)]
pub struct CreateRoom {
    /// Who asks.
    pub by: By,
    /// Its name.
    pub name: RoomName,
    /// Who may find it.
    pub visibility: Visibility,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// Changes a room's settings (administrators of the room). Each real change is a system message (`Renamed`, `Opened`,
/// `Closed`); no change, no number. Idempotent by `client_id`.
#[derive(Clone, Debug)]
pub struct SetRoom {
    /// Who asks.
    pub by: By,
    /// Which room.
    pub room_id: RoomId,
    /// Its name.
    pub name: RoomName,
    /// Who may find it.
    pub visibility: Visibility,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// Deletes a room (its owner, site administrators): `rooms.state` becomes `deleted`, so that it is hidden at once, members
/// are removed, and a job purges the rest. Tells `RoomDeleted`. Idempotent by `client_id`.
#[derive(Clone, Copy, Debug)]
pub struct DeleteRoom {
    /// Who asks.
    pub by: By,
    /// Which room.
    pub room_id: RoomId,
    /// The command's own name.
    pub client_id: Option<ClientId>,
}

/// A room as [`DeleteRoom`] would take it from this user, whether or not they belong to it; refuses what that refuses. Tells
/// nothing of what is read and unread.
#[derive(Clone, Copy, Debug)]
pub struct RoomToDelete {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
}

/// Purges at most 500 rows of deleted rooms; run by the program on a timer until it says that nothing is left. Also drops
/// receipts and logins that are over. The reply: whether there is more to do.
#[derive(Clone, Copy, Debug)]
pub struct PurgeSome;

/// My rooms by last activity, newest first.
#[derive(Clone, Copy, Debug)]
pub struct MyRooms {
    /// Whose.
    pub user_id: UserId,
}

/// A room in the list of somebody's rooms.
#[derive(Clone, Debug)]
pub struct RoomRow {
    /// Its id.
    pub room_id: RoomId,
    /// Its name.
    pub name: String,
    /// Who may find it.
    pub visibility: Visibility,
    /// Its last number.
    pub seq: Seq,
    /// Its newest message that is not deleted.
    pub last: Option<Message>,
    /// When it last saw a birth.
    pub active_at: Millis,
    /// How I stand in it, as of `seq`.
    pub read: ReadState,
    /// Of a newest message that is mine: whether somebody else has read it (never known in rooms over `SEEN_MEMBERS`).
    pub seen: Option<bool>,
}

/// Open rooms that I could join, by name, after a name and id (keyset), at most 100.
#[derive(Clone, Debug)]
pub struct OpenRooms {
    /// Who asks.
    pub user_id: UserId,
    /// The name and id of the last one seen, to page on.
    pub after: Option<(String, RoomId)>,
}

/// A room that somebody could join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRoom {
    /// Its id.
    pub room_id: RoomId,
    /// Its name.
    pub name: String,
    /// How many belong to it.
    pub members: u32,
}

/// A room as one user may see it: `None` when it does not exist for them (absent, deleted, private to others).
#[derive(Clone, Copy, Debug)]
pub struct RoomOf {
    /// Who asks.
    pub user_id: UserId,
    /// Which room.
    pub room_id: RoomId,
}

/// A room as one user may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomView {
    /// Its id.
    pub room_id: RoomId,
    /// Its name.
    pub name: String,
    /// Who may find it.
    pub visibility: Visibility,
    /// Whether it is a group: the chats of two and one's own have no settings, and site administrators have nothing to say there.
    pub is_group: bool,
    /// My role; `None` for a room that I could join.
    pub role: Option<Role>,
    /// How many belong to it.
    pub members: u32,
    /// Its last number.
    pub seq: Seq,
    /// How I stand in it, as of `seq`; nothing read and nothing unread for one to whom it is not theirs.
    pub read: ReadState,
    /// The largest read position of the others; 0 for nobody's, and in rooms over `SEEN_MEMBERS`.
    pub seen: Seq,
    /// The newest birth's number, 0 in an empty room.
    pub last_birth: Seq,
}

/// What a Room actor needs to start: its members and numbers.
#[derive(Clone, Copy, Debug)]
pub struct RoomStateOf {
    /// Which room.
    pub room_id: RoomId,
}

/// A room's members and numbers, in one snapshot.
#[derive(Clone, Debug)]
pub struct RoomState {
    /// Its last number.
    pub seq: Seq,
    /// The birth of the newest message that is there, 0 without one.
    pub newest: Seq,
    /// Its name.
    pub name: String,
    /// The two who have read furthest, and how far; nobody in rooms over `SEEN_MEMBERS`.
    pub furthest: Vec<(UserId, Seq)>,
    /// Its members: id, username, role.
    pub members: Vec<(UserId, String, Role)>,
}

/// The rooms a user belongs to.
#[derive(Clone, Copy, Debug)]
pub struct RoomsOf {
    /// Whose.
    pub user_id: UserId,
}
