//! The list of rooms as people see it.

use super::*;

#[test]
fn the_list_of_rooms_says_when_who_and_how_many() {
    let row = |active_at, unread| RoomRow {
        room_id: RoomId(1),
        name: "Xona".into(),
        visibility: Visibility::Open,
        seq: 1,
        last: Some(message(1, (5, "Ali Karimov"), active_at, "*salom*")),
        active_at,
        read: ReadState { seq: 0, unread, mentions: 0, marks: 0, as_of: 1 },
        seen: None,
    };
    let ages = [0, 15 * HOUR, 3 * 24 * HOUR, 8 * 24 * HOUR, 400 * 24 * HOUR].map(|age| row(NOW - age, 0));
    let list = site().room_list(&ages, &reader(Language::Uz), Some(RoomId(1)));
    let times: Vec<_> = list.rooms.iter().map(|room| room.time.as_str()).collect();
    assert_eq!(times, ["14:43", "Kecha", "Ch", "6-mart", "07.02.25"]);
    let last = list.rooms[0].last.as_ref().unwrap();
    assert_eq!((last.author.as_deref(), last.text.as_str()), (Some("Siz"), "salom"));
    assert!(list.rooms[0].current);

    let badge = |unread| site().room_list(&[row(NOW, unread)], &reader(Language::Uz), None).rooms[0].badge.clone();
    assert_eq!([0, 7, 1_000].map(badge), [None, Some("7".into()), Some("999+".into())]);
}

#[test]
fn rooms_are_found_by_a_part_of_their_name_in_any_case() {
    let row = |id, name: &str| RoomRow {
        room_id: RoomId(id),
        name: name.into(),
        visibility: Visibility::Open,
        seq: 1,
        last: None,
        active_at: NOW,
        read: ReadState { seq: 0, unread: 0, mentions: 0, marks: 0, as_of: 1 },
        seen: None,
    };
    let rows = [row(1, "Ish jamoasi"), row(2, "Кафедра математики"), row(3, "Kutubxona")];
    let found = |query| {
        let list = site().room_list(&rows, &reader(Language::Uz), None).matching(query);
        list.rooms.iter().map(|room| room.id.0).collect::<Vec<_>>()
    };
    assert_eq!(found(" JAM "), [1]);
    assert_eq!(found("МАТЕМ"), [2]);
    assert_eq!(found(""), [1, 2, 3]);
    assert!(found("yo'q").is_empty());
}
