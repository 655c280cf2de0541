//! One order, no gap, everybody: what is posted reaches every reader once, as it was committed.

use actors::{
    domain::{Body, DeleteType, Language},
    ids::{ClientId, Seq},
    store::messages::{DeleteMessage, EditMessage, PostMessage},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    peer::{Come, Peer},
    world::{UNSPEAKABLE, World},
};

#[actix::test]
async fn a_post_is_acknowledged_to_its_author_and_live_for_the_others() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let (mut a, mut b) = (Peer::enter(&world, &ali, room).await, Peer::enter(&world, &bek, room).await);
    let client_id = Uuid::new_v4();
    a.say(json!({"type": "chat_message", "message": "salom", "client_id": client_id}));
    let ack = a.until("ack").await;
    assert_eq!(ack["client_id"], json!(client_id));
    let seen = b.post().await;
    assert_eq!((&seen["seq"], &seen["message_id"]), (&ack["seq"], &ack["message_id"]));
    assert_eq!(seen["user"], "ali");
    assert_eq!(seen["html"], "[uz] salom");
    assert_eq!(seen["timestamp"], "12:00");
}

#[actix::test]
async fn order_handed_on_is_order_of_commit_under_16_concurrent_writers() {
    const EACH: usize = 60;
    let world = World::new().await;
    let owner = world.person("owner").await;
    let mut people = Vec::new();
    for n in 0..16 {
        people.push(world.person(&format!("writer{n}")).await);
    }
    let room = world.room(&owner, &people.iter().collect::<Vec<_>>()).await;
    let mut readers = Vec::new();
    for person in people.iter().take(4) {
        readers.push(Peer::enter(&world, person, room).await);
    }
    let mut writers = Vec::new();
    for person in &people {
        writers.push(Peer::enter(&world, person, room).await);
    }
    for n in 0..EACH {
        for (w, writer) in writers.iter().enumerate() {
            writer.say(json!({"type": "chat_message", "message": format!("{w}:{n}"), "client_id": Uuid::new_v4()}));
        }
    }
    for reader in &mut readers {
        let mut last: Option<Seq> = None;
        let mut next_of = [0; 16];
        for _ in 0..16 * EACH {
            let frame = reader.post().await;
            let seq = frame["seq"].as_i64().unwrap();
            assert!(last.is_none_or(|last| seq == last + 1), "{seq} after {last:?}");
            last = Some(seq);
            let (writer, n) = frame["message"].as_str().unwrap().split_once(':').unwrap();
            let next = &mut next_of[writer.parse::<usize>().unwrap()];
            assert_eq!(n.parse::<usize>().unwrap(), *next, "one writer's messages keep their order");
            *next += 1;
        }
    }
}

#[actix::test]
async fn the_same_client_id_over_either_door_stores_one_row() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut peer = Peer::enter(&world, &ali, room).await;
    let id = Uuid::new_v4();
    let frame = json!({"type": "chat_message", "message": "bir", "client_id": id});
    peer.say(frame.clone());
    let form = PostMessage {
        by: ali.by(),
        room_id: room,
        body: Some(Body::parse("bir", 100).unwrap()),
        files: Vec::new(),
        reply_to: None,
        client_id: Some(ClientId(id)),
    };
    let done = world.chat.store.write(form).await.unwrap();
    peer.say(frame);
    let (first, second) = (peer.until("ack").await, peer.until("ack").await);
    assert_eq!(first, second);
    assert_eq!(first["seq"], json!(done.seq));
    world.post(&ali, room, "oxiri").await;
    let born: Vec<_> = peer.until_text("oxiri").await;
    assert!(born.iter().filter(|frame| frame["type"] == "chat_message").count() <= 2);
}

#[actix::test]
async fn edits_and_deletes_through_a_form_are_live_on_sockets() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut peer = Peer::enter(&world, &ali, room).await;
    let done = world.post(&ali, room, "xato").await;
    let edit = EditMessage {
        by: ali.by(),
        message_id: done.message_id,
        room_id: Some(room),
        body: Body::parse("to'g'ri", 100).unwrap(),
        client_id: None,
    };
    world.chat.store.write(edit).await.unwrap();
    let edited = peer.until("message_edited").await;
    assert_eq!((&edited["message"], &edited["message_seq"]), (&json!("to'g'ri"), &json!(done.seq)));
    assert_eq!(edited["seq"], json!(done.seq + 1));
    let (by, message_id) = (ali.by(), done.message_id);
    let delete = DeleteMessage { by, message_id, room_id: None, delete_type: DeleteType::Text, client_id: None };
    world.chat.store.write(delete).await.unwrap();
    let deleted = peer.until("message_deleted").await;
    assert_eq!(deleted["delete_type"], "all", "nothing remained");
    assert_eq!(deleted["html"], json!(null));
}

#[actix::test]
async fn a_reaction_is_told_in_order_to_those_in_the_room_and_to_nobody_elsewhere() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let other = world.room(&bek, &[]).await;
    let (mut near, mut far) = (Peer::enter(&world, &ali, room).await, Peer::enter(&world, &bek, other).await);
    let done = world.post(&ali, room, "salom").await;
    near.until("chat_message").await;
    let mut away = Peer::enter(&world, &bek, other).await;
    let id = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
    let react = |on| {
        json!({
            "type": "react", "room_id": room, "message_id": done.message_id, "emoji": "❤", "on": on, "client_id": id,
        })
    };
    away.say(react(true));
    let acked = away.until("ack").await;
    assert_eq!((&acked["seq"], &acked["message_id"]), (&json!(done.seq + 1), &json!(done.message_id)));
    let told = near.until("reaction").await;
    let expected = json!({
        "type": "reaction", "room_id": room, "message_id": done.message_id, "emoji": "❤\u{fe0f}", "on": true,
        "user_id": bek.id, "count": 1, "users": ["bek"], "seq": done.seq + 1, "message_seq": done.seq,
        "html": "[uz] salom",
    });
    assert_eq!(told, expected);
    near.say(json!({"type": "react", "message_id": done.message_id, "emoji": "👎", "on": 1}));
    assert_eq!(near.until("error").await["code"], "bad_field");
    near.say(json!({"type": "react", "message_id": done.message_id, "emoji": "👎", "on": true}));
    assert_eq!(near.until("reaction").await["seq"], json!(done.seq + 2));
    world.post(&ali, room, "oxiri").await;
    loop {
        let frame = far.next().await.unwrap();
        assert_ne!(frame["type"], "reaction");
        if frame["type"] == "room_activity" && frame["preview"] == "[uz] oxiri" {
            break;
        }
        assert_ne!(frame["seq"], json!(done.seq + 1), "no activity for a reaction: {frame}");
    }
}

#[actix::test]
async fn everybody_reads_their_own_language() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let mut uzbek = Peer::enter(&world, &ali, room).await;
    let come = Come { person: &bek, room: Some(room), after: None, language: Language::Ru };
    let mut russian = Peer::arrive(&world, come).await.unwrap();
    russian.until("ready").await;
    world.post(&ali, room, "x").await;
    assert_eq!(uzbek.post().await["html"], "[uz] x");
    assert_eq!(russian.post().await["html"], "[ru] x");
}

#[actix::test]
async fn a_room_that_dies_is_replaced_and_its_readers_come_back_without_a_loss() {
    let world = World::new().await;
    let (ali, mut bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let (mut a, mut b) = (Peer::enter(&world, &ali, room).await, Peer::enter(&world, &ali, room).await);
    let last = world.post(&ali, room, "oldin").await;
    a.until_text("oldin").await;
    b.until_text("oldin").await;
    // The room cannot say who is typing, and dies of it.
    bek.name = UNSPEAKABLE.into();
    let c = Peer::enter(&world, &bek, room).await;
    c.say(json!({"type": "typing", "is_typing": true}));
    a.expect_close(actors::outlet::Close::Slow).await;
    b.expect_close(actors::outlet::Close::Slow).await;
    world.post(&ali, room, "keyin").await;
    let mut again = Peer::come(&world, &ali, room, Some(last.seq)).await.unwrap();
    let mut texts = Vec::new();
    while texts.last().is_none_or(|text| text != "keyin") {
        let frame = again.next().await.unwrap();
        match frame["type"].as_str().unwrap() {
            "changes" => texts.extend(frame["items"].as_array().unwrap().iter().map(|item| item["message"].clone())),
            "chat_message" => texts.push(frame["message"].clone()),
            _ => {}
        }
    }
    assert_eq!(texts, ["keyin"]);
    assert_eq!(world.chat.metrics.rooms_replaced.get(), 1);
}
