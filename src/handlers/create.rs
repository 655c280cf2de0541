//! Making a room.

use actix_web::{HttpResponse, http::StatusCode};
use actors::{
    domain::{RoomName, Visibility},
    ids::{ClientId, RoomId},
    store::rooms::CreateRoom,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    error::Result,
    handlers::{body::Form, fields::Fields, visit::Visit},
    views::CreatePage,
};

/// `GET /create/`.
///
/// # Errors
/// A fault of the template.
pub async fn form(visit: Visit) -> Result<HttpResponse> {
    let client_id = Uuid::new_v4().to_string();
    visit.page(&CreatePage { room_name: String::new(), private: false, client_id, error: None })
}

/// `POST /create/`: `room_name`, `visibility`, `client_id`.
///
/// # Errors
/// What the store refuses; a form comes back with what was typed.
pub async fn create(visit: Visit, Form(fields): Form) -> Result<HttpResponse> {
    match made(&visit, &fields).await {
        Ok(room_id) => {
            Ok(visit.done(StatusCode::CREATED, &json!({ "room_id": room_id }), &format!("/room/{room_id}/")))
        }
        Err(error) if visit.wants_json() => Err(error),
        Err(error) => {
            let page = CreatePage {
                room_name: fields.text("room_name").to_owned(),
                private: fields.text("visibility") == "private",
                client_id: Uuid::new_v4().to_string(),
                error: Some(visit.form_error(&error)),
            };
            visit.again(&page, error)
        }
    }
}

async fn made(visit: &Visit, fields: &Fields) -> Result<RoomId> {
    let room = CreateRoom {
        by: visit.by(),
        name: RoomName::parse(fields.text("room_name"))?,
        visibility: visibility(fields)?,
        client_id: fields.value::<ClientId>("client_id")?,
    };
    visit.write(room).await
}

/// The field `visibility`: `open` unless `private` is said.
///
/// # Errors
/// `bad_field`.
pub fn visibility(fields: &Fields) -> actors::Result<Visibility> {
    let visibility = fields.word("visibility", |word| match word {
        "open" => Some(Visibility::Open),
        "private" => Some(Visibility::Private),
        _ => None,
    });
    visibility.map(Option::unwrap_or_default)
}
