//! Facts as people see them.

mod conversation;
mod files;
mod list;

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
