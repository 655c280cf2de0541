//! `GET /`: my rooms, and the open rooms that I could join.

use actix_web::HttpResponse;
use actors::{
    ids::RoomId,
    presenter::Presenter,
    store::rooms::{MyRooms, OpenRoom, OpenRooms},
};
use serde_json::json;
use url::form_urlencoded::Serializer;

use crate::{
    error::Result,
    handlers::visit::Visit,
    views::{HomePage, HomePane},
};

/// Open rooms on one page.
const OPEN_PAGE: usize = 100;

/// Shows the list, of a page only the rooms whose names contain `q`; the open rooms go on after a `name` and `id`. With
/// `pane=1` the right pane alone.
///
/// # Errors
/// `bad_field`.
pub async fn home(visit: Visit) -> Result<HttpResponse> {
    let query = visit.query()?;
    let after = query.value::<RoomId>("id")?.map(|id| (query.text("name").to_owned(), id));
    let user_id = visit.user_id();
    let open = visit.read(OpenRooms { user_id, after }).await?;
    let (presenter, language) = (&visit.state.presenter, visit.language());
    let pane = HomePane {
        more_open: open.last().filter(|_| open.len() >= OPEN_PAGE).map(more),
        open_rooms: open.iter().map(|room| presenter.open_room(room)).collect(),
    };
    if visit.wants_pane(&query) {
        return visit.pane(&pane);
    }
    let rooms = visit.read(MyRooms { user_id }).await?;
    if visit.wants_json() {
        let rooms: Vec<_> = rooms
            .iter()
            .map(|room| {
                json!({
                    "room_id": room.room_id, "name": room.name, "visibility": room.visibility, "seq": room.seq,
                    "active_at": room.active_at, "read_seq": room.read.seq, "unread": room.read.unread,
                    "mentions": room.read.mentions, "marks": room.read.marks, "as_of": room.read.as_of, "seen": room.seen,
                    "preview": room.last.as_ref().map(|message| presenter.preview(message, language)),
                })
            })
            .collect();
        let open: Vec<_> = open
            .iter()
            .map(|room| json!({ "room_id": room.room_id, "name": room.name, "members": room.members }))
            .collect();
        return Ok(HttpResponse::Ok().json(json!({ "rooms": rooms, "open_rooms": open })));
    }
    let list = presenter.room_list(&rooms, &visit.reader(), None).matching(query.text("q"));
    visit.page(&HomePage { shell: visit.shell(list), pane })
}

/// The address of the open rooms after `last`.
fn more(last: &OpenRoom) -> String {
    let id = last.room_id.to_string();
    format!("/?{}", Serializer::new(String::new()).append_pair("name", &last.name).append_pair("id", &id).finish())
}
