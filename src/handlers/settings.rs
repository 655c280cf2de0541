//! A room's name and who may find it, for its administrators.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use actors::{
    Code,
    domain::{Role, RoomName, Visibility},
    ids::RoomId,
    store::rooms::{RoomView, SetRoom},
};
use serde_json::json;

use crate::{
    error::Result,
    handlers::{body::Form, create::visibility, fields::Fields, visit::Visit},
    views::SettingsPage,
};

/// `GET /room/<id>/settings/`.
///
/// # Errors
/// `not_found`, or `forbidden` for those who are no administrators of it.
pub async fn form(visit: Visit, room_id: Path<RoomId>) -> Result<HttpResponse> {
    let room = administered(&visit, *room_id).await?;
    let private = room.visibility == Visibility::Private;
    visit.page(&SettingsPage { room_name: room.name.clone(), room: visit.head(&room), private, error: None })
}

/// `POST /room/<id>/settings/`: `room_name`, `visibility`.
///
/// # Errors
/// What the store refuses; a form comes back with what was typed.
pub async fn set(visit: Visit, room_id: Path<RoomId>, Form(fields): Form) -> Result<HttpResponse> {
    let room_id = *room_id;
    match stored(&visit, room_id, &fields).await {
        Ok(()) => Ok(visit.done(StatusCode::OK, &json!({ "room_id": room_id }), &format!("/room/{room_id}/members/"))),
        Err(error) if visit.wants_json() => Err(error),
        Err(error) => {
            let page = SettingsPage {
                room: visit.head(&administered(&visit, room_id).await?),
                room_name: fields.text("room_name").to_owned(),
                private: fields.text("visibility") == "private",
                error: Some(visit.form_error(&error)),
            };
            visit.again(&page, error)
        }
    }
}

async fn stored(visit: &Visit, room_id: RoomId, fields: &Fields) -> Result<()> {
    let name = RoomName::parse(fields.text("room_name"))?;
    let (visibility, client_id) = (visibility(fields)?, fields.value("client_id")?);
    visit.write(SetRoom { by: visit.by(), room_id, name, visibility, client_id }).await
}

async fn administered(visit: &Visit, room_id: RoomId) -> Result<RoomView> {
    let room = visit.room(room_id).await?;
    if room.role >= Some(Role::Admin) { Ok(room) } else { Err(Code::Forbidden.into()) }
}
