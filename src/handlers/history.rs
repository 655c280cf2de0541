//! `GET /room/<id>/messages/`: pages of a room's past, and what was missed since a number; `GET /room/<id>/pictures/`: its messages
//! with pictures. Each answer is one snapshot.

use actix_web::{HttpResponse, web::Path};
use actors::{
    clock::Millis,
    domain::Language,
    ids::{ClientId, MessageId, RoomId, Seq, UserId},
    limits::{PAGE, PAGE_MAX},
    message::{Message, Mine},
    presenter::Presenter,
    store::messages::{At, Beside, Changes, ChangesSince, PageOf, PicturesOf},
};
use serde::Serialize;
use serde_json::json;

use crate::{
    error::Result,
    handlers::{
        fields::{Fields, bad},
        visit::Visit,
    },
    state::State,
};

/// A message's present state.
#[derive(Serialize)]
#[serde(untagged)]
enum Item<'a> {
    Living {
        message_id: MessageId,
        seq: Seq,
        changed_seq: Seq,
        user_id: UserId,
        user: String,
        created_at: Millis,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<ClientId>,
        deleted: bool,
        html: String,
        /// The emoji that the asker put under it.
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        mine: &'a [String],
    },
    Tombstone {
        message_id: MessageId,
        seq: Seq,
        changed_seq: Seq,
        deleted: bool,
    },
}

/// The page that a query asks for: the newest one, or `before`, `after`, `around` a birth.
///
/// # Errors
/// `bad_field` for a number that is none, or two places at once.
pub fn at(query: &Fields) -> actors::Result<Option<At>> {
    let before = query.number("before", 0)?.map(At::Before);
    let after = query.number("after", 0)?.map(At::After);
    let around = query.number("around", 0)?.map(At::Around);
    let mut places = [before, after, around].into_iter().flatten();
    let place = places.next();
    if places.next().is_some() { Err(bad("around")) } else { Ok(place) }
}

/// Answers with a page, or with the changes `since` a number.
///
/// # Errors
/// `not_found` unless the asker is a member; `bad_field`.
pub async fn messages(visit: Visit, room_id: Path<RoomId>) -> Result<HttpResponse> {
    let query = visit.query()?;
    match query.number("since", 0)? {
        Some(after) => changes(&visit, *room_id, after).await,
        None => page(&visit, *room_id, &query).await,
    }
}

async fn page(visit: &Visit, room_id: RoomId, query: &Fields) -> Result<HttpResponse> {
    let limit = match query.value("limit")? {
        None => PAGE,
        Some(limit @ 1..=PAGE_MAX) => limit,
        Some(_) => return Err(bad("limit").into()),
    };
    let at = at(query)?.unwrap_or(At::End);
    let page = visit.read(PageOf { user_id: visit.user_id(), room_id, at, limit }).await?;
    Ok(HttpResponse::Ok().json(json!({
        "room_id": room_id,
        "seq": page.seq,
        "older": page.older,
        "newer": page.newer,
        "items": items(visit, &page.messages, &page.mine),
    })))
}

/// `GET /room/<id>/pictures/?before=` or `?after=`: the messages with pictures beside a birth, and where to go on (`next`).
///
/// # Errors
/// `not_found` unless the asker is a member; `bad_field` without a birth.
pub async fn pictures(visit: Visit, room_id: Path<RoomId>) -> Result<HttpResponse> {
    let beside = match at(&visit.query()?)? {
        Some(At::Before(seq)) => Beside::Before(seq),
        Some(At::After(seq)) => Beside::After(seq),
        _ => return Err(bad("before").into()),
    };
    let pictures = visit.read(PicturesOf { user_id: visit.user_id(), room_id: *room_id, beside }).await?;
    Ok(HttpResponse::Ok().json(json!({
        "room_id": *room_id,
        "seq": pictures.seq,
        "next": pictures.next,
        "items": items(&visit, &pictures.messages, &Mine::new()),
    })))
}

async fn changes(visit: &Visit, room_id: RoomId, after: Seq) -> Result<HttpResponse> {
    let changes = visit.read(ChangesSince { user_id: visit.user_id(), room_id, after }).await?;
    Ok(HttpResponse::Ok().json(match changes {
        Changes::Items { messages, mine, to } => {
            json!({ "room_id": room_id, "from": after, "to": to, "items": items(visit, &messages, &mine) })
        }
        Changes::Reset { seq } => json!({ "room_id": room_id, "reset": { "seq": seq } }),
    }))
}

fn items<'a>(visit: &Visit, messages: &[Message], mine: &'a Mine) -> Vec<Item<'a>> {
    let language = visit.language();
    messages.iter().map(|message| item(&visit.state, message, mine, language)).collect()
}

fn item<'a>(state: &State, message: &Message, mine: &'a Mine, language: Language) -> Item<'a> {
    let Message { id: message_id, seq, changed_seq, deleted, .. } = *message;
    if deleted {
        return Item::Tombstone { message_id, seq, changed_seq, deleted };
    }
    Item::Living {
        message_id,
        seq,
        changed_seq,
        user_id: message.author.id,
        user: message.author.username.clone(),
        created_at: message.created_at,
        client_id: message.client_id,
        deleted,
        html: state.presenter.bubble(message, language),
        mine: mine.get(&message_id).map_or(&[], Vec::as_slice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lies_in_one_place() {
        let at = |query: &str| at(&Fields::parse(query.as_bytes()).unwrap());
        assert_eq!(at("limit=3").unwrap(), None);
        assert_eq!(at("before=7").unwrap(), Some(At::Before(7)));
        assert_eq!(at("after=0&around=").unwrap(), Some(At::After(0)));
        assert!(at("before=7&after=3").is_err());
        assert!(at("around=x").is_err());
        assert!(at("around=-1").is_err());
    }
}
