//! Every limit of the protocol that the actors keep, one test each. Those of forms, files and rows stand with their doors.

use std::{collections::HashMap, time::Duration};

use actors::{
    Code,
    domain::Language,
    limits::{COMMANDS_IN_FLIGHT, DEAD_AFTER, FRAMES_BURST, Limits, OUTBOX_AGE, OUTBOX_BYTES, PING_EVERY, ROOM_IDLE},
    outlet::Close,
    session::Inbound,
};
use bytes::Bytes;
use serde_json::json;
use uuid::Uuid;

use super::{
    peer::{Come, Peer},
    world::{World, pass},
};

#[actix::test]
async fn a_text_has_as_many_characters_as_configured() {
    let world = World::with(Limits { message_chars: 5, ..Limits::default() }).await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut peer = Peer::enter(&world, &ali, room).await;
    let id = Uuid::new_v4();
    peer.say(json!({"type": "chat_message", "message": "ўўўўўў", "client_id": id}));
    let error = peer.until("error").await;
    assert_eq!((&error["code"], &error["client_id"]), (&json!("too_long"), &json!(id)));
    peer.say(json!({"type": "chat_message", "message": "ўўўўў"}));
    peer.until_text("ўўўўў").await;
}

#[actix::test]
async fn a_user_has_so_many_sockets_and_a_place_is_free_again_after_one_went() {
    let world = World::with(Limits { sockets_per_user: 3, ..Limits::default() }).await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut peers = Vec::new();
    for _ in 0..3 {
        peers.push(Peer::enter(&world, &ali, room).await);
    }
    let refused = Peer::come(&world, &ali, room, None).await.err().unwrap();
    assert_eq!(refused.code(), Code::RateLimited);
    let mut gone = peers.pop().unwrap();
    gone.send(Inbound::Close);
    gone.expect_close(Close::Normal).await;
    drop(gone);
    while world.chat.metrics.sockets.get() > 2 {
        tokio::task::yield_now().await;
    }
    Peer::enter(&world, &ali, room).await;
}

#[actix::test]
async fn posts_have_one_rate_for_all_sockets_of_a_user() {
    let world = World::with(Limits { posts_per_second: 1, posts_burst: 4, ..Limits::default() }).await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let mut peers = [Peer::enter(&world, &ali, room).await, Peer::enter(&world, &ali, room).await];
    for n in 0..6 {
        peers[n % 2].say(json!({"type": "chat_message", "message": "x", "client_id": Uuid::new_v4()}));
    }
    let mut refused = 0;
    for peer in &mut peers {
        for frame in peer.settle().await {
            refused += usize::from(frame["type"] == "error" && frame["code"] == "rate_limited");
        }
    }
    assert_eq!(refused, 2);
    let mut other = Peer::enter(&world, &bek, room).await;
    other.say(json!({"type": "chat_message", "message": "men ham", "client_id": Uuid::new_v4()}));
    other.until("ack").await;
}

#[actix::test]
async fn a_flood_of_frames_is_closed() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut peer = Peer::enter(&world, &ali, room).await;
    for _ in 0..FRAMES_BURST * 2 {
        peer.say(json!({"type": "ping"}));
    }
    peer.expect_close(Close::Flood).await;
    let mut pinging = Peer::enter(&world, &ali, room).await;
    for _ in 0..FRAMES_BURST * 2 {
        pinging.send(Inbound::Ping(Bytes::from_static(b"x")));
    }
    pinging.expect_close(Close::Flood).await;
}

#[actix::test]
async fn more_commands_than_may_wait_are_all_answered_and_kept_in_order() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut peer = Peer::enter(&world, &ali, room).await;
    let ids: Vec<_> = (0..COMMANDS_IN_FLIGHT * 4).map(|_| Uuid::new_v4()).collect();
    for id in &ids {
        peer.say(json!({"type": "chat_message", "message": "x", "client_id": id}));
    }
    let mut acked = HashMap::new();
    for _ in &ids {
        let ack = peer.until("ack").await;
        acked.insert(ack["client_id"].as_str().unwrap().to_owned(), ack["seq"].as_i64().unwrap());
    }
    let numbers: Vec<_> = ids.iter().map(|id| acked[&id.to_string()]).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
}

#[actix::test]
async fn a_reader_over_its_bytes_is_dropped_and_the_others_get_every_frame() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let slow = Peer::enter(&world, &bek, room).await;
    let mut fast = Peer::enter(&world, &ali, room).await;
    slow.stop_reading(10);
    let text = "x".repeat(9_000);
    // Each frame has the text twice: as it was written and in its bubble.
    let posts = OUTBOX_BYTES / (2 * text.len()) + 10;
    for _ in 0..posts {
        world.post(&ali, room, &text).await;
    }
    let mut last = None;
    for _ in 0..posts {
        let seq = fast.post().await["seq"].as_i64().unwrap();
        assert!(last.is_none_or(|last| seq == last + 1));
        last = Some(seq);
    }
    assert_eq!(world.chat.metrics.slow_readers.get(), 1);
    while !slow.is_gone() {
        tokio::task::yield_now().await;
    }
    assert!(slow.bytes_written() < 20_000, "what waited for it was let go");
}

#[actix::test]
async fn a_reader_whose_oldest_bytes_wait_too_long_is_dropped() {
    let world = World::new().await;
    let (ali, bek) = (world.person("ali").await, world.person("bek").await);
    let room = world.room(&ali, &[&bek]).await;
    let slow = Peer::enter(&world, &bek, room).await;
    let mut patient = Peer::enter(&world, &bek, room).await;
    let mut quick = Peer::enter(&world, &bek, room).await;
    slow.stop_reading(0);
    patient.stop_reading(0);
    world.post(&ali, room, "salom").await;
    // Everybody on a worker is offered a frame in the same tick.
    quick.until_text("salom").await;
    pass(OUTBOX_AGE / 2).await;
    patient.read_again();
    patient.until_text("salom").await;
    pass(OUTBOX_AGE).await;
    assert!(slow.is_gone());
    assert!(!patient.is_gone(), "one that caught up in time stays");
    patient.settle().await;
}

#[actix::test]
async fn a_silent_peer_is_asked_and_a_dead_one_dropped() {
    let world = World::new().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut alive = Peer::enter(&world, &ali, room).await;
    let mut dead = Peer::enter(&world, &ali, room).await;
    pass(PING_EVERY + Duration::from_secs(5)).await;
    alive.until("#ping").await;
    dead.until("#ping").await;
    alive.send(Inbound::Pong);
    alive.settle().await;
    pass(DEAD_AFTER - PING_EVERY).await;
    assert!(dead.is_gone());
    assert!(!alive.is_gone());
    alive.settle().await;
}

#[actix::test]
async fn a_room_without_anybody_stops_and_starts_again_when_somebody_comes() {
    let world = World::here().await;
    let ali = world.person("ali").await;
    let room = world.room(&ali, &[]).await;
    let mut peer = Peer::enter(&world, &ali, room).await;
    assert_eq!(world.chat.metrics.rooms.get(), 1);
    pass(ROOM_IDLE * 2).await;
    // The heartbeat took the silent peer for dead meanwhile; until then the room had somebody.
    assert!(peer.next().await.is_some());
    world.until_rooms(0).await;
    assert_eq!(world.chat.metrics.rooms_replaced.get(), 0, "it went by itself");
    let come = Come { person: &ali, room: Some(room), after: Some(0), language: Language::En };
    let mut again = Peer::arrive(&world, come).await.unwrap();
    again.until("ready").await;
    world.post(&ali, room, "yana").await;
    again.until_text("yana").await;
}
