//! A page of history as people see it: days, groups, the divider, what may be done with a message.

use super::*;

fn days(messages: &[Message], role: Role) -> Vec<Day> {
    site().days(messages, &Mine::new(), &room_view(Some(role)), &reader(Language::Uz))
}

/// Each row as a few letters: own, first, last, system, unread.
fn rows(day: &Day) -> Vec<String> {
    let letters = |row: &crate::views::Row| {
        [(row.own, 'o'), (row.first, 'f'), (row.last, 'l'), (row.system, 's'), (row.first_unread, 'u')]
            .into_iter()
            .filter_map(|(is, letter)| is.then_some(letter))
            .collect()
    };
    day.rows.iter().map(letters).collect()
}

#[test]
fn messages_of_one_author_within_five_minutes_stand_together() {
    let (ali, start) = ((5, "Ali"), NOW - HOUR);
    let messages = [
        message(1, GULNORA, start, "a"),
        message(2, GULNORA, start + 5 * MINUTE, "b"),
        message(3, GULNORA, start + 10 * MINUTE + 1, "c"),
        message(4, ali, start + 11 * MINUTE, "d"),
        event(5, ali, start + 11 * MINUTE, SystemEvent::Opened),
        message(6, ali, start + 12 * MINUTE, "e"),
    ];
    let days = days(&messages, Role::Member);
    assert_eq!(days.len(), 1);
    assert_eq!(rows(&days[0]), ["f", "l", "fl", "ofl", "fls", "ofl"]);
}

#[test]
fn the_divider_stands_before_the_first_message_of_others_that_i_have_not_seen() {
    // The reader has seen everything up to 12.
    let ali = (5, "Ali");
    let messages = [
        message(12, GULNORA, NOW, "seen"),
        message(13, ali, NOW, "mine"),
        event(14, GULNORA, NOW, SystemEvent::Opened),
        message(15, GULNORA, NOW, "new"),
        message(16, GULNORA, NOW, "newer"),
    ];
    assert_eq!(rows(&days(&messages, Role::Member)[0]), ["fl", "ofl", "fls", "fu", "l"]);
}

#[test]
fn days_turn_at_midnight_in_the_sites_zone() {
    // 2026-03-14 00:10 in Tashkent is still the 13th in UTC.
    let midnight = NOW - 14 * HOUR - 43 * MINUTE;
    let messages = [
        message(1, GULNORA, midnight - 400 * 24 * HOUR, "a"),
        message(2, GULNORA, midnight - 25 * HOUR, "b"),
        message(3, GULNORA, midnight - MINUTE, "c"),
        message(4, GULNORA, midnight, "d"),
    ];
    let days = days(&messages, Role::Member);
    let labels: Vec<_> = days.iter().map(|day| (day.date.as_str(), day.label.as_str())).collect();
    assert_eq!(
        labels,
        [
            ("2025-02-07", "2025-yil 7-fevral"),
            ("2026-03-12", "12-mart"),
            ("2026-03-13", "Kecha"),
            ("2026-03-14", "Bugun")
        ]
    );
    assert!(days.iter().all(|day| rows(day) == ["fl"]), "no group goes over midnight");
}

#[test]
fn deletes_are_offered_to_authors_and_administrators_edits_to_authors() {
    let mut gone = message(3, GULNORA, NOW, "c");
    gone.deleted = true;
    let messages = [message(1, (5, "Ali"), NOW, "a"), message(2, GULNORA, NOW, "b"), gone];
    let offered =
        |role| days(&messages, role)[0].rows.iter().map(|row| (row.can_edit, row.can_delete)).collect::<Vec<_>>();
    assert_eq!(offered(Role::Member), [(true, true), (false, false)]);
    assert_eq!(offered(Role::Admin), [(true, true), (false, true)]);
}

#[test]
fn a_site_administrator_is_offered_to_delete_in_groups_alone() {
    let mut admin = reader(Language::Uz);
    admin.user.as_mut().unwrap().is_admin = true;
    let offered = |is_group, role| {
        let room = RoomView { is_group, ..room_view(Some(role)) };
        let messages = [message(1, GULNORA, NOW, "a")];
        let head = site().room_head(&room, &admin);
        let row = site().days(&messages, &Mine::new(), &room, &admin)[0].rows[0].can_delete;
        assert_eq!(head.can_delete_messages, row);
        (row, head.can_manage, head.can_delete)
    };
    assert_eq!(offered(true, Role::Member), (true, false, true));
    assert_eq!(offered(false, Role::Member), (false, false, false));
    assert_eq!(offered(false, Role::Owner), (true, false, false), "the chats of two have neither settings nor an end");
}
