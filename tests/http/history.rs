//! `/room/<id>/messages/` and the pages of `/room/<id>/`.

use serde_json::Value;

use crate::support::{Client, TestServer};

/// A room with `n` messages "1" … and its births.
fn room_of(ali: &mut Client, n: usize) -> (i64, Vec<i64>) {
    let room = ali.create_room("Do'stlar", "open");
    let births = (1..=n)
        .map(|text| {
            ali.post_json(&format!("/room/{room}/"), &[("content", &text.to_string())]).value()["seq"].as_i64().unwrap()
        })
        .collect();
    (room, births)
}

fn births(page: &Value) -> Vec<i64> {
    page["items"].as_array().unwrap().iter().map(|item| item["seq"].as_i64().unwrap()).collect()
}

#[test]
fn pages_lie_side_by_side_and_say_what_is_beyond() {
    let server = TestServer::start_unlimited();
    let mut ali = server.user("ali");
    let (room, seqs) = room_of(&mut ali, 60);
    let mut page = |query: &str| ali.get_json(&format!("/room/{room}/messages/{query}")).value();
    let newest = page("");
    assert_eq!(births(&newest), seqs[10..]);
    assert_eq!((newest["older"].as_bool(), newest["newer"].as_bool()), (Some(true), Some(false)));
    assert_eq!(newest["seq"].as_i64(), seqs.last().copied());
    let older = page(&format!("?before={}&limit=5", seqs[10]));
    assert_eq!(births(&older), seqs[5..10]);
    assert_eq!(older["newer"], true);
    assert_eq!(births(&page(&format!("?after={}&limit=3", seqs[0]))), seqs[1..4]);
    let around = page(&format!("?around={}&limit=10", seqs[30]));
    assert!(births(&around).contains(&seqs[30]) && births(&around).len() <= 10, "{around}");
    assert!(births(&page("?before=1")).is_empty());
    let item = &newest["items"][0];
    assert!(item["html"].as_str().unwrap().contains(&format!("id=\"m{}\"", item["message_id"])), "{item}");
    assert_eq!((&item["user"], &item["deleted"]), (&"ali".into(), &false.into()));
}

#[test]
fn a_bad_number_is_named_and_never_a_fault() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let (room, _) = room_of(&mut ali, 1);
    for (query, field) in [
        ("before=abc", "before"),
        ("after=-1", "after"),
        ("around=1.5", "around"),
        ("since=99999999999999999999", "since"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("before=1&after=2", "around"),
        ("before=1&before=2", "form"),
        ("before=%FF", "form"),
    ] {
        let reply = ali.get_json(&format!("/room/{room}/messages/?{query}"));
        assert_eq!((reply.refusal(), reply.field()), ((400, "bad_field".into()), field.into()), "{query}");
    }
    assert_eq!(ali.get(&format!("/room/{room}/?before=abc")).status(), 400);
    let far = ali.get_json(&format!("/room/{room}/messages/?after=9223372036854775807")).value();
    assert!(births(&far).is_empty());
    assert_eq!(ali.get_json(&format!("/room/{room}/messages/?around=9223372036854775807")).status(), 200);
}

#[test]
fn what_was_missed_is_each_changed_message_once_in_its_last_state() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let (room, seqs) = room_of(&mut ali, 4);
    let path = format!("/room/{room}/");
    let page = ali.get_json(&format!("{path}messages/")).value();
    let ids: Vec<String> = page["items"].as_array().unwrap().iter().map(|i| i["message_id"].to_string()).collect();
    let known = page["seq"].as_i64().unwrap();
    let (first, second) = (&ids[ids.len() - 4], &ids[ids.len() - 3]);
    ali.post_json(&path, &[("edit_message_id", first), ("edited_content", "bir")]);
    ali.post_json(&path, &[("edit_message_id", first), ("edited_content", "birinchi")]);
    ali.post_json(&format!("/delete-content/{second}/all/"), &[]);
    ali.post_json(&path, &[("content", "yangi")]);
    let changes = ali.get_json(&format!("{path}messages/?since={known}")).value();
    let items = changes["items"].as_array().unwrap();
    let last = known + 4;
    assert_eq!((changes["from"].as_i64(), changes["to"].as_i64()), (Some(known), Some(last)));
    let numbers: Vec<_> = items.iter().map(|item| item["changed_seq"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [known + 2, known + 3, known + 4]);
    assert!(items[0]["html"].as_str().unwrap().contains("birinchi"));
    assert_eq!(items[1]["deleted"], true);
    assert!(items[1].get("html").is_none() && items[1].get("user").is_none(), "a tombstone tells nothing");
    let none = ali.get_json(&format!("{path}messages/?since={last}")).value();
    assert!(none["items"].as_array().unwrap().is_empty());
    let reset = ali.get_json(&format!("{path}messages/?since={}", last + 1)).value();
    assert_eq!(reset["reset"]["seq"].as_i64(), Some(last), "from another life");
    assert_eq!(births(&ali.get_json(&format!("{path}messages/?after={}", seqs[0])).value()).len(), 3);
}

#[test]
fn a_room_opens_at_the_first_unread_and_looking_changes_nothing() {
    let server = TestServer::start_unlimited();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let mut births = Vec::new();
    for text in 0..80 {
        let ack = ali.post_json(&format!("/room/{room}/"), &[("content", &format!("gap {text}"))]).value();
        births.push((ack["seq"].to_string(), ack["message_id"].to_string()));
    }
    let seen = &births[9];
    let read = vali.post_json(&format!("/room/{room}/read/"), &[("seq", &seen.0)]).value();
    assert_eq!((read["seq"].to_string(), read["unread"].as_i64()), (seen.0.clone(), Some(70)));
    let page = vali.get(&format!("/room/{room}/"));
    assert!(page.body.contains(&format!("id=\"m{}\"", births[10].1)), "the first unread is there");
    assert!(!page.body.contains(&format!("id=\"m{}\"", births[79].1)), "the last is further on");
    assert_eq!(vali.get_json("/").value()["rooms"][0]["unread"], 70, "looking is not reading");
    let back = vali.post_json(&format!("/room/{room}/read/"), &[("seq", "1")]).value();
    assert_eq!(back["seq"].to_string(), seen.0, "never back");
    let last = vali.post_json(&format!("/room/{room}/read/"), &[("seq", "9999999")]).value();
    assert_eq!(
        (last["seq"].to_string(), last["unread"].as_i64()),
        (births[79].0.clone(), Some(0)),
        "never past the end"
    );
    let page = vali.get(&format!("/room/{room}/"));
    assert!(page.body.contains(&format!("id=\"m{}\"", births[79].1)));
    assert_eq!(vali.post_json(&format!("/room/{room}/read/"), &[]).field(), "seq");
    assert_eq!(vali.post(&format!("/room/{room}/read/"), &[("seq", "1")]).location(), format!("/room/{room}/"));
}
