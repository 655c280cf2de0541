//! A room's page: the newest messages, those around the first unread one, or any other page of its past. Looking changes nothing.

use actix_web::{HttpResponse, web::Path};
use actors::{
    Code,
    ids::{MessageId, RoomId},
    limits::PAGE,
    message::{Kind, Message},
    store::{
        messages::{At, MessageOf, PageOf},
        rooms::{MyRooms, OpenRoom, RoomView},
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    handlers::{fields::Fields, history, visit::Visit},
    views::{Composer, JoinPage, RoomPage, RoomPane},
};

/// What the composer is to show: what was typed, and what it answers or changes.
#[derive(Debug, Default)]
pub struct Draft {
    reply: Option<MessageId>,
    edit: Option<MessageId>,
    content: Option<String>,
    client_id: Option<String>,
}

impl Draft {
    /// The draft of a link such as `?reply=7` or `?edit=7`.
    ///
    /// # Errors
    /// `bad_field`.
    fn linked(query: &Fields) -> actors::Result<Self> {
        Ok(Self { reply: query.value("reply")?, edit: query.value("edit")?, ..Self::default() })
    }

    /// The draft of a form that was refused. Its `client_id` stays: sent again, it is the same command.
    #[must_use]
    pub fn of(form: &Fields) -> Self {
        let id = |name| form.value(name).unwrap_or_default();
        let edit = id("edit_message_id");
        let field = if edit.is_some() { "edited_content" } else { "content" };
        let client_id = form.value::<Uuid>("client_id").unwrap_or_default().map(|id| id.to_string());
        Self { reply: id("reply_to"), edit, content: Some(form.text(field).to_owned()), client_id }
    }
}

/// `GET /room/<id>/`, with `before`, `after` or `around` a birth, `reply` to or `edit` a message; with `pane=1` the right pane
/// alone. Those who do not belong to an open room see how to join it.
///
/// # Errors
/// `not_found`; `bad_field`.
pub async fn show(visit: Visit, room_id: Path<RoomId>) -> Result<HttpResponse> {
    let query = visit.query()?;
    let room = visit.room(*room_id).await?;
    if visit.wants_json() {
        return Ok(HttpResponse::Ok().json(facts(&room)));
    }
    if room.role.is_none() {
        let RoomView { room_id, name, members, .. } = room;
        return visit.page(&JoinPage { room: visit.state.presenter.open_room(&OpenRoom { room_id, name, members }) });
    }
    let at = history::at(&query)?;
    let pane = pane(&visit, &room, at, Draft::linked(&query)?, None).await?;
    if visit.wants_pane(&query) {
        return visit.pane(&pane);
    }
    visit.page(&page(&visit, pane).await?)
}

/// The room for a program.
fn facts(room: &RoomView) -> Value {
    json!({
        "room_id": room.room_id, "name": room.name, "visibility": room.visibility, "role": room.role,
        "members": room.members, "seq": room.seq, "read_seq": room.read.seq, "unread": room.read.unread,
        "mentions": room.read.mentions, "marks": room.read.marks, "as_of": room.read.as_of, "seen": room.seen,
        "last_birth": room.last_birth,
    })
}

/// The room again after a form that was refused.
///
/// # Errors
/// What concerns no form: the login ended, the room is gone.
pub async fn refused(visit: &Visit, room_id: RoomId, draft: Draft, error: Error) -> Result<HttpResponse> {
    let room = visit.room(room_id).await?;
    if room.role.is_none() {
        return Err(Code::NotFound.into());
    }
    let pane = pane(visit, &room, None, draft, Some(&error)).await?;
    visit.again(&page(visit, pane).await?, error)
}

async fn page(visit: &Visit, pane: RoomPane) -> Result<RoomPage> {
    let rooms = visit.read(MyRooms { user_id: visit.user_id() }).await?;
    let list = visit.state.presenter.room_list(&rooms, &visit.reader(), Some(pane.room.id));
    Ok(RoomPage { shell: visit.shell(list), pane })
}

async fn pane(visit: &Visit, room: &RoomView, at: Option<At>, draft: Draft, error: Option<&Error>) -> Result<RoomPane> {
    let (user_id, reader) = (visit.user_id(), visit.reader());
    let presenter = &visit.state.presenter;
    let at = at.unwrap_or(if room.read.unread > 0 { At::Around(room.read.seq) } else { At::End });
    let messages = visit.read(PageOf { user_id, room_id: room.room_id, at, limit: PAGE }).await?;
    let birth = |message: Option<&Message>| message.map(|message| message.seq);
    let spoken = messages.messages.iter().any(|message| message.kind != Kind::System);
    Ok(RoomPane {
        room: presenter.room_head(room, &reader),
        older: birth(messages.messages.first()).filter(|_| messages.older),
        newer: birth(messages.messages.last()).filter(|_| messages.newer),
        seen: birth(messages.messages.last()).filter(|seen| room.read.unread > 0 && *seen > room.read.seq),
        read_seq: room.read.seq,
        others_read: room.seen,
        last: room.last_birth,
        seq: messages.seq,
        unspoken: !(spoken || messages.older || messages.newer),
        days: presenter.days(&messages.messages, &messages.mine, room, &reader),
        composer: composer(visit, room.room_id, draft, error).await?,
    })
}

async fn composer(visit: &Visit, room_id: RoomId, draft: Draft, error: Option<&Error>) -> Result<Composer> {
    let reply = match draft.reply {
        Some(id) => message(visit, room_id, id).await?,
        None => None,
    };
    let edited = match draft.edit {
        Some(id) => message(visit, room_id, id).await?.filter(|message| message.author.id == visit.user_id()),
        None => None,
    };
    Ok(Composer {
        reply: reply.map(|message| visit.state.presenter.quote_strip(&message, &visit.reader())),
        edit: edited.as_ref().map(|message| message.id),
        content: draft.content.or(edited.and_then(|message| message.content)).unwrap_or_default(),
        client_id: draft.client_id.unwrap_or_else(|| Uuid::new_v4().to_string()),
        error: error.map(|error| visit.form_error(error)),
    })
}

async fn message(visit: &Visit, room_id: RoomId, message_id: MessageId) -> Result<Option<Message>> {
    let message = visit.read(MessageOf { user_id: visit.user_id(), message_id }).await?;
    Ok(message.filter(|message| message.room_id == room_id))
}
