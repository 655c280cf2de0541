//! Who belongs to a room, and what its administrators do about it.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use actors::{
    Code,
    domain::{Role, USERNAME_MAX, fold_username},
    ids::RoomId,
    store::members::{MemberAction, MemberRow, MembersNamed, MembersOf, SetMember},
};
use serde_json::json;
use url::form_urlencoded::Serializer;

use crate::{
    error::{Error, Result},
    handlers::{body::Form, fields::Fields, visit::Visit},
    views::{Avatar, MemberItem, MembersPage},
};

/// Members on one page.
const MEMBERS_PAGE: usize = 200;

/// `GET /room/<id>/members/`, after `role` and `name`; for a program also those whose name begins with `q`.
///
/// # Errors
/// `not_found` unless a member.
pub async fn list(visit: Visit, room_id: Path<RoomId>) -> Result<HttpResponse> {
    let query = visit.query()?;
    let after = query.word("role", role)?.map(|role| (role, query.text("name").to_owned()));
    if !visit.wants_json() {
        return visit.page(&page(&visit, *room_id, after, String::new(), None).await?);
    }
    if query.has("q") {
        return named(&visit, *room_id, query.text("q")).await;
    }
    let rows = visit.read(MembersOf { user_id: visit.user_id(), room_id: *room_id, after }).await?;
    let members: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "user_id": row.user_id, "user": row.username, "display_name": row.display_name,
                "role": row.role, "joined_at": row.joined_at,
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "room_id": *room_id, "members": members })))
}

/// Whom an `@` with this beginning may mean: a look at every member, so not more often than anybody types.
async fn named(visit: &Visit, room_id: RoomId, prefix: &str) -> Result<HttpResponse> {
    visit.state.rates.read(visit.user_id())?;
    let prefix: String = prefix.chars().take(USERNAME_MAX).collect();
    let named = visit.read(MembersNamed { user_id: visit.user_id(), room_id, prefix }).await?;
    let members: Vec<_> = named
        .members
        .iter()
        .map(|member| {
            let Avatar { initials, colour } = Avatar::new(&member.display_name, member.id.0);
            json!({
                "user_id": member.id, "user": member.username, "display_name": member.display_name,
                "initials": initials, "colour": colour,
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "room_id": room_id, "members": members, "more": named.more })))
}

/// `POST /room/<id>/members/`: `action` with `username`.
///
/// # Errors
/// What the store refuses; a form comes back with the name that was typed.
pub async fn act(visit: Visit, room_id: Path<RoomId>, Form(fields): Form) -> Result<HttpResponse> {
    let room_id = *room_id;
    match set(&visit, room_id, &fields).await {
        Ok(()) => Ok(visit.done(StatusCode::OK, &json!({ "room_id": room_id }), &format!("/room/{room_id}/members/"))),
        Err(error) if visit.wants_json() => Err(error),
        Err(error) => {
            let page = page(&visit, room_id, None, fields.text("username").to_owned(), Some(&error)).await?;
            visit.again(&page, error)
        }
    }
}

async fn set(visit: &Visit, room_id: RoomId, fields: &Fields) -> Result<()> {
    let action = fields.word("action", action)?.ok_or_else(|| crate::handlers::fields::bad("action"))?;
    let username = fields.text("username").trim().to_owned();
    if username.is_empty() {
        return Err(actors::Error::Field { field: "username", code: Code::Empty }.into());
    }
    visit.write(SetMember { by: visit.by(), room_id, username, action, client_id: fields.value("client_id")? }).await
}

async fn page(
    visit: &Visit,
    room_id: RoomId,
    after: Option<(Role, String)>,
    username: String,
    error: Option<&Error>,
) -> Result<MembersPage> {
    let me = visit.user_id();
    let room = visit.room(room_id).await?;
    let mine = room.role.ok_or(Code::NotFound)?;
    let rows = visit.read(MembersOf { user_id: me, room_id, after }).await?;
    let next = rows.last().filter(|_| rows.len() >= MEMBERS_PAGE).map(|last| more(room_id, last));
    Ok(MembersPage {
        room: visit.head(&room),
        members: rows.iter().map(|row| MemberItem::new(row, room_id, me, mine)).collect(),
        next,
        username,
        error: error.map(|error| visit.form_error(error)),
    })
}

/// The address of the members after `last`.
fn more(room_id: RoomId, last: &MemberRow) -> String {
    let name = fold_username(&last.username);
    let query =
        Serializer::new(String::new()).append_pair("role", role_name(last.role)).append_pair("name", &name).finish();
    format!("/room/{room_id}/members/?{query}")
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Admin => "admin",
        Role::Owner => "owner",
    }
}

fn role(name: &str) -> Option<Role> {
    [Role::Member, Role::Admin, Role::Owner].into_iter().find(|role| role_name(*role) == name)
}

fn action(name: &str) -> Option<MemberAction> {
    Some(match name {
        "add" => MemberAction::Add,
        "remove" => MemberAction::Remove,
        "make_admin" => MemberAction::MakeAdmin,
        "drop_admin" => MemberAction::DropAdmin,
        "make_owner" => MemberAction::MakeOwner,
        _ => return None,
    })
}
