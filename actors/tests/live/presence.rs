//! Who is here, who is writing, and what happens elsewhere: told sparingly and never stored.

use actors::{
    domain::Body,
    limits::{EPHEMERAL_EVERY, LEAVE_AFTER},
    store::{members::MemberAction, messages::EditMessage},
};
use serde_json::json;
use tokio::time::Instant;

use super::{
    peer::Peer,
    world::{World, pass},
};

#[actix::test]
async fn coming_is_told_with_the_first_socket_and_going_only_after_a_while() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let mut a = Peer::enter(&world, &ali, room).await;
    let b = Peer::enter(&world, &bek, room).await;
    let join = a.until("user_join").await;
    assert_eq!((&join["user"], &join["online_count"]), (&json!("bek"), &json!(2)));
    let second = Peer::enter(&world, &bek, room).await;
    drop((b, second));
    // A reload: gone and back within the time.
    let back = Peer::enter(&world, &bek, room).await;
    pass(LEAVE_AFTER * 2).await;
    assert!(a.settle().await.iter().all(|frame| frame["type"] != "user_join" && frame["type"] != "user_leave"));
    drop(back);
    while world.chat.metrics.sockets.get() > 1 {
        tokio::task::yield_now().await;
    }
    pass(LEAVE_AFTER * 2).await;
    assert_eq!(a.until("user_leave").await["user"], "bek");
}

#[actix::test]
async fn somebody_who_is_online_already_counts_from_the_moment_of_coming_in_to_that_of_going() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[]).await, world.room(&bek, &[]).await);
    let mut a = Peer::enter(&world, &ali, room).await;
    let _elsewhere = Peer::enter(&world, &bek, other).await;
    world.member(&ali, room, &bek, MemberAction::Add).await;
    assert_eq!(a.until("presence").await["online_count"], 2);
    world.member(&ali, room, &bek, MemberAction::Remove).await;
    assert_eq!(a.until("presence").await["online_count"], 1);
}

#[actix::test]
async fn writing_is_told_to_the_others_and_to_none_of_ones_own_sockets() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let (mut a, mut b) = (Peer::enter(&world, &ali, room).await, Peer::enter(&world, &bek, room).await);
    let mut own = Peer::enter(&world, &ali, room).await;
    for _ in 0..20 {
        a.say(json!({"type": "typing", "is_typing": true}));
    }
    a.say(json!({"type": "typing", "is_typing": false}));
    a.settle().await;
    let told = b.until("user_typing").await;
    assert_eq!((&told["user"], &told["is_typing"]), (&json!("ali"), &json!(true)));
    assert_eq!(b.until("user_typing").await["is_typing"], false, "once a second at most");
    world.post(&bek, room, "o'qidim").await;
    assert!(own.until_text("o'qidim").await.iter().all(|frame| frame["type"] != "user_typing"));
    assert!(a.until_text("o'qidim").await.iter().all(|frame| frame["type"] != "user_typing"));
}

#[actix::test]
async fn births_elsewhere_are_told_at_once_and_then_once_a_second() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&bek, &[]).await);
    let mut b = Peer::enter(&world, &bek, other).await;
    pass(EPHEMERAL_EVERY * 2).await;
    b.settle().await;
    let began = Instant::now();
    for n in 0..5 {
        world.post(&ali, room, &format!("{n} @bek")).await;
    }
    let (mut births, mut frames, mut named) = (0, 0, Vec::new());
    while births < 5 {
        let told = b.until("room_activity").await;
        assert_eq!(told["room_id"], json!(room));
        births += told["births"].as_array().unwrap().len();
        named.extend(told["mentioned"].as_array().unwrap().clone());
        frames += 1;
        if births == 5 {
            assert_eq!(told["author_id"], json!(ali.id));
            assert!(told["preview"].as_str().unwrap().contains("4 @bek"));
        }
        pass(EPHEMERAL_EVERY * 2).await;
    }
    assert_eq!(named, vec![json!(bek.id); 5]);
    assert!(frames <= 2 + began.elapsed().as_secs(), "{frames} frames");
}

#[actix::test]
async fn activity_is_not_told_to_strangers_nor_to_those_who_look() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[]).await, world.room(&bek, &[&ali]).await);
    let mut looking = Peer::enter(&world, &ali, room).await;
    let mut elsewhere = Peer::enter(&world, &ali, other).await;
    let mut stranger = Peer::enter(&world, &bek, other).await;
    world.post(&ali, room, "sir").await;
    while elsewhere.until("room_activity").await["preview"] != "[uz] sir" {}
    let about = |frame: &serde_json::Value| frame["type"] == "room_activity" && frame["room_id"] == json!(room);
    assert!(!stranger.settle().await.iter().any(about));
    assert!(!looking.settle().await.iter().any(about));
}

#[actix::test]
async fn a_read_position_reaches_ones_other_devices_with_exact_counts() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let (mut desk, mut phone) = (Peer::enter(&world, &bek, room).await, Peer::enter(&world, &bek, room).await);
    world.post(&ali, room, "bir").await;
    let second = world.post(&ali, room, "ikki").await;
    world.post(&ali, room, "uch @bek").await;
    desk.until_text("uch @bek").await;
    desk.say(json!({"type": "read", "seq": second.seq}));
    let read = phone.until("read").await;
    assert_eq!((&read["seq"], &read["unread"], &read["mentions"]), (&json!(second.seq), &json!(1), &json!(1)));
}

#[actix::test]
async fn an_edit_tells_those_whom_it_names_now_and_did_not_before() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&bek, &[]).await);
    let mut b = Peer::enter(&world, &bek, other).await;
    let done = world.post(&ali, room, "bir").await;
    let body = Body::parse("bir @bek", 100).unwrap();
    let (by, message_id) = (ali.by(), done.message_id);
    world.chat.store.write(EditMessage { by, message_id, room_id: None, body, client_id: None }).await.unwrap();
    loop {
        let told = b.until("room_activity").await;
        if told["mentioned"] == json!([bek.id]) {
            assert_eq!((&told["births"], &told["seq"]), (&json!([]), &json!(done.seq)));
            break;
        }
    }
}
