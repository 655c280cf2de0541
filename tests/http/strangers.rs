//! Whoever has no business in a room learns nothing of it and changes nothing in it: every answer is that of a room that is not there.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use ureq::http::Method;

use crate::support::{Client, Multipart, Reply, Socket, TestServer};

/// An id that nobody has.
const ABSENT: i64 = 7_654_321;
const SECRET: &str = "yashirin gap";

/// A room and what is in it.
#[derive(Clone, Copy)]
struct Place {
    room: i64,
    message: i64,
    seq: i64,
}

impl Place {
    /// A message in a room of `owner`, with a file.
    fn make(owner: &mut Client, visibility: &str) -> Self {
        let room = owner.create_room("Do'stlar", visibility);
        let form = Multipart::default().text("content", SECRET).file("rasm.txt", b"a");
        let posted = owner.upload(&format!("/room/{room}/"), form).value();
        Self { room, message: posted["message_id"].as_i64().unwrap(), seq: posted["seq"].as_i64().unwrap() }
    }

    /// Nowhere, seen from here.
    fn absent(self) -> Self {
        Self { room: ABSENT, message: ABSENT, ..self }
    }

    fn gets(self) -> Vec<String> {
        let Self { room, message, seq } = self;
        let below = [
            "?pane=1".to_owned(),
            format!("?reply={message}"),
            format!("?around={seq}"),
            "messages/".to_owned(),
            "messages/?since=0".to_owned(),
            format!("messages/?around={seq}&limit=1"),
            "read/".to_owned(),
            format!("readers/?seq={seq}"),
            "readers/?seq=9223372036854775807".to_owned(),
            "members/".to_owned(),
            "members/?q=al".to_owned(),
            "settings/".to_owned(),
        ];
        let files = ["download", "thumbnail"].map(|kind| format!("/{kind}/{message}/1/"));
        below.into_iter().map(|path| format!("/room/{room}/{path}")).chain(files).collect()
    }

    fn posts(self) -> Vec<(String, Vec<(&'static str, String)>)> {
        let Self { room, message, seq } = self;
        let (seq, id) = (("seq", seq.to_string()), message.to_string());
        let (on, emoji) = (("on", "1".to_owned()), ("emoji", "👍".to_owned()));
        let text = |name| (name, "salom".to_owned());
        let member = vec![("action", "add".to_owned()), ("username", "begona".to_owned())];
        let room = |path: &str| format!("/room/{room}/{path}");
        vec![
            (room(""), vec![text("content")]),
            (room(""), vec![text("content"), ("reply_to", id.clone())]),
            (room(""), vec![("edit_message_id", id.clone()), text("edited_content")]),
            (room("read/"), vec![seq]),
            (room("unread/"), vec![on.clone()]),
            (room("unread/"), vec![("on", "0".to_owned())]),
            (room("leave/"), vec![("confirm", "1".to_owned())]),
            (room("members/"), member),
            (room("settings/"), vec![("room_name", "Meniki".to_owned()), ("visibility", "open".to_owned())]),
            (format!("/react/{id}/"), vec![emoji.clone(), on]),
            (format!("/react/{id}/"), vec![emoji, ("on", "0".to_owned())]),
            (format!("/delete-content/{id}/all/"), Vec::new()),
            (format!("/delete-content/{id}/file/"), Vec::new()),
            (format!("/delete-room/{}/", self.room), vec![("confirm", "1".to_owned())]),
        ]
    }

    /// An answer without what was asked for, which the asker knows anyway.
    fn told(self, reply: &Reply) -> (u16, BTreeSet<(String, String)>, String) {
        let Self { room, message, .. } = self;
        let is_told = |name: &str| !matches!(name, "date" | "content-length");
        let forget = |text: &str| {
            let text = text.replace(&format!("room/{room}"), "room/N").replace(&format!("room%2F{room}"), "room%2FN");
            let kinds = [
                "react/",
                "download/",
                "thumbnail/",
                "delete-content/",
                "reply=",
                "reply%3D",
                "download%2F",
                "thumbnail%2F",
            ];
            kinds.iter().fold(text, |text, kind| text.replace(&format!("{kind}{message}"), &format!("{kind}N")))
        };
        let headers = reply.headers.iter().filter(|(name, _)| is_told(name.as_str()));
        let headers = headers.map(|(name, value)| (name.to_string(), forget(value.to_str().unwrap())));
        (reply.status(), headers.collect(), forget(&reply.body))
    }
}

/// Asks everything about a place and about nowhere, as a program and as a browser.
fn assert_told_nothing(who: &mut Client, place: Place) {
    let nowhere = place.absent();
    for (real, absent) in place.gets().into_iter().zip(nowhere.gets()) {
        for accepted in ["application/json", "text/html"] {
            let mut ask = |path: &str| who.call(Method::GET, path).header("accept", accepted).send();
            let (real_reply, absent_reply) = (ask(&real), ask(&absent));
            assert!(!real_reply.status.is_success(), "{real}: {}", real_reply.body);
            assert_eq!(place.told(&real_reply), nowhere.told(&absent_reply), "GET {real} {accepted}");
        }
    }
    for ((real, form), (absent, absent_form)) in place.posts().into_iter().zip(nowhere.posts()) {
        for accepted in ["application/json", "text/html"] {
            let mut ask = |path: &str, form: &[(&str, String)]| {
                let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
                who.call(Method::POST, path).header("accept", accepted).form(&form).send()
            };
            let (real_reply, absent_reply) = (ask(&real, &form), ask(&absent, &absent_form));
            assert!(!real_reply.status.is_success(), "{real}: {}", real_reply.body);
            assert_eq!(place.told(&real_reply), nowhere.told(&absent_reply), "POST {real} {form:?} {accepted}");
        }
    }
}

#[test]
fn a_room_and_its_messages_are_as_absent_for_outsiders_leavers_and_guests() {
    let server = TestServer::start_unlimited();
    let (mut ali, mut vali, mut begona) = (server.user("ali"), server.user("vali"), server.user("begona"));
    begona.create_room("O'zimniki", "open");
    let closed = Place::make(&mut ali, "private");
    let open = Place::make(&mut ali, "open");
    let before = ali.get_json(&format!("/room/{}/messages/?since=0", closed.room)).body;
    vali.post_json(&format!("/room/{}/join/", open.room), &[]);
    vali.post_json(&format!("/react/{}/", open.message), &[("emoji", "🔥"), ("on", "1")]);
    vali.post_json(&format!("/room/{}/leave/", open.room), &[]);
    for who in [&mut begona, &mut vali] {
        assert_told_nothing(who, closed);
        let joined = who.post_json(&format!("/room/{}/join/", closed.room), &[]);
        assert_eq!(joined.refusal(), (404, "not_found".into()));
    }
    assert_told_nothing(&mut server.client(), closed);
    let after = ali.get_json(&format!("/room/{}/messages/?since=0", closed.room)).body;
    assert_eq!(after, before, "and nothing happened");

    // An open room shows its name and nothing of what is in it.
    for path in open.gets() {
        for accepted in ["application/json", "text/html"] {
            let reply = vali.call(Method::GET, &path).header("accept", accepted).send();
            assert!(!reply.body.contains(SECRET) && !reply.body.contains("rasm.txt"), "{path}: {}", reply.body);
        }
    }
    for (path, form) in open.posts() {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = vali.post_json(&path, &form);
        assert!(matches!(refused.status(), 403 | 404), "{path}: {}", refused.body);
    }
    let page = ali.get_json(&format!("/room/{}/messages/", open.room)).body;
    assert!(page.contains("🔥") && page.contains(SECRET), "what a leaver put there they cannot take away: {page}");
}

#[test]
fn a_message_of_another_room_cannot_be_brought_into_ones_own() {
    let server = TestServer::start_unlimited();
    let (mut ali, mut begona) = (server.user("ali"), server.user("begona"));
    let closed = Place::make(&mut ali, "private");
    let mine = begona.create_room("O'zimniki", "open");
    for id in [closed.message, ABSENT] {
        let id = id.to_string();
        for query in ["reply", "edit"] {
            let page = begona.get(&format!("/room/{mine}/?{query}={id}"));
            assert!(page.status() == 200 && !page.body.contains(SECRET), "{query}: {}", page.body);
        }
        let path = format!("/room/{mine}/");
        let answered = begona.post_json(&path, &[("content", "a"), ("reply_to", &id)]);
        assert_eq!(answered.refusal(), (400, "bad_reply".into()));
        let edited = begona.post_json(&path, &[("edit_message_id", &id), ("edited_content", "a")]);
        assert_eq!(edited.refusal(), (404, "not_found".into()));
    }
}

#[test]
fn a_socket_says_of_a_closed_room_what_it_says_of_none() {
    let server = TestServer::start_unlimited();
    let (mut ali, mut begona) = (server.user("ali"), server.user("begona"));
    let closed = Place::make(&mut ali, "private");
    begona.create_room("O'zimniki", "open");
    let mut socket = Socket::open(&begona, "/ws/").unwrap();
    socket.next("ready");
    let frames = |Place { room, message, seq }: Place| {
        [
            json!({ "type": "view", "room_id": room }),
            json!({ "type": "view", "room_id": room, "after": seq }),
            json!({ "type": "chat_message", "room_id": room, "message": "salom" }),
            json!({ "type": "react", "message_id": message, "emoji": "👍", "on": true }),
            json!({ "type": "react", "room_id": room, "message_id": message, "emoji": "👍", "on": false }),
            json!({ "type": "edit_message", "message_id": message, "message": "salom" }),
            json!({ "type": "delete_message", "message_id": message, "delete_type": "all" }),
            json!({ "type": "read", "room_id": room, "seq": seq }),
            json!({ "type": "mark_unread", "room_id": room, "on": true }),
        ]
    };
    for (real, absent) in frames(closed).into_iter().zip(frames(closed.absent())) {
        let mut said = [real, absent].map(|frame| {
            socket.send(&frame);
            (frame, socket.next("error"))
        });
        for (_, error) in &mut said {
            error["room_id"] = Value::Null;
        }
        let [(real, told), (_, nothing)] = said;
        assert_eq!(told, nothing, "{real}");
        assert!(matches!(told["code"].as_str(), Some("not_found" | "forbidden")), "{real}: {told}");
    }
}

#[test]
fn what_is_no_emoji_is_refused_however_long_and_odd_it_is() {
    let server = TestServer::start_unlimited();
    let mut ali = server.user("ali");
    let place = Place::make(&mut ali, "private");
    let path = format!("/react/{}/", place.message);
    let zalgo = format!("Z{}", "\u{0301}\u{0327}\u{0489}".repeat(500));
    let (long, joined) = ("👍".repeat(25_000), ["👍"; 1_000].join("\u{200d}"));
    let odd =
        ["", " ", "👍 ", "a", "<img>", "👍\u{0}", "\u{202e}👍", "👍\u{0301}", "\u{1b}[2J", &zalgo, &long, &joined];
    let mut socket = Socket::view(&ali, place.room);
    for emoji in odd {
        let start: String = emoji.chars().take(9).collect();
        let refused = ali.post_json(&path, &[("emoji", emoji), ("on", "1")]);
        assert!(matches!(refused.status(), 400 | 413), "{start:?}: {}", refused.body);
        assert!(!refused.body.contains("👍"), "{start:?} is not repeated: {}", refused.body);
        socket.send(&json!({ "type": "react", "message_id": place.message, "emoji": emoji, "on": true }));
        assert_eq!(socket.next("error")["code"], "bad_field", "{start:?}");
    }
    for id in ["-1", "0", "9223372036854775807", "9223372036854775808", "1e3", "%00"] {
        let refused = ali.post_json(&format!("/react/{id}/"), &[("emoji", "👍"), ("on", "1")]);
        assert_eq!(refused.refusal(), (404, "not_found".into()), "{id}");
    }
    for id in [json!(-1), json!(i64::MAX), json!(1.5), json!("1"), json!(null), json!([1])] {
        socket.send(&json!({ "type": "react", "message_id": id, "emoji": "👍", "on": true }));
        let code = socket.next("error")["code"].clone();
        assert!(matches!(code.as_str(), Some("not_found" | "bad_field" | "bad_json")), "{id}: {code}");
    }
    socket.send(&json!({ "type": "react", "message_id": place.message, "emoji": "👍", "on": true }));
    assert_eq!(socket.next("reaction")["count"], 1, "and the socket goes on");
    ali.post_json(&format!("/delete-content/{}/all/", place.message), &[]);
    for on in ["1", "0"] {
        let late = ali.post_json(&path, &[("emoji", "👍"), ("on", on)]);
        assert_eq!(late.refusal(), (404, "not_found".into()), "what is deleted is as absent");
    }
}

#[test]
fn numbers_of_reading_are_only_ever_births_of_the_room() {
    let server = TestServer::start_unlimited();
    let mut ali = server.user("ali");
    let place = Place::make(&mut ali, "private");
    let path = format!("/room/{}/read/", place.room);
    let far = ali.post_json(&path, &[("seq", "9223372036854775807")]).value();
    assert_eq!(far["seq"], place.seq, "nobody has read what is not written");
    assert_eq!(ali.post_json(&path, &[("seq", "0")]).value()["seq"], place.seq, "nor less than they had");
    for seq in ["-1", "9223372036854775808", "1.5", "", "NaN"] {
        assert_eq!(ali.post_json(&path, &[("seq", seq)]).field(), "seq", "{seq}");
        let readers = format!("/room/{}/readers/?seq={seq}", place.room);
        assert_eq!(ali.get_json(&readers).field(), "seq", "{seq}");
    }
    for seq in [0, place.seq + 1, i64::MAX] {
        let readers = ali.get_json(&format!("/room/{}/readers/?seq={seq}", place.room));
        assert_eq!(readers.refusal(), (404, "not_found".into()), "{seq}");
    }
    ali.post_json(&format!("/delete-content/{}/all/", place.message), &[]);
    let readers = ali.get_json(&format!("/room/{}/readers/?seq={}", place.room, place.seq));
    assert_eq!(readers.refusal(), (404, "not_found".into()), "a deleted message has no readers");
}

#[test]
fn a_flood_of_reactions_is_refused_at_both_doors_together() {
    let server = TestServer::start_as(|config| {
        config.limits.posts_per_second = 1;
        config.limits.posts_burst = 40;
    });
    let mut ali = server.user("ali");
    let place = Place::make(&mut ali, "private");
    let mut socket = Socket::view(&ali, place.room);
    // More than were ever let through in the time that this may take.
    for n in 0..150 {
        let react = json!({ "type": "react", "message_id": place.message, "emoji": "👍", "on": n % 2 == 0 });
        socket.send(&react);
    }
    assert_eq!(socket.next("error")["code"], "rate_limited");
    let path = format!("/react/{}/", place.message);
    let refused = |client: &mut Client| client.post_json(&path, &[("emoji", "👍"), ("on", "1")]).status() == 429;
    assert!((0..200).any(|_| refused(&mut ali)), "the form counts with the socket");
}
