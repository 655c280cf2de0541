//! An emoji under a message, by HTTP, and whose they are.

use actix_web::{HttpResponse, web::Path};
use actors::{
    domain::Emoji,
    ids::MessageId,
    store::messages::{React, ReactorsOf},
};
use serde_json::json;

use crate::{
    error::Result,
    handlers::{body::Form, guest::see_other, posts::birth_of, reading::Reader, visit::Visit},
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

/// `GET /react/<message_id>/`: who put what under a message, each emoji in its place with its first people and the count of all.
///
/// # Errors
/// `not_found` unless the asker is a member of its room.
pub async fn reactors(visit: Visit, message_id: Path<MessageId>) -> Result<HttpResponse> {
    let reactions = visit.read(ReactorsOf { user_id: visit.user_id(), message_id: *message_id }).await?;
    let reactions = reactions.into_iter().map(|reaction| {
        let users: Vec<_> = reaction.users.into_iter().map(|user| Reader::new(user.id, user.display_name)).collect();
        json!({ "emoji": reaction.emoji, "count": reaction.count, "users": users })
    });
    Ok(HttpResponse::Ok().json(json!({ "reactions": reactions.collect::<Vec<_>>() })))
}
