//! What is told, and in which order.

use std::collections::{BTreeMap, HashMap};

use actix::Arbiter;
use actors::{
    ids::{MessageId, RoomId},
    store::messages::Done,
};
use tokio::sync::mpsc;

use crate::{
    bed::{Bed, client_id, post},
    gate::{Gate, Number},
};

#[actix::test]
async fn facts_are_told_in_the_order_of_commit_under_sixteen_writers() {
    const WRITERS: usize = 16;
    const POSTS: usize = 60;
    let mut bed = Bed::new();
    let people = {
        let mut people = Vec::new();
        for n in 0..WRITERS {
            people.push(bed.person(&format!("writer{n}")).await);
        }
        people
    };
    let mut rooms = Vec::new();
    for _ in 0..3 {
        rooms.push(bed.room(people[0], &people[1..]).await);
    }
    let (answer, mut answered) = mpsc::unbounded_channel::<Done>();
    let threads: Vec<Arbiter> = people.iter().map(|_| Arbiter::new()).collect();
    for (by, thread) in people.iter().copied().zip(&threads) {
        let (store, rooms, answer) = (bed.store.clone(), rooms.clone(), answer.clone());
        thread.spawn(async move {
            for n in 0..POSTS {
                let room = rooms[n % rooms.len()];
                answer.send(store.write(post(by, room, &format!("number {n}"))).await.unwrap()).unwrap();
            }
        });
    }
    drop(answer);
    let mut done: HashMap<MessageId, Done> = HashMap::new();
    while let Some(answer) = answered.recv().await {
        assert!(done.insert(answer.message_id, answer).is_none(), "an id was given twice");
    }
    assert_eq!(done.len(), WRITERS * POSTS);
    bed.store.stop().await.unwrap();
    threads.iter().for_each(|thread| assert!(thread.stop()));

    let told = bed.told_of_rooms().await;
    assert!(told.is_sorted_by(|a, b| a.message.id < b.message.id), "rows are stored in the order of their ids");
    let mut numbers: BTreeMap<RoomId, i64> = BTreeMap::new();
    for event in &told {
        let last = numbers.entry(event.room_id).or_default();
        *last += 1;
        assert_eq!(event.seq, *last, "no number is skipped or repeated");
        if let Some(done) = done.remove(&event.message.id) {
            assert_eq!((done.seq, done.room_id), (event.seq, event.room_id));
        }
    }
    assert!(done.is_empty(), "whatever was answered was told");
    for (room, last) in numbers {
        let stored =
            Number(format!("SELECT count(*) FROM messages WHERE room_id = {room} AND seq BETWEEN 1 AND {last}"));
        assert_eq!(bed.store.read(stored).await.unwrap(), last);
    }
}

#[actix::test]
async fn what_waits_is_one_group_and_is_told_at_once() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    bed.told_of_rooms().await;
    let (gate, mut key) = Gate::new();
    let held = actix::spawn({
        let store = bed.store.clone();
        async move { store.write(gate).await }
    });
    key.reached().await;
    let posts = (0..20).map(|n| bed.store.write(post(ali, room, &n.to_string())));
    let posts = futures_util::future::join_all(posts);
    let release = async { drop(key) };
    let (posts, ()) = futures_util::future::join(posts, release).await;
    held.await.unwrap().unwrap();
    assert!(posts.iter().all(Result::is_ok));
    bed.settle().await;
    assert_eq!(bed.told.try_recv().unwrap().events.len(), 20);
    assert!(bed.told.try_recv().is_err());
}

#[actix::test]
async fn a_repeated_client_id_stores_one_message_however_often_and_at_once_it_comes() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    bed.told_of_rooms().await;
    let mut first = post(ali, room, "once");
    first.client_id = Some(client_id());
    let all = futures_util::future::join_all((0..32).map(|_| bed.store.write(first.clone()))).await;
    let all: Vec<Done> = all.into_iter().map(Result::unwrap).collect();
    assert_eq!(all.iter().filter(|done| !done.repeated).count(), 1);
    assert!(all.iter().all(|done| (done.message_id, done.seq) == (all[0].message_id, all[0].seq)));
    let again = bed.store.write(first).await.unwrap();
    assert!(again.repeated && again.seq == all[0].seq);
    bed.store.stop().await.unwrap();
    assert_eq!(bed.told_of_rooms().await.len(), 1);
    assert_eq!(bed.store.read(Number::of("SELECT count(*) FROM messages WHERE content = 'once'")).await.unwrap(), 1);
}
