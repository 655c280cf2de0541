//! Coming into a room and leaving it.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use actors::{
    Code,
    ids::RoomId,
    store::members::{JoinRoom, LeaveRoom},
};
use serde_json::json;

use crate::{
    error::Result,
    handlers::{body::Form, visit::Visit},
    views::{ConfirmPage, Question},
};

/// `POST /room/<id>/join/`.
///
/// # Errors
/// `not_found` for a private room, `forbidden` for one that bars the asker or is full.
pub async fn join(visit: Visit, room_id: Path<RoomId>, Form(fields): Form) -> Result<HttpResponse> {
    let room_id = *room_id;
    visit.write(JoinRoom { by: visit.by(), room_id, client_id: fields.value("client_id")? }).await?;
    Ok(visit.done(StatusCode::OK, &json!({ "room_id": room_id }), &format!("/room/{room_id}/")))
}

/// `POST /room/<id>/leave/`. A browser is asked first and says `confirm=1`. With the last member the room goes: only
/// `confirm=last` says that, which a browser is asked for anew when the others left after the first question.
///
/// # Errors
/// `not_found` unless a member; `forbidden` for the last one who did not say that the room may go.
pub async fn leave(visit: Visit, room_id: Path<RoomId>, Form(fields): Form) -> Result<HttpResponse> {
    let room_id = *room_id;
    let confirmed = fields.word("confirm", |word| match word {
        "1" => Some(false),
        "last" => Some(true),
        _ => None,
    })?;
    if confirmed.is_none() && !visit.wants_json() {
        return ask(&visit, room_id).await;
    }
    let leave = LeaveRoom {
        by: visit.by(),
        room_id,
        delete_if_last: confirmed == Some(true),
        client_id: fields.value("client_id")?,
    };
    match visit.write(leave).await {
        // The others left after the question.
        Err(error) if error.code() == Code::Forbidden.as_str() && !visit.wants_json() => ask(&visit, room_id).await,
        left => {
            left?;
            Ok(visit.done(StatusCode::OK, &json!({ "room_id": room_id }), "/"))
        }
    }
}

/// Asks a member whether they are sure.
async fn ask(visit: &Visit, room_id: RoomId) -> Result<HttpResponse> {
    let room = visit.room(room_id).await?;
    if room.role.is_none() {
        return Err(Code::NotFound.into());
    }
    let question = if room.members > 1 { Question::Leave } else { Question::LeaveLast };
    visit.page(&ConfirmPage::new(question, visit.head(&room)))
}
