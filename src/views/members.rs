//! About a room: its members, what may be done with them, and the ways out.

use actors::{
    domain::{Language, Role},
    ids::{RoomId, UserId},
    store::members::{MemberAction, MemberRow},
};
use serde::Serialize;

use super::{Avatar, FormError, RoomHead, View};
use crate::i18n;

/// The page about a room.
#[derive(Clone, Debug, Serialize)]
pub struct MembersPage {
    /// The room.
    pub room: RoomHead,
    /// Its members, the highest role first.
    pub members: Vec<MemberItem>,
    /// The address of more of them.
    pub next: Option<String>,
    /// The name in the field that adds somebody.
    pub username: String,
    /// Why adding or changing was refused.
    pub error: Option<FormError>,
}

impl View for MembersPage {
    const TEMPLATE: &'static str = "members";

    fn title(&self, language: Language) -> String {
        i18n::text(language, "room-info")
    }
}

/// A member in the list.
#[derive(Clone, Debug, Serialize)]
pub struct MemberItem {
    /// Their username.
    pub username: String,
    /// What is shown.
    pub display_name: String,
    /// Their avatar.
    pub avatar: Avatar,
    /// Whether they own the room.
    pub owner: bool,
    /// Whether they are an administrator of it.
    pub admin: bool,
    /// Whether it is me.
    pub me: bool,
    /// The room, for the forms.
    pub room_id: RoomId,
    /// What I may do with them.
    pub acts: Vec<MemberAct>,
}

/// Something I may do with a member.
#[derive(Clone, Debug, Serialize)]
pub struct MemberAct {
    /// The form's `action`.
    pub action: &'static str,
    /// The key of its words.
    pub label: &'static str,
    /// Whether it takes something away.
    pub danger: bool,
}

impl MemberItem {
    /// A member as somebody with a role of their own sees them.
    #[must_use]
    pub fn new(row: &MemberRow, room_id: RoomId, me: UserId, mine: Role) -> Self {
        let self_ = row.user_id == me;
        Self {
            username: row.username.clone(),
            display_name: row.display_name.clone(),
            avatar: Avatar::new(&row.display_name, row.user_id.0),
            owner: row.role == Role::Owner,
            admin: row.role == Role::Admin,
            me: self_,
            room_id,
            acts: if self_ { Vec::new() } else { acts(mine, row.role) },
        }
    }
}

/// What one role may do with another: an owner everything, an administrator everything but with the owner.
fn acts(mine: Role, theirs: Role) -> Vec<MemberAct> {
    if mine < Role::Admin || theirs == Role::Owner {
        return Vec::new();
    }
    let act = |action, label, danger| MemberAct { action: action_name(action), label, danger };
    let mut acts = vec![match theirs {
        Role::Member => act(MemberAction::MakeAdmin, "members-make-admin", false),
        Role::Admin | Role::Owner => act(MemberAction::DropAdmin, "members-drop-admin", false),
    }];
    if mine == Role::Owner {
        acts.push(act(MemberAction::MakeOwner, "members-make-owner", false));
    }
    acts.push(act(MemberAction::Remove, "members-remove", true));
    acts
}

/// The name of an action in forms.
const fn action_name(action: MemberAction) -> &'static str {
    match action {
        MemberAction::Add => "add",
        MemberAction::Remove => "remove",
        MemberAction::MakeAdmin => "make_admin",
        MemberAction::DropAdmin => "drop_admin",
        MemberAction::MakeOwner => "make_owner",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_offered_what_the_store_would_refuse() {
        let offered = |mine, theirs| acts(mine, theirs).iter().map(|act| act.action).collect::<Vec<_>>();
        assert!(offered(Role::Member, Role::Member).is_empty());
        assert!(offered(Role::Admin, Role::Owner).is_empty());
        assert_eq!(offered(Role::Admin, Role::Member), ["make_admin", "remove"]);
        assert_eq!(offered(Role::Owner, Role::Admin), ["drop_admin", "make_owner", "remove"]);
    }
}
