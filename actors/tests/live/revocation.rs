//! Who must not be here any more is not, at once.

use actors::{
    Code,
    domain::{RoomName, Visibility},
    outlet::Close,
    store::{
        accounts::SetPassword,
        logins::EndLogin,
        members::{JoinRoom, LeaveRoom, MemberAction},
        rooms::{DeleteRoom, SetRoom},
    },
};
use serde_json::json;

use super::{peer::Peer, world::World};

#[actix::test]
async fn nothing_more_reaches_a_removed_member_and_their_queued_write_is_refused() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let mut a = Peer::enter(&world, &ali, room).await;
    let mut b = Peer::enter(&world, &bek, room).await;
    let switching = Peer::enter(&world, &bek, room).await;
    // Queued right behind the removal, in one group with it.
    let removed = world.chat.store.write(actors::store::members::SetMember {
        by: ali.by(),
        room_id: room,
        username: "bek".into(),
        action: MemberAction::Remove,
        client_id: None,
    });
    let queued = world.post_later(&bek, room, "kech qoldim");
    let secret = world.post_later(&ali, room, "sir");
    removed.await.unwrap();
    assert_eq!(queued.await.unwrap_err().code(), Code::NotFound);
    secret.await.unwrap();
    a.until_text("sir").await;
    let mut after_gone = Vec::new();
    let gone = b.until("room_gone").await;
    assert_eq!(gone["reason"], "removed");
    while let Some(frame) = b.next().await {
        after_gone.push(frame);
    }
    assert_eq!(after_gone, [json!({"type": "#close", "code": 4403})], "a socket of one room ends with it");
    drop(switching);
    assert!(Peer::come(&world, &bek, room, None).await.unwrap().close_code().await.is_some());
}

#[actix::test]
async fn a_socket_that_switches_survives_its_room() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&bek, &[]).await);
    let mut b = Peer::enter(&world, &bek, other).await;
    b.say(json!({"type": "view", "room_id": room}));
    b.until("ready").await;
    world.member(&ali, room, &bek, MemberAction::Remove).await;
    assert_eq!(b.until("room_gone").await["room_id"], json!(room));
    b.settle().await;
    b.say(json!({"type": "chat_message", "message": "x", "room_id": room}));
    assert_eq!(b.until("error").await["code"], "not_found");
    world.member(&ali, room, &bek, MemberAction::Add).await;
    b.say(json!({"type": "view", "room_id": room}));
    b.until("ready").await;
}

#[actix::test]
async fn an_ended_login_ends_its_sockets_and_only_those() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let phone = world.log_in(ali.id, "ali").await;
    let room = world.room(&ali, &[]).await;
    let mut desk = Peer::enter(&world, &ali, room).await;
    let mut pocket = Peer::enter(&world, &phone, room).await;
    world.chat.store.write(EndLogin { token_hash: phone.token_hash }).await.unwrap();
    pocket.expect_close(Close::LoginEnded).await;
    assert_eq!(world.try_post(&phone, room, "x").await.unwrap_err().code(), Code::LoginEnded);
    world.post(&ali, room, "men shu yerdaman").await;
    desk.until_text("men shu yerdaman").await;
    let late = Peer::come(&world, &phone, room, None).await.err().unwrap();
    assert_eq!(late.code(), Code::LoginEnded, "even when its login was read a moment before it ended");
}

#[actix::test]
async fn a_changed_password_ends_the_other_logins() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let phone = world.log_in(ali.id, "ali").await;
    let room = world.room(&ali, &[]).await;
    let mut desk = Peer::enter(&world, &ali, room).await;
    let mut pocket = Peer::enter(&world, &phone, room).await;
    let (old_hash, new_hash) = ("$argon2id$none".to_owned(), "$argon2id$new".to_owned());
    world.chat.store.write(SetPassword { by: ali.by(), old_hash, new_hash }).await.unwrap();
    pocket.expect_close(Close::LoginEnded).await;
    desk.settle().await;
    let again = world.log_in(ali.id, "ali").await;
    Peer::enter(&world, &again, room).await;
    assert_eq!(Peer::come(&world, &phone, room, None).await.err().unwrap().code(), Code::LoginEnded);
}

#[actix::test]
async fn a_deleted_room_is_gone_for_everybody_wherever_they_are() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&bek, &[]).await);
    let mut here = Peer::enter(&world, &ali, room).await;
    let mut elsewhere = Peer::enter(&world, &bek, other).await;
    world.chat.store.write(DeleteRoom { by: ali.by(), room_id: room, client_id: None }).await.unwrap();
    assert_eq!(here.until("room_gone").await["reason"], "deleted");
    here.expect_close(Close::RoomGone).await;
    assert_eq!(elsewhere.until("room_gone").await["room_id"], json!(room));
    let mut late = Peer::come(&world, &bek, room, None).await.unwrap();
    late.expect_close(Close::RoomGone).await;
}

#[actix::test]
async fn a_room_tells_everybody_what_it_is_now() {
    let world = World::new().await;
    let (ali, bek, vali) = (world.person("ali").await, world.person("bek").await, world.person("vali").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&vali, &[]).await);
    let mut a = Peer::enter(&world, &ali, room).await;
    let mut v = Peer::enter(&world, &vali, other).await;
    let name = RoomName::parse("Yangi nom").unwrap();
    let set = SetRoom { by: ali.by(), room_id: room, name, visibility: Visibility::Open, client_id: None };
    world.chat.store.write(set).await.unwrap();
    loop {
        let changed = a.until("room_changed").await;
        if changed["name"] == "Yangi nom" {
            break;
        }
    }
    world.chat.store.write(JoinRoom { by: vali.by(), room_id: room, client_id: None }).await.unwrap();
    loop {
        let changed = a.until("room_changed").await;
        if changed["members"] == 3 {
            assert_eq!(changed["roles"], json!([{"user_id": vali.id, "role": "member"}]));
            break;
        }
    }
    assert_eq!(v.until("room_changed").await["room_id"], json!(room), "who joined hears of it on every device");
    world
        .chat
        .store
        .write(LeaveRoom { by: bek.by(), room_id: room, delete_if_last: false, client_id: None })
        .await
        .unwrap();
    loop {
        if a.until("room_changed").await["members"] == 2 {
            break;
        }
    }
}
