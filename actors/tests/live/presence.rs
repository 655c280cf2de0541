//! Who is here and who is writing: told sparingly and never stored.

use actors::{limits::LEAVE_AFTER, store::members::MemberAction};
use serde_json::json;

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
