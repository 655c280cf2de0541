//! Writing into a room by HTTP, the door beside the socket: a new message, or another text for one of mine. Both doors end in
//! the same typed messages, so a `client_id` means the same command through either. A form that is refused comes back as
//! the room with everything that was typed still in the composer.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use actors::{
    domain::Body,
    ids::{ClientId, MessageId, RoomId, Seq},
    store::messages::{Done, EditMessage, MessageOf, PostMessage, RepeatOf},
};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    handlers::{
        body::OpenForm,
        fields::{Fields, bad},
        guest::see_other,
        room::{self, Draft},
        upload::{self, Files},
        visit::Visit,
    },
};

/// What the `ack` frame says, for a program.
#[derive(Serialize)]
struct Ack {
    message_id: MessageId,
    seq: Seq,
    client_id: Option<ClientId>,
}

/// `POST /room/<id>/`: 201 for a new message, 200 for a repeat or an edit; 303 to the message for a form.
///
/// # Errors
/// What the store refuses; a form's asker sees it above the composer.
pub async fn post(visit: Visit, room_id: Path<RoomId>, form: OpenForm) -> Result<HttpResponse> {
    let OpenForm { fields, files } = form;
    let room_id = *room_id;
    let editing = fields.has("edit_message_id");
    let written = match files {
        Some(_) if editing => Err(bad("file").into()),
        Some(files) => write_with_files(&visit, room_id, &fields, files).await,
        None if editing => edit(&visit, room_id, &fields).await,
        None => write(&visit, room_id, &fields).await,
    };
    match written {
        Ok(done) if visit.wants_json() => {
            let status = if editing || done.repeated { StatusCode::OK } else { StatusCode::CREATED };
            let ack = Ack { message_id: done.message_id, seq: done.seq, client_id: fields.value("client_id")? };
            Ok(HttpResponse::build(status).json(ack))
        }
        Ok(done) => {
            mark_seen(&visit, room_id, &fields).await;
            let birth = if editing { birth_of(&visit, done).await? } else { done.seq };
            Ok(see_other(&format!("/room/{room_id}/?around={birth}#m{}", done.message_id)))
        }
        Err(Error::Chat(actors::Error::Field { field: "message", code })) if visit.wants_json() => {
            let field = if editing { "edited_content" } else { "content" };
            Err(actors::Error::Field { field, code }.into())
        }
        Err(error) if visit.wants_json() => Err(error),
        Err(error) => room::refused(&visit, room_id, Draft::of(&fields), error).await,
    }
}

async fn write(visit: &Visit, room_id: RoomId, fields: &Fields) -> Result<Done> {
    let (reply_to, client_id) = (fields.value("reply_to")?, fields.value("client_id")?);
    let text = fields.text("content");
    // Whoever lost the answer to a message with files asks for it without them before it sends all their bytes again.
    if text.is_empty()
        && let Some(done) = visit.read(RepeatOf { user_id: visit.user_id(), room_id, reply_to, client_id }).await?
    {
        return Ok(done);
    }
    let body = Some(body(visit, text)?);
    visit.write(PostMessage { by: visit.by(), room_id, body, files: Vec::new(), reply_to, client_id }).await
}

/// Writes a message with files. Whatever can be refused is refused, and a repeat answered, before the first of their bytes is kept.
async fn write_with_files(visit: &Visit, room_id: RoomId, fields: &Fields, files: Files) -> Result<Done> {
    let body = match fields.text("content") {
        blank if blank.trim().is_empty() => None,
        text => Some(body(visit, text)?),
    };
    let (reply_to, client_id) = (fields.value("reply_to")?, fields.value("client_id")?);
    let as_files = fields.flag("as_files")?;
    visit.state.rates.post(visit.user_id())?;
    if let Some(done) = visit.read(RepeatOf { user_id: visit.user_id(), room_id, reply_to, client_id }).await? {
        files.pass_over().await;
        return Ok(done);
    }
    let message = PostMessage { by: visit.by(), room_id, body, files: Vec::new(), reply_to, client_id };
    upload::publish(visit, files, as_files, message).await
}

async fn edit(visit: &Visit, room_id: RoomId, fields: &Fields) -> Result<Done> {
    let edit = EditMessage {
        by: visit.by(),
        message_id: fields.needed("edit_message_id")?,
        room_id: Some(room_id),
        body: body(visit, fields.text("edited_content"))?,
        client_id: fields.value("client_id")?,
    };
    visit.write(edit).await
}

fn body(visit: &Visit, text: &str) -> actors::Result<Body> {
    Body::parse(text, visit.state.config.limits.message_chars)
}

/// Who writes from a page has seen it: its form says up to where. A page without scripts has no other way to tell. The message
/// is written already, so that nothing of this can fail it.
async fn mark_seen(visit: &Visit, room_id: RoomId, fields: &Fields) {
    let Ok(Some(seq)) = fields.number("seen", 0) else { return };
    if let Err(error) = visit.read_up_to(room_id, seq, None).await {
        log::debug!("a read position stayed: {error}");
    }
}

/// Where in the room a changed message lies; when it is gone meanwhile, where the change lies.
pub(super) async fn birth_of(visit: &Visit, done: Done) -> Result<Seq> {
    let message = visit.read(MessageOf { user_id: visit.user_id(), message_id: done.message_id }).await?;
    Ok(message.map_or(done.seq, |message| message.seq))
}
