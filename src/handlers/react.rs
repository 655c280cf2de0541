//! An emoji under a message, by HTTP.

use actix_web::{HttpResponse, web::Path};
use actors::{domain::Emoji, ids::MessageId, store::messages::React};
use serde_json::json;

use crate::{
    error::Result,
    handlers::{body::Form, guest::see_other, posts::birth_of, visit::Visit},
};

/// `POST /react/<message_id>/`: puts `emoji` under a message or, with `on=0`, takes it away; a form goes back to the message.
///
/// # Errors
/// `bad_field`; `not_found`; `forbidden` where the message takes no more.
pub async fn react(visit: Visit, message_id: Path<MessageId>, Form(fields): Form) -> Result<HttpResponse> {
    let (on, client_id) = (fields.answer("on")?, fields.value("client_id")?);
    let emoji = Emoji::parse(fields.text("emoji"))?;
    let react = React { by: visit.by(), message_id: *message_id, room_id: None, emoji, on, client_id };
    let done = visit.write(react).await?;
    if visit.wants_json() {
        let body = json!({ "message_id": done.message_id, "seq": done.seq, "client_id": client_id });
        return Ok(HttpResponse::Ok().json(body));
    }
    let birth = birth_of(&visit, done).await?;
    Ok(see_other(&format!("/room/{}/?around={birth}#m{}", done.room_id, done.message_id)))
}
