//! What somebody has not seen, and the list of their rooms that says so.

use actors::{
    Code,
    event::Event,
    ids::RoomId,
    limits::{SEEN_MEMBERS, UNREAD_MAX},
    store::{
        By,
        members::{JoinRoom, MarkRead, MarkUnread, ReadState, ReadStateOf, ReadersOf, ReadersRow},
        rooms::{MyRooms, RoomOf},
    },
};

use crate::bed::{Bed, client_id, post};

async fn unread(bed: &Bed, by: By) -> (u32, u32) {
    let rooms = bed.store.read(MyRooms { user_id: by.user_id }).await.unwrap();
    (rooms[0].read.unread, rooms[0].read.mentions)
}

async fn state(bed: &Bed, by: By, room_id: RoomId) -> ReadState {
    bed.store.read(ReadStateOf { user_id: by.user_id, room_id }).await.unwrap()
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
    let stands = ReadState { seq: before, unread: 1, mentions: 0, marks: 0, as_of: first.seq + 4 };
    assert_eq!(read(before).await.unwrap(), stands);
    let newest = first.seq + 2;
    assert_eq!(read(i64::MAX).await.unwrap(), ReadState { seq: newest, unread: 0, ..stands }, "not past a birth");
    assert_eq!(read(1).await.unwrap().seq, newest, "never back");
    bed.settle().await;
    let mut moved = Vec::new();
    while let Ok(group) = bed.told.try_recv() {
        moved.extend(group.events.into_iter().map(|event| match event {
            Event::ReadMoved { user_id, state, .. } => (user_id, state.seq, state.unread),
            other => panic!("{other:?}"),
        }));
    }
    assert_eq!(moved, [(vali.user_id, newest, 0)], "told when it moves, and only then");
    let view = bed.store.read(RoomOf { user_id: vali.user_id, room_id }).await.unwrap().unwrap();
    assert_eq!((view.read.seq, view.last_birth, view.read.unread), (newest, newest, 0));
}

#[actix::test]
async fn a_repeated_read_moves_nothing_and_answers_how_things_stand_by_now() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    let first = bed.post(ali, room_id, "one").await.unwrap().seq;
    let second = bed.post(ali, room_id, "two").await.unwrap().seq;
    let named = MarkRead { by: vali, room_id, seq: first, client_id: Some(client_id()) };
    assert_eq!(bed.store.write(named).await.unwrap().seq, first);
    bed.store.write(MarkRead { by: vali, room_id, seq: second, client_id: None }).await.unwrap();
    let again = bed.store.write(named).await.unwrap();
    assert_eq!(again, ReadState { seq: second, unread: 0, mentions: 0, marks: 0, as_of: second });
    assert_eq!(state(&bed, vali, room_id).await, again);
}

#[actix::test]
async fn a_mark_of_unread_counts_up_keeps_the_position_and_goes_with_any_reading() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    let newest = bed.post(ali, room_id, "one").await.unwrap().seq;
    let store = bed.store.clone();
    let read = |seq| store.write(MarkRead { by: vali, room_id, seq, client_id: None });
    let mark = |on, client_id| store.write(MarkUnread { by: vali, room_id, on, client_id });
    read(newest).await.unwrap();
    bed.told_of_rooms().await;

    let marked = ReadState { seq: newest, unread: 0, mentions: 0, marks: 1, as_of: newest };
    let name = Some(client_id());
    assert_eq!(mark(true, name).await.unwrap(), marked);
    assert_eq!(mark(true, None).await.unwrap(), marked, "marked already");
    assert_eq!(mark(false, None).await.unwrap().marks, 2);
    assert_eq!(mark(true, name).await.unwrap().marks, 2, "a repeat changes nothing");
    assert_eq!(mark(true, None).await.unwrap().marks, 3);
    assert_eq!(read(newest).await.unwrap().marks, 4, "reading what was read takes it away");
    assert_eq!(read(newest).await.unwrap().marks, 4);
    assert_eq!(state(&bed, vali, room_id).await, ReadState { marks: 4, ..marked });
    assert_eq!(state(&bed, ali, room_id).await.marks, 0, "it is nobody else's");
    bed.settle().await;
    let mut told = Vec::new();
    while let Ok(group) = bed.told.try_recv() {
        told.extend(group.events.into_iter().map(|event| match event {
            Event::ReadMoved { user_id, state, seen, .. } => (user_id, state.marks, seen),
            other => panic!("{other:?}"),
        }));
    }
    assert_eq!(told, [1, 2, 3, 4].map(|marks| (vali.user_id, marks, None)), "each change, and no more");
}

#[actix::test]
async fn it_is_told_who_came_to_the_newest_message_and_not_to_its_author_nor_twice() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    let first = bed.post(ali, room_id, "one").await.unwrap().seq;
    let second = bed.post(ali, room_id, "two").await.unwrap();
    bed.told_of_rooms().await;
    let read = |by, seq| bed.store.write(MarkRead { by, room_id, seq, client_id: None });
    read(vali, first).await.unwrap();
    read(ali, second.seq).await.unwrap();
    read(vali, second.seq).await.unwrap();
    bed.store.write(JoinRoom { by: bed.person("gani").await, room_id, client_id: None }).await.unwrap();
    read(vali, second.seq + 1).await.unwrap();
    bed.settle().await;
    let mut told = Vec::new();
    while let Ok(group) = bed.told.try_recv() {
        told.extend(group.events.into_iter().filter_map(|event| match event {
            Event::ReadMoved { user_id, seen, .. } => Some((user_id, seen.unwrap().passed.map(|passed| passed.seq))),
            _ => None,
        }));
    }
    let expected = [(vali, None), (ali, None), (vali, Some(second.seq)), (vali, None)];
    assert_eq!(told, expected.map(|(by, passed)| (by.user_id, passed)));
}

#[actix::test]
async fn the_list_and_the_room_say_how_far_the_others_have_read() {
    let bed = Bed::new();
    let (ali, vali, gani) = (bed.person("ali").await, bed.person("vali").await, bed.person("gani").await);
    let room_id = bed.room(ali, &[vali, gani]).await;
    let seen = async |by: By| {
        let rooms = bed.store.read(MyRooms { user_id: by.user_id }).await.unwrap();
        let view = bed.store.read(RoomOf { user_id: by.user_id, room_id }).await.unwrap().unwrap();
        (rooms[0].seen, view.seen)
    };
    assert_eq!(seen(ali).await, (None, 0), "who only came has read nothing");
    let mine = bed.post(ali, room_id, "one").await.unwrap().seq;
    let readers = async |seq| bed.store.read(ReadersOf { user_id: gani.user_id, room_id, seq }).await;
    assert_eq!(seen(ali).await, (Some(false), 0));
    assert_eq!(readers(mine).await.unwrap(), ReadersRow { named: Vec::new(), more: 0 });
    for by in [vali, ali] {
        bed.store.write(MarkRead { by, room_id, seq: mine, client_id: None }).await.unwrap();
    }
    assert_eq!(seen(ali).await, (Some(true), mine));
    assert_eq!(seen(vali).await, (None, mine), "not of another's message");
    assert_eq!(readers(mine).await.unwrap().named, [(vali.user_id, "vali".to_owned())]);
    let gul = bed.person("gul").await;
    bed.store.write(JoinRoom { by: gul, room_id, client_id: None }).await.unwrap();
    let last = state(&bed, gul, room_id).await.as_of;
    assert_eq!(
        readers(mine).await.unwrap().named,
        [(vali.user_id, "vali".to_owned())],
        "who came later has read nothing"
    );
    assert_eq!(seen(ali).await, (None, mine));
    bed.store.write(MarkRead { by: gul, room_id, seq: last, client_id: None }).await.unwrap();
    assert_eq!((readers(mine).await.unwrap().named.len(), seen(ali).await.1), (2, last), "until they read on");
    assert_eq!(readers(mine + 9).await.unwrap_err().code(), Code::NotFound, "no such message");
    let stranger = bed.person("begona").await;
    let asked = bed.store.read(ReadersOf { user_id: stranger.user_id, room_id, seq: mine }).await;
    assert_eq!(asked.unwrap_err().code(), Code::NotFound);
}

#[actix::test]
async fn a_large_room_tells_nobody_who_has_read() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let mut others = Vec::new();
    for n in 0..SEEN_MEMBERS {
        others.push(bed.person(&format!("reader{n}")).await);
    }
    let room_id = bed.room(ali, &others).await;
    let mine = bed.post(ali, room_id, "one").await.unwrap().seq;
    bed.told_of_rooms().await;
    bed.store.write(MarkRead { by: others[0], room_id, seq: mine, client_id: None }).await.unwrap();
    let view = bed.store.read(RoomOf { user_id: ali.user_id, room_id }).await.unwrap().unwrap();
    let rooms = bed.store.read(MyRooms { user_id: ali.user_id }).await.unwrap();
    assert_eq!((view.seen, rooms[0].seen), (0, Some(false)));
    let asked = bed.store.read(ReadersOf { user_id: ali.user_id, room_id, seq: mine }).await;
    assert_eq!(asked.unwrap_err().code(), Code::NotFound);
    bed.settle().await;
    let events = bed.told.try_recv().unwrap().events;
    assert!(matches!(events[..], [Event::ReadMoved { seen: None, .. }]), "{events:?}");
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
