//! What is unread, who has read, and what happens elsewhere: told to whom it concerns, sparingly.

use actors::{
    domain::{Body, DeleteType},
    ids::{MessageId, RoomId, Seq},
    limits::{EPHEMERAL_EVERY, SEEN_MEMBERS},
    store::{
        members::{MarkRead, MarkUnread, MemberAction},
        messages::{DeleteMessage, EditMessage},
    },
};
use serde_json::{Value, json};
use tokio::time::Instant;
use uuid::Uuid;

use super::{
    peer::Peer,
    world::{Person, World, pass},
};

async fn edit(world: &World, by: &Person, message_id: MessageId, text: &str) {
    let body = Body::parse(text, 100).unwrap();
    let edit = EditMessage { by: by.by(), message_id, room_id: None, body, client_id: None };
    world.chat.store.write(edit).await.unwrap();
}

async fn delete(world: &World, by: &Person, message_id: MessageId) {
    let delete_type = DeleteType::All;
    let delete = DeleteMessage { by: by.by(), message_id, room_id: None, delete_type, client_id: None };
    world.chat.store.write(delete).await.unwrap();
}

async fn read(world: &World, by: &Person, room_id: RoomId, seq: Seq) {
    world.chat.store.write(MarkRead { by: by.by(), room_id, seq, client_id: None }).await.unwrap();
}

/// Everything that a peer is told of this type until two more seconds are over. The rooms must run here.
async fn told(world: &World, peer: &mut Peer, kind: &str) -> Vec<Value> {
    world.settle().await;
    let mut frames = peer.settle().await;
    pass(EPHEMERAL_EVERY * 2).await;
    frames.extend(peer.settle().await);
    frames.into_iter().filter(|frame| frame["type"] == kind).collect()
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
    let mut posted = Vec::new();
    for n in 0..5 {
        posted.push(json!([world.post(&ali, room, &format!("{n} @bek")).await.seq, bek.id]));
    }
    let (mut births, mut frames, mut named) = (0, 0, Vec::new());
    while births < 5 {
        let told = b.until("room_activity").await;
        assert_eq!(told["room_id"], json!(room));
        births += told["births"].as_array().unwrap().len();
        named.extend(told["named"].as_array().unwrap().clone());
        frames += 1;
        if births == 5 {
            assert_eq!((&told["author_id"], &told["mentioned"]), (&json!(ali.id), &json!([bek.id])));
            assert!(told["recount"].is_null() && told["as_of"] == told["seq"]);
            assert!(told["preview"].as_str().unwrap().contains("4 @bek"));
        }
        pass(EPHEMERAL_EVERY * 2).await;
    }
    assert_eq!(named, posted);
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
async fn what_changes_a_count_elsewhere_is_told_with_its_birth_and_other_edits_of_old_messages_are_not() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&bek, &[]).await);
    let (_running, mut b) = (Peer::enter(&world, &ali, room).await, Peer::enter(&world, &bek, other).await);
    let first = world.post(&ali, room, "bir").await;
    let second = world.post(&ali, room, "ikki @bek").await;
    let third = world.post(&ali, room, "uch").await;
    told(&world, &mut b, "room_activity").await;

    edit(&world, &ali, first.message_id, "bir!").await;
    assert!(told(&world, &mut b, "room_activity").await.is_empty());
    edit(&world, &ali, first.message_id, "bir @bek").await;
    edit(&world, &ali, second.message_id, "ikki").await;
    let frames = told(&world, &mut b, "room_activity").await;
    let recounted: Vec<_> = frames.iter().filter_map(|frame| frame["recounted"].as_array()).flatten().collect();
    assert_eq!(recounted, [&json!([first.seq, bek.id]), &json!([second.seq, bek.id])], "{frames:?}");
    assert_eq!((&frames[0]["mentioned"], &frames[0]["births"]), (&json!([bek.id]), &json!([])));
    delete(&world, &ali, third.message_id).await;
    let frames = told(&world, &mut b, "room_activity").await;
    assert_eq!((&frames[0]["erased"], &frames[0]["seq"]), (&json!([third.seq]), &json!(third.seq)));
    assert_eq!((&frames[0]["recount"], &frames[0]["members"]), (&json!(null), &json!(2)), "nobody need ask for this");
    assert_eq!((&frames[0]["preview"], frames.len()), (&json!("[uz] "), 1), "of what is erased nobody hears");
}

#[actix::test]
async fn viewers_learn_from_the_change_itself_that_they_must_count_anew() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let mut b = Peer::enter(&world, &bek, room).await;
    let done = world.post(&ali, room, "bir @bek").await;
    assert_eq!(b.post().await["mentioned"], json!([bek.id]));
    edit(&world, &ali, done.message_id, "ikki @bek").await;
    assert!(b.until("message_edited").await["recounted"].is_null());
    edit(&world, &ali, done.message_id, "ikki").await;
    assert_eq!(b.until("message_edited").await["recounted"], json!([bek.id]));
    delete(&world, &ali, done.message_id).await;
    let gone = b.until("message_deleted").await;
    assert_eq!((&gone["message_seq"], &gone["members"]), (&json!(done.seq), &json!(2)));
    assert!(gone["recounted"].is_null(), "nothing of it is left");
}

#[actix::test]
async fn how_i_stand_reaches_all_my_devices_complete_and_as_of_its_moment() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&bek, &[]).await);
    let (mut desk, mut phone) = (Peer::enter(&world, &bek, room).await, Peer::enter(&world, &bek, other).await);
    world.post(&ali, room, "bir").await;
    let second = world.post(&ali, room, "ikki").await;
    let third = world.post(&ali, room, "uch @bek").await;
    desk.until_text("uch @bek").await;
    desk.say(json!({"type": "read", "seq": second.seq}));
    let stand = json!({
        "type": "read", "room_id": room, "seq": second.seq, "unread": 1, "mentions": 1, "marks": 0, "as_of": third.seq,
    });
    assert_eq!((desk.until("read").await, phone.until("read").await), (stand.clone(), stand));
    phone.say(json!({"type": "mark_unread", "room_id": room, "on": true, "client_id": Uuid::new_v4()}));
    assert_eq!(desk.until("read").await["marks"], 1);
    assert_eq!(phone.until("ack").await["seq"], json!(second.seq));
    desk.say(json!({"type": "read", "seq": second.seq}));
    assert_eq!(desk.until("read").await["marks"], 2);
}

#[actix::test]
async fn those_who_look_are_told_how_far_another_has_read_once_a_second_and_nobody_else_is() {
    let world = World::here().await;
    let (ali, bek, gul) = (world.person("ali").await, world.person("bek").await, world.person("gul").await);
    let room = world.room(&ali, &[&bek, &gul]).await;
    let other = world.room(&gul, &[]).await;
    let mut a = Peer::enter(&world, &ali, room).await;
    let mut elsewhere = Peer::enter(&world, &gul, other).await;
    let mut seqs = Vec::new();
    for n in 0..6 {
        seqs.push(world.post(&ali, room, &n.to_string()).await.seq);
    }
    told(&world, &mut a, "seen").await;
    let began = Instant::now();
    for seq in &seqs {
        read(&world, &bek, room, *seq).await;
    }
    let frames = told(&world, &mut a, "seen").await;
    assert_eq!(frames.last(), Some(&json!({"type": "seen", "room_id": room, "user_id": bek.id, "seq": seqs[5]})));
    assert!(frames.len() as u64 <= 2 + began.elapsed().as_secs(), "{frames:?}");
    assert!(told(&world, &mut elsewhere, "seen").await.is_empty());
    let mut late = Peer::come(&world, &ali, room, None).await.unwrap();
    assert_eq!(late.until("seen").await["seq"], json!(seqs[5]), "whoever comes later is told at once");
}

#[actix::test]
async fn the_author_of_the_newest_message_hears_elsewhere_that_somebody_has_read_it() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&ali, &[&bek]).await, world.room(&ali, &[]).await);
    let (_running, mut a) = (Peer::enter(&world, &bek, room).await, Peer::enter(&world, &ali, other).await);
    let first = world.post(&ali, room, "bir").await;
    let second = world.post(&ali, room, "ikki").await;
    read(&world, &bek, room, first.seq).await;
    assert!(told(&world, &mut a, "seen").await.is_empty());
    read(&world, &bek, room, second.seq).await;
    let frames = told(&world, &mut a, "seen").await;
    assert_eq!(frames, [json!({"type": "seen", "room_id": room, "user_id": bek.id, "seq": second.seq})]);
    let third = world.post(&bek, room, "uch").await;
    read(&world, &ali, room, third.seq).await;
    assert!(told(&world, &mut a, "seen").await.is_empty(), "it is not theirs");
}

#[actix::test]
async fn an_author_who_was_removed_hears_no_more_that_they_are_read() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let (room, other) = (world.room(&bek, &[&ali]).await, world.room(&ali, &[]).await);
    let (_running, mut a) = (Peer::enter(&world, &bek, room).await, Peer::enter(&world, &ali, other).await);
    let first = world.post(&ali, room, "bir").await;
    read(&world, &bek, room, first.seq).await;
    let second = world.post(&ali, room, "ikki").await;
    // The first is told at once, the second waits for its time.
    read(&world, &bek, room, second.seq).await;
    world.settle().await;
    world.member(&bek, room, &ali, MemberAction::Remove).await;
    let frames = told(&world, &mut a, "seen").await;
    assert!(frames.iter().all(|frame| frame["seq"] == json!(first.seq)), "{frames:?}");
}

#[actix::test]
async fn in_a_large_room_nobody_is_told_who_has_read() {
    let world = World::here().await;
    let ali = world.person("ali").await;
    let mut others = Vec::new();
    for n in 0..SEEN_MEMBERS {
        others.push(world.person(&format!("reader{n}")).await);
    }
    let room = world.room(&ali, &others.iter().collect::<Vec<_>>()).await;
    let mut a = Peer::enter(&world, &ali, room).await;
    let mut elsewhere = Peer::enter(&world, &ali, world.room(&ali, &[]).await).await;
    let done = world.post(&ali, room, "bir").await;
    read(&world, &others[0], room, done.seq).await;
    assert!(told(&world, &mut a, "seen").await.is_empty());
    assert!(told(&world, &mut elsewhere, "seen").await.is_empty());
}

#[actix::test]
async fn a_mark_is_told_to_nobody_else() {
    let world = World::here().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let mut a = Peer::enter(&world, &ali, room).await;
    let mark = MarkUnread { by: bek.by(), room_id: room, on: true, client_id: None };
    world.chat.store.write(mark).await.unwrap();
    world.settle().await;
    pass(EPHEMERAL_EVERY * 2).await;
    assert!(a.settle().await.iter().all(|frame| frame["type"] != "read" && frame["type"] != "seen"));
}
