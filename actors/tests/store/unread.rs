//! What somebody has not seen, and the list of their rooms that says so.

use actors::{
    event::Event,
    limits::UNREAD_MAX,
    store::{
        By,
        members::{JoinRoom, MarkRead, ReadState},
        rooms::{MyRooms, RoomOf},
    },
};

use crate::bed::{Bed, client_id, post};

async fn unread(bed: &Bed, by: By) -> (u32, u32) {
    let rooms = bed.store.read(MyRooms { user_id: by.user_id }).await.unwrap();
    (rooms[0].unread, rooms[0].mentions)
}

#[actix::test]
async fn unread_are_births_after_my_position_not_mine_not_deleted_not_system() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    assert_eq!(unread(&bed, vali).await, (0, 0), "what was said before I came is read");
    let first = bed.post(ali, room_id, "@vali one").await.unwrap();
    let second = bed.post(ali, room_id, "@vali two").await.unwrap();
    bed.post(vali, room_id, "@vali mine").await.unwrap();
    assert_eq!(unread(&bed, vali).await, (2, 2));
    bed.edit(ali, first.message_id, "nobody").await.unwrap();
    assert_eq!(unread(&bed, vali).await, (2, 1));
    bed.delete(ali, second.message_id).await.unwrap();
    assert_eq!(unread(&bed, vali).await, (1, 0));
    bed.told_of_rooms().await;

    let read = |seq| bed.store.write(MarkRead { by: vali, room_id, seq, client_id: None });
    let before = first.seq - 2;
    assert_eq!(read(before).await.unwrap(), ReadState { seq: before, unread: 1, mentions: 0 });
    let newest = first.seq + 2;
    assert_eq!(read(i64::MAX).await.unwrap(), ReadState { seq: newest, unread: 0, mentions: 0 }, "not past a birth");
    assert_eq!(read(1).await.unwrap().seq, newest, "never back");
    bed.settle().await;
    let mut moved = Vec::new();
    while let Ok(group) = bed.told.try_recv() {
        moved.extend(group.events.into_iter().map(|event| match event {
            Event::ReadMoved { user_id, seq, unread, .. } => (user_id, seq, unread),
            other => panic!("{other:?}"),
        }));
    }
    assert_eq!(moved, [(vali.user_id, newest, 0)], "told when it moves, and only then");
    let view = bed.store.read(RoomOf { user_id: vali.user_id, room_id }).await.unwrap().unwrap();
    assert_eq!((view.read_seq, view.last_birth, view.unread), (newest, newest, 0));
}

#[actix::test]
async fn a_repeated_read_answers_the_first_ones_number_and_moves_nothing() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    let first = bed.post(ali, room_id, "one").await.unwrap().seq;
    let second = bed.post(ali, room_id, "two").await.unwrap().seq;
    let named = MarkRead { by: vali, room_id, seq: first, client_id: Some(client_id()) };
    assert_eq!(bed.store.write(named).await.unwrap().seq, first);
    bed.store.write(MarkRead { by: vali, room_id, seq: second, client_id: None }).await.unwrap();
    let again = bed.store.write(named).await.unwrap();
    assert_eq!(again, ReadState { seq: first, unread: 0, mentions: 0 });
    assert_eq!(bed.store.read(RoomOf { user_id: vali.user_id, room_id }).await.unwrap().unwrap().read_seq, second);
}

#[actix::test]
async fn unread_are_counted_up_to_their_limit() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    for _ in 0..2 {
        bed.told_of_rooms().await;
        let posts = (0..UNREAD_MAX / 2 + 5).map(|_| bed.store.write(post(ali, room_id, "@vali")));
        assert!(futures_util::future::join_all(posts).await.iter().all(Result::is_ok));
    }
    assert_eq!(unread(&bed, vali).await, (UNREAD_MAX, UNREAD_MAX));
}

#[actix::test]
async fn my_rooms_are_listed_by_their_last_birth_with_their_newest_living_message() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let (one, two) = (bed.room(ali, &[]).await, bed.room(ali, &[]).await);
    bed.pass(1);
    bed.post(ali, one, "first").await.unwrap();
    let gone = bed.post(ali, one, "gone").await.unwrap();
    bed.delete(ali, gone.message_id).await.unwrap();
    let rooms = bed.store.read(MyRooms { user_id: ali.user_id }).await.unwrap();
    assert_eq!(rooms.iter().map(|room| room.room_id).collect::<Vec<_>>(), [one, two]);
    assert_eq!(rooms[0].last.as_ref().unwrap().content.as_deref(), Some("first"));
    assert_eq!(rooms[0].seq, gone.seq + 1);
    bed.pass(1);
    bed.store.write(JoinRoom { by: vali, room_id: two, client_id: None }).await.unwrap();
    let rooms = bed.store.read(MyRooms { user_id: ali.user_id }).await.unwrap();
    assert_eq!(rooms[0].room_id, two);
    assert!(rooms[0].last.as_ref().unwrap().system.is_some());
}
