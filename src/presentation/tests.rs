//! Facts as people see them.

mod files;

use actors::{
    domain::{Role, Visibility},
    ids::{RoomId, UserId},
    message::{Mention, Mine, SystemEvent},
    store::{
        members::ReadState,
        rooms::{RoomRow, RoomView},
    },
};
use html5ever::{LocalName, QualName, ns, tendril::TendrilSink as _};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::*;
use crate::views::{Day, samples::*};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const GULNORA: (i64, &str) = (8, "Gulnora");

/// Every element of a bubble whose class begins with `class`, in order, with its attributes.
fn parts(markup: &str, class: &str) -> Vec<Vec<(String, String)>> {
    fn find(node: &Handle, class: &str, found: &mut Vec<Vec<(String, String)>>) {
        if let NodeData::Element { attrs, .. } = &node.data {
            let attrs: Vec<_> =
                attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
            if attrs.iter().any(|(name, value)| name == "class" && value.split(' ').next() == Some(class)) {
                found.push(attrs);
            }
        }
        for child in node.children.borrow().iter() {
            find(child, class, found);
        }
    }
    let div = QualName::new(None, ns!(html), LocalName::from("div"));
    let dom = html5ever::parse_fragment(RcDom::default(), Default::default(), div, Vec::new(), false).one(markup);
    let mut found = Vec::new();
    find(&dom.document, class, &mut found);
    found
}

fn attr<'a>(attrs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attrs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The attributes of the article that a bubble is in.
fn article(markup: &str) -> Vec<(String, String)> {
    parts(markup, "msg").remove(0)
}

fn bubble(message: &Message) -> String {
    site().bubble(message, Language::Uz)
}

#[test]
fn a_bubble_carries_its_facts_as_data() {
    let parent = message(3, (4, "Жасур"), NOW, "savol");
    let text = "qator 1\n \"qo'shtirnoq\" <b> & 'x'\r";
    let mut reply = message(9, GULNORA, NOW, text);
    reply.quote = Some(quote(&parent));
    reply.changed_seq = 12;
    reply.edited_at = Some(NOW);
    let attrs = article(&bubble(&reply));
    let attr = |name: &str| attrs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    for (name, value) in [
        ("id", "m9"),
        ("data-id", "9"),
        ("data-seq", "9"),
        ("data-changed", "12"),
        ("data-user", "8"),
        ("data-username", "user8"),
        ("data-at", "1773481380000"),
        ("data-kind", "text"),
        ("data-quote", "3"),
        ("data-edited", ""),
        ("data-text", text),
        ("aria-label", "Gulnora"),
    ] {
        assert_eq!(attr(name), Some(value), "{name}");
    }
}

#[test]
fn a_name_or_a_parent_that_changed_is_rendered_anew() {
    let site = site();
    let mut parent = message(3, (4, "Жасур"), NOW, "savol");
    let mut reply = message(9, GULNORA, NOW, "javob");
    reply.quote = Some(quote(&parent));
    let before = site.bubble(&reply, Language::Uz);
    assert!(before.contains("savol") && before.contains("Gulnora"));
    assert_eq!(before, site.bubble(&reply, Language::Uz));

    parent.deleted = true;
    parent.content = None;
    parent.changed_seq = 10;
    reply.quote = Some(quote(&parent));
    let gone = site.bubble(&reply, Language::Uz);
    assert!(!gone.contains("savol") && gone.contains("O&#39;chirilgan xabar"), "{gone}");

    reply.author.display_name = "Gulnora R.".into();
    assert!(site.bubble(&reply, Language::Uz).contains("Gulnora R."));
    assert!(site.bubble(&reply, Language::En).contains("Deleted message"), "each language has its own");
}

#[test]
fn names_and_texts_are_never_markup() {
    let mut parent = message(3, (4, ODD), NOW, "<i>savol</i>");
    let mut reply = message(9, (2, ODD), NOW, "<script>alert(1)</script>");
    reply.quote = Some(quote(&parent));
    parent.kind = Kind::System;
    for markup in [
        bubble(&reply),
        bubble(&event(4, (2, ODD), NOW, SystemEvent::Added { name: ODD.into() })),
        bubble(&event(4, (2, "\u{1}\u{2}"), NOW, SystemEvent::Renamed { name: "\u{1}<b>".into() })),
    ] {
        assert!(!["<i>", "<script", "<b>Oybek", "<b>\u{1}<b>"].iter().any(|bad| markup.contains(bad)), "{markup}");
    }
}

#[test]
fn a_few_emoji_stand_large_and_bare_and_mentions_are_marked() {
    assert!(bubble(&message(1, GULNORA, NOW, "🎉🥳")).contains("bubble--emoji"));
    assert!(!bubble(&message(1, GULNORA, NOW, "🎉 a")).contains("bubble--emoji"));
    let mut named = message(1, GULNORA, NOW, "@Ali salom");
    named.mentions = vec![Mention { user_id: UserId(5), folded: "ali".into() }];
    assert!(bubble(&named).contains("<bdi class=\"mention\" data-user=\"5\">@Ali</bdi> salom"));
}

#[test]
fn what_happened_is_told_with_the_names_of_then() {
    let told = |system, language| {
        let message = event(1, (8, "Gulnora"), NOW, system);
        (site().preview(&message, language), site().bubble(&message, language))
    };
    let (line, markup) = told(SystemEvent::Added { name: "Ali".into() }, Language::Uz);
    assert_eq!(line, "Gulnora Alini qo'shdi");
    assert!(markup.contains("<b dir=\"auto\">Gulnora</b> <b dir=\"auto\">Ali</b>ni qo&#39;shdi"), "{markup}");
    assert_eq!(told(SystemEvent::Renamed { name: "X".into() }, Language::En).0, "Gulnora renamed the room to \"X\"");
    assert_eq!(told(SystemEvent::NewOwner { name: "Ali".into() }, Language::Uz).0, "Ali endi xona egasi");
}

#[test]
fn a_preview_is_one_line_without_marks() {
    let site = site();
    let long = format!("**a**\n\n b {}", "c".repeat(500));
    let preview = site.preview(&message(1, GULNORA, NOW, &long), Language::Uz);
    assert!(preview.starts_with("Gulnora: a b ccc"), "{preview}");
    assert_eq!(preview.chars().count(), "Gulnora: ".len() + actors::limits::PREVIEW_CHARS);
}

#[test]
fn a_bubble_says_who_put_what_under_it_and_its_time_stands_there() {
    let mut asked = message(1, GULNORA, NOW, "tayyormi?");
    asked.reactions = vec![reaction("👍", 5, &["Ali", "Vali", "Soli"]), reaction("🙏", 2, &["Ali", "<Vali>"])];
    let markup = bubble(&asked);
    let chips = parts(&markup, "reaction");
    let facts = |name| chips.iter().map(|chip| attr(chip, name).unwrap()).collect::<Vec<_>>();
    assert_eq!(facts("data-emoji"), ["👍", "🙏"]);
    assert_eq!(facts("aria-label"), ["👍 5", "🙏 2"]);
    assert_eq!(facts("title"), ["Ali, Vali, Soli va yana 2 kishi", "Ali, <Vali>"]);
    assert_eq!(parts(&markup, "avatar").len(), 2, "faces where they are all");
    assert_eq!(parts(&markup, "meta").len(), 1);
    let file = with_files(message(2, GULNORA, NOW, ""), vec![picture("a.jpg", 300, 200)]);
    let reacted = Message { reactions: asked.reactions.clone(), changed_seq: 3, ..file.clone() };
    for markup in [bubble(&file), bubble(&reacted)] {
        assert_eq!(parts(&markup, "meta").len(), 1, "{markup}");
    }
}

#[test]
fn a_renamed_person_is_named_anew_under_a_kept_bubble() {
    let site = site();
    let mut asked = message(1, GULNORA, NOW, "tayyormi?");
    asked.reactions = vec![reaction("👍", 1, &["Ali"])];
    assert!(site.bubble(&asked, Language::Uz).contains("title=\"Ali\""));
    asked.reactions = vec![reaction("👍", 1, &["Alisher"])];
    assert!(site.bubble(&asked, Language::Uz).contains("title=\"Alisher\""));
}

#[test]
fn a_row_carries_what_its_reader_put_there() {
    let mut asked = message(1, GULNORA, NOW, "tayyormi?");
    asked.reactions = vec![reaction("🙏", 1, &["Ali"]), reaction("❤️", 1, &["Vali"])];
    let mine = Mine::from([(MessageId(1), vec!["🙏".to_owned()])]);
    let days = site().days(&[asked], &mine, &room_view(Some(Role::Member)), &reader(Language::Uz));
    let row = &days[0].rows[0];
    let offered: Vec<_> = row.reactions.iter().map(|offer| (&*offer.emoji, offer.mine)).collect();
    assert_eq!((&*row.mine, offered), ("🙏", vec![("🙏", true), ("❤️", false), ("👍", false)]));
}

#[test]
fn a_wire_frame_is_one_unmasked_text_frame() {
    let site = site();
    for (length, header) in
        [(5, vec![0x81, 5]), (200, vec![0x81, 126, 0, 200]), (70_000, vec![0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70])]
    {
        let json = "x".repeat(length);
        let frame = site.wire(&json);
        assert_eq!(frame[..header.len()], header, "{length}");
        assert_eq!(frame[header.len()..], *json.as_bytes());
    }
}

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

#[test]
fn a_bubble_names_the_day_of_its_own_time() {
    let evening = 18 * HOUR + 30 * MINUTE;
    let then = bubble(&message(1, GULNORA, evening, "a"));
    assert!(then.contains("data-day=\"1970-01-02\""), "Tashkent was at +6: {then}");
    let now = bubble(&message(1, GULNORA, NOW - NOW % (24 * HOUR) + evening, "a"));
    assert!(now.contains("data-day=\"2026-03-14\""), "and is at +5: {now}");
}

#[test]
fn the_zone_and_the_time_of_day_are_the_sites() {
    assert_eq!(site().tz_offset_minutes(), 300);
    assert_eq!(site().time_of_day(NOW), "14:43");
    assert_eq!(site().time_of_day(i64::MAX), "06:00", "a moment out of range is the epoch, when Tashkent was at +6");
}

#[test]
fn refusals_have_words() {
    assert_eq!(site().refusal(Code::Busy, Language::En), "The server is busy. Please try again.");
}
