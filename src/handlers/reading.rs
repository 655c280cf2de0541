//! How far I have read, and who else has: the door beside the socket's `read` and `mark_unread`.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use actors::{
    ids::{RoomId, Seq, UserId},
    store::members::{MarkUnread, ReadState, ReadStateOf, ReadersOf},
};
use serde::Serialize;

use crate::{
    error::Result,
    handlers::{body::Form, fields::bad, visit::Visit},
    views::Avatar,
};

/// How I stand in a room, as the `read` frame says it.
#[derive(Serialize)]
struct Stand {
    room_id: RoomId,
    #[serde(flatten)]
    state: ReadState,
}

/// `GET /room/<id>/read/`: how I stand in the room, counted at one moment.
///
/// # Errors
/// `not_found` unless a member.
pub async fn state(visit: Visit, room_id: Path<RoomId>) -> Result<HttpResponse> {
    let room_id = *room_id;
    let state = visit.read(ReadStateOf { user_id: visit.user_id(), room_id }).await?;
    Ok(HttpResponse::Ok().json(Stand { room_id, state }))
}

/// `POST /room/<id>/read/`: everything up to the birth `seq` is seen, and a mark of unread is gone.
///
/// # Errors
/// `not_found` unless a member; `bad_field` without a number.
pub async fn read(visit: Visit, room_id: Path<RoomId>, Form(fields): Form) -> Result<HttpResponse> {
    let room_id = *room_id;
    let seq = fields.number("seq", 0)?.ok_or_else(|| bad("seq"))?;
    let state = visit.read_up_to(room_id, seq, fields.value("client_id")?).await?;
    Ok(visit.done(StatusCode::OK, &Stand { room_id, state }, &format!("/room/{room_id}/")))
}

/// `POST /room/<id>/unread/`: the room is marked as unread (`on`), or not any more.
///
/// # Errors
/// `not_found` unless a member; `bad_field` without an answer.
pub async fn mark(visit: Visit, room_id: Path<RoomId>, Form(fields): Form) -> Result<HttpResponse> {
    let room_id = *room_id;
    let (by, on, client_id) = (visit.by(), fields.answer("on")?, fields.value("client_id")?);
    visit.state.rates.read(visit.user_id())?;
    let state = visit.state.store.write(MarkUnread { by, room_id, on, client_id }).await?;
    // Whoever went back into the room would take the mark away.
    Ok(visit.done(StatusCode::OK, &Stand { room_id, state }, "/"))
}

/// Somebody who has read a message, or reacted to it.
#[derive(Serialize)]
pub struct Reader {
    user_id: UserId,
    name: String,
    #[serde(flatten)]
    avatar: Avatar,
}

impl Reader {
    /// Somebody by the name that is shown.
    pub fn new(user_id: UserId, name: String) -> Self {
        Self { user_id, avatar: Avatar::new(&name, user_id.0), name }
    }
}

/// `GET /room/<id>/readers/?seq=`: who has read the message of that birth, and how many more than these.
///
/// # Errors
/// `not_found` unless a member of a room small enough to tell; `bad_field` without a number.
pub async fn readers(visit: Visit, room_id: Path<RoomId>) -> Result<HttpResponse> {
    let seq: Seq = visit.query()?.number("seq", 0)?.ok_or_else(|| bad("seq"))?;
    let read = visit.read(ReadersOf { user_id: visit.user_id(), room_id: *room_id, seq }).await?;
    let readers: Vec<_> = read.named.into_iter().map(|(user_id, name)| Reader::new(user_id, name)).collect();
    Ok(HttpResponse::Ok().json(serde_json::json!({ "readers": readers, "more": read.more })))
}
