//! Erasing a message or a part of it, and a whole room.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use actors::{
    Code,
    domain::{DeleteType, Visibility},
    ids::{MessageId, RoomId},
    store::{
        messages::DeleteMessage,
        rooms::{DeleteRoom, RoomToDelete},
    },
};
use serde_json::json;

use crate::{
    error::Result,
    handlers::{body::Form, next::Next, visit::Visit},
    views::{ConfirmPage, Question},
};

/// `POST /delete-content/<message_id>/<type>/`; a form goes on to `next`, back to its page, or to the
/// message's room.
///
/// # Errors
/// `not_found`, `forbidden`, `nothing_to_delete`.
pub async fn content(visit: Visit, path: Path<(MessageId, String)>, Form(fields): Form) -> Result<HttpResponse> {
    let (message_id, what) = path.into_inner();
    let delete_type = match what.as_str() {
        "text" => DeleteType::Text,
        "file" => DeleteType::File,
        "all" => DeleteType::All,
        _ => return Err(Code::NotFound.into()),
    };
    let client_id = fields.value("client_id")?;
    let delete = DeleteMessage { by: visit.by(), message_id, room_id: None, delete_type, client_id };
    let done = visit.write(delete).await?;
    let body = json!({ "message_id": done.message_id, "seq": done.seq, "client_id": client_id });
    let room = format!("/room/{}/", done.room_id);
    let next = Next::parse(fields.text("next")).or_else(|| Next::asked_from(&visit.request));
    let back = next.map_or(room, |next| next.to_string());
    Ok(visit.done(StatusCode::OK, &body, &back))
}

/// `POST /delete-room/<id>/`: its owner or a site administrator, who need not belong to it. A browser is asked first and says `confirm=1`.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn room(visit: Visit, room_id: Path<RoomId>, Form(fields): Form) -> Result<HttpResponse> {
    let room_id = *room_id;
    if !fields.flag("confirm")? && !visit.wants_json() {
        let room = visit.read(RoomToDelete { user_id: visit.user_id(), room_id }).await?;
        let mut page = ConfirmPage::new(Question::Delete, visit.head(&room));
        if room.role.is_none() && room.visibility == Visibility::Private {
            "/".clone_into(&mut page.back);
        }
        return visit.page(&page);
    }
    visit.write(DeleteRoom { by: visit.by(), room_id, client_id: fields.value("client_id")? }).await?;
    Ok(visit.done(StatusCode::OK, &json!({ "room_id": room_id }), "/"))
}
