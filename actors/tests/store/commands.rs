//! Commands about messages: who may, and what a repeat is.

use actors::{
    Code,
    domain::{DeleteType, RoomName, Visibility},
    event::Event,
    ids::MessageId,
    limits::RECEIPT_MS,
    message::Kind,
    store::{
        By,
        members::{JoinRoom, LeaveRoom, MarkRead, MemberAction, SetMember},
        messages::{At, DeleteMessage, EditMessage, PageOf},
        rooms::{CreateRoom, DeleteRoom, PurgeSome, RoomStateOf, SetRoom},
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
    let remove = SetMember { by: ali, room_id, username: "vali".into(), action: MemberAction::Remove, client_id: None };
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
        let delete = DeleteRoom { by: site, room_id, client_id: None };
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
    bed.store.write(JoinRoom { by: vali, room_id, client_id: None }).await.unwrap();
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

#[actix::test]
async fn a_repeat_of_a_command_about_a_room_changes_nothing_and_its_name_names_nothing_else() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let (room_id, other) = (bed.room(ali, &[]).await, bed.room(ali, &[]).await);
    let [joined, made, renamed, left, deleted] = [(); 5].map(|()| Some(client_id()));
    let seq = async |bed: &Bed| bed.store.read(RoomStateOf { room_id }).await.unwrap().unwrap().seq;

    let join = JoinRoom { by: vali, room_id, client_id: joined };
    bed.store.write(join).await.unwrap();
    bed.store.write(LeaveRoom { by: vali, room_id, delete_if_last: false, client_id: left }).await.unwrap();
    let after = seq(&bed).await;
    bed.store.write(join).await.unwrap();
    assert_eq!(seq(&bed).await, after, "they have left since, and a repeat brings nobody back");
    assert_eq!(bed.post(vali, room_id, "x").await.unwrap_err().code(), Code::NotFound);
    let elsewhere = JoinRoom { room_id: other, ..join };
    assert_eq!(bed.store.write(elsewhere).await.unwrap_err().code(), Code::ClientIdReused);

    bed.store.write(JoinRoom { client_id: None, ..join }).await.unwrap();
    let leave = LeaveRoom { by: vali, room_id, delete_if_last: false, client_id: left };
    bed.store.write(leave).await.unwrap();
    assert!(bed.post(vali, room_id, "still a member").await.is_ok());
    let as_a_join = LeaveRoom { client_id: joined, ..leave };
    assert_eq!(bed.store.write(as_a_join).await.unwrap_err().code(), Code::ClientIdReused);

    let set = |action| SetMember { by: ali, room_id, username: "vali".into(), action, client_id: made };
    bed.store.write(set(MemberAction::MakeOwner)).await.unwrap();
    let after = seq(&bed).await;
    bed.store.write(set(MemberAction::MakeOwner)).await.unwrap();
    let name = RoomName::parse("renamed").unwrap();
    let mut settings = SetRoom { by: vali, room_id, name, visibility: Visibility::Private, client_id: renamed };
    bed.store.write(settings.clone()).await.unwrap();
    settings.name = RoomName::parse("again").unwrap();
    bed.store.write(settings.clone()).await.unwrap();
    assert_eq!(seq(&bed).await, after + 2, "renamed and closed once");
    settings.client_id = left;
    assert_eq!(bed.store.write(settings).await.unwrap_err().code(), Code::ClientIdReused);

    let delete = DeleteRoom { by: vali, room_id, client_id: deleted };
    assert_eq!(
        bed.store.write(DeleteRoom { client_id: renamed, ..delete }).await.unwrap_err().code(),
        Code::ClientIdReused
    );
    bed.store.write(delete).await.unwrap();
    bed.store.write(delete).await.unwrap();
    bed.settle().await;
    let mut deletions = 0;
    while let Ok(group) = bed.told.try_recv() {
        deletions += group.events.iter().filter(|event| matches!(event, Event::RoomDeleted { .. })).count();
    }
    assert_eq!(deletions, 1);
    for client_id in [joined, Some(client_id())] {
        let delete = DeleteRoom { client_id, ..delete };
        assert_eq!(bed.store.write(delete).await.unwrap_err().code(), Code::NotFound, "there is nothing of it to see");
    }
}

#[actix::test]
async fn leaving_is_repeated_by_those_who_left_alone_even_when_the_room_went_along() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    for by in [vali, ali] {
        let leave = LeaveRoom { by, room_id, delete_if_last: true, client_id: Some(client_id()) };
        bed.store.write(leave).await.unwrap();
        bed.store.write(leave).await.unwrap();
        let another = LeaveRoom { client_id: Some(client_id()), ..leave };
        assert_eq!(bed.store.write(another).await.unwrap_err().code(), Code::NotFound);
    }
}

#[actix::test]
async fn a_refused_command_about_a_room_is_not_remembered() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[]).await;
    let name = RoomName::parse("renamed").unwrap();
    let client_id = Some(client_id());
    let set = SetRoom { by: vali, room_id, name, visibility: Visibility::Open, client_id };
    assert_eq!(bed.store.write(set.clone()).await.unwrap_err().code(), Code::NotFound);
    bed.store.write(JoinRoom { by: vali, room_id, client_id: None }).await.unwrap();
    assert_eq!(bed.store.write(set.clone()).await.unwrap_err().code(), Code::Forbidden);
    let make = SetMember { by: ali, room_id, username: "vali".into(), action: MemberAction::MakeAdmin, client_id };
    bed.store.write(make).await.unwrap();
    bed.store.write(set).await.unwrap();
    assert_eq!(bed.store.read(RoomStateOf { room_id }).await.unwrap().unwrap().name, "renamed");
}
