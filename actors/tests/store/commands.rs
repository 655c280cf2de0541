//! Commands about messages: who may, and what a repeat is.

use actors::{
    Code,
    domain::{DeleteType, RoomName, Visibility},
    ids::MessageId,
    limits::RECEIPT_MS,
    message::Kind,
    store::{
        By,
        members::{MarkRead, MemberAction, SetMember},
        messages::{At, DeleteMessage, EditMessage, PageOf},
        rooms::{CreateRoom, DeleteRoom, PurgeSome},
    },
};

use crate::{
    bed::{Bed, body, client_id, post},
    gate::{Number, Statement, Then},
};

fn edit(by: By, message_id: MessageId, text: &str) -> EditMessage {
    EditMessage { by, message_id, room_id: None, body: body(text), client_id: None }
}

#[actix::test]
async fn a_text_is_changed_by_its_author_alone_while_a_member() {
    let bed = Bed::new();
    let (ali, vali, gani) = (bed.person("ali").await, bed.person("vali").await, bed.person("gani").await);
    let room_id = bed.room(ali, &[vali]).await;
    let id = bed.post(vali, room_id, "first").await.unwrap().message_id;
    assert_eq!(bed.edit(ali, id, "x").await.unwrap_err().code(), Code::Forbidden, "not even an administrator");
    assert_eq!(bed.edit(gani, id, "x").await.unwrap_err().code(), Code::NotFound);
    assert_eq!(bed.edit(vali, MessageId(999), "x").await.unwrap_err().code(), Code::NotFound);
    let elsewhere = EditMessage { room_id: Some(bed.room(vali, &[]).await), ..edit(vali, id, "x") };
    assert_eq!(bed.store.write(elsewhere).await.unwrap_err().code(), Code::NotFound);
    let done = bed.edit(vali, id, "second").await.unwrap();
    assert_eq!((done.seq, done.repeated), (4, false));
    let same = bed.edit(vali, id, "second").await.unwrap();
    assert_eq!((same.seq, same.repeated), (4, true), "the same text takes no number");
    let question = PageOf { user_id: ali.user_id, room_id, at: At::Around(1), limit: 10 };
    let page = bed.store.read(question).await.unwrap();
    let system = page.messages.iter().find(|message| message.kind == Kind::System).unwrap();
    assert_eq!(bed.edit(ali, system.id, "x").await.unwrap_err().code(), Code::Forbidden);
    assert_eq!(bed.delete(ali, system.id).await.unwrap_err().code(), Code::Forbidden);
    assert!(page.messages.iter().any(|message| message.edited_at.is_some()));
    bed.delete(vali, id).await.unwrap();
    assert_eq!(bed.edit(vali, id, "third").await.unwrap_err().code(), Code::NotFound);
    let mine = bed.post(vali, room_id, "mine").await.unwrap().message_id;
    let remove = SetMember { by: ali, room_id, username: "vali".into(), action: MemberAction::Remove };
    bed.store.write(remove).await.unwrap();
    assert_eq!(bed.edit(vali, mine, "x").await.unwrap_err().code(), Code::NotFound);
    assert_eq!(bed.delete(vali, mine).await.unwrap_err().code(), Code::NotFound);
}

#[actix::test]
async fn a_message_is_deleted_by_its_author_administrators_and_the_site_s() {
    let bed = Bed::new();
    let (ali, vali, gani) = (bed.person("ali").await, bed.person("vali").await, bed.person("gani").await);
    let site = bed.person("site").await;
    bed.store
        .write(Statement::new("UPDATE users SET is_admin = 1 WHERE username = 'site'", Then::Succeed))
        .await
        .unwrap();
    let room = bed.room(ali, &[vali, gani]).await;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(bed.post(vali, room, &n.to_string()).await.unwrap().message_id);
    }
    assert_eq!(bed.delete(gani, ids[0]).await.unwrap_err().code(), Code::Forbidden);
    for (by, id) in [(vali, ids[0]), (ali, ids[1]), (site, ids[2])] {
        assert!(!bed.delete(by, id).await.unwrap().repeated);
        assert!(bed.delete(by, id).await.unwrap().repeated, "deleting what is gone succeeds");
    }
    let noted = "SELECT count(*) FROM audit WHERE action = 'delete_message'";
    assert_eq!(bed.store.read(Number::of(noted)).await.unwrap(), 1, "the site administrator's alone");
    let left = "SELECT count(*) FROM messages WHERE deleted_at IS NOT NULL AND content IS NULL";
    assert_eq!(bed.store.read(Number::of(left)).await.unwrap(), 3);
}

#[actix::test]
async fn a_site_administrator_touches_no_chat_of_two_and_none_of_ones_own() {
    let bed = Bed::new();
    let (ali, vali, site) = (bed.person("ali").await, bed.person("vali").await, bed.person("site").await);
    let make_admin = "UPDATE users SET is_admin = 1 WHERE username = 'site'";
    bed.store.write(Statement::new(make_admin, Then::Succeed)).await.unwrap();
    let room_id = bed.room(ali, &[vali]).await;
    let id = bed.post(ali, room_id, "between us").await.unwrap().message_id;
    for kind in ["direct", "saved"] {
        let turn = format!("UPDATE rooms SET kind = '{kind}' WHERE id = {room_id}");
        bed.store.write(Statement::new(&turn, Then::Succeed)).await.unwrap();
        assert_eq!(bed.delete(site, id).await.unwrap_err().code(), Code::NotFound, "{kind}");
        let delete = DeleteRoom { by: site, room_id };
        assert_eq!(bed.store.write(delete).await.unwrap_err().code(), Code::NotFound, "{kind}");
    }
    assert_eq!(bed.store.read(Number::of("SELECT count(*) FROM audit")).await.unwrap(), 0);
    assert!(bed.delete(ali, id).await.is_ok(), "whose it is may");
}

#[actix::test]
async fn a_command_under_a_used_client_id_is_a_repeat_or_refused() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let (room, other) = (bed.room(ali, &[]).await, bed.room(ali, &[]).await);
    let [named_post, named_edit, named_delete] = [client_id(), client_id(), client_id()];
    let mut first = post(ali, room, "first");
    first.client_id = Some(named_post);
    let posted = bed.store.write(first.clone()).await.unwrap();
    let id = posted.message_id;
    first.room_id = other;
    assert_eq!(bed.store.write(first.clone()).await.unwrap_err().code(), Code::ClientIdReused);

    let edit = EditMessage { client_id: Some(named_edit), ..edit(ali, id, "second") };
    let edited = bed.store.write(edit.clone()).await.unwrap();
    let later = bed.edit(ali, id, "third").await.unwrap();
    let again = bed.store.write(edit.clone()).await.unwrap();
    assert_eq!((again.seq, again.repeated), (edited.seq, true), "the first result, and no second change");
    assert_eq!(later.seq, edited.seq + 1);
    let under_a_posts = EditMessage { client_id: Some(named_post), ..edit.clone() };
    assert_eq!(bed.store.write(under_a_posts).await.unwrap_err().code(), Code::ClientIdReused);

    let delete_type = DeleteType::All;
    let delete = DeleteMessage { by: ali, message_id: id, room_id: None, delete_type, client_id: Some(named_delete) };
    let deleted = bed.store.write(delete).await.unwrap();
    let again = bed.store.write(delete).await.unwrap();
    assert_eq!((again.seq, again.repeated), (deleted.seq, true));
    let under_an_edits = DeleteMessage { client_id: Some(named_edit), ..delete };
    assert_eq!(bed.store.write(under_an_edits).await.unwrap_err().code(), Code::ClientIdReused);
    first.client_id = Some(named_delete);
    assert_eq!(bed.store.write(first.clone()).await.unwrap_err().code(), Code::ClientIdReused);
    let read = MarkRead { by: ali, room_id: room, seq: 1, client_id: Some(named_edit) };
    assert_eq!(bed.store.write(read).await.unwrap_err().code(), Code::ClientIdReused);

    // Names are each user's own, and a stranger learns nothing of one.
    let theirs = bed.room(vali, &[]).await;
    let mut same_name = post(vali, theirs, "theirs");
    same_name.client_id = Some(named_post);
    assert!(!bed.store.write(same_name.clone()).await.unwrap().repeated);
    same_name.room_id = room;
    assert_eq!(bed.store.write(same_name).await.unwrap_err().code(), Code::NotFound, "membership comes first");
}

#[actix::test]
async fn a_refusal_is_not_remembered_and_a_receipt_for_seven_days() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[]).await;
    let mut late = post(vali, room_id, "now a member");
    late.client_id = Some(client_id());
    assert_eq!(bed.store.write(late.clone()).await.unwrap_err().code(), Code::NotFound);
    bed.store.write(actors::store::members::JoinRoom { by: vali, room_id }).await.unwrap();
    assert!(!bed.store.write(late.clone()).await.unwrap().repeated);
    let operator = By { login_id: None, ..ali };
    let create = CreateRoom {
        by: operator,
        name: RoomName::parse("again").unwrap(),
        visibility: Visibility::Open,
        client_id: Some(client_id()),
    };
    let first = bed.store.write(create.clone()).await.unwrap();
    bed.pass(RECEIPT_MS);
    while bed.store.write(PurgeSome).await.unwrap() {}
    assert_eq!(bed.store.write(create.clone()).await.unwrap(), first);
    bed.pass(1);
    while bed.store.write(PurgeSome).await.unwrap() {}
    assert_ne!(bed.store.write(create).await.unwrap(), first);
    late.by.login_id = None;
    assert!(bed.store.write(late).await.unwrap().repeated, "a post is remembered for ever");
}
