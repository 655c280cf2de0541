//! `POST /room/<id>/`: the door beside the socket.

use ureq::http::Method;

use crate::support::{Client, TestServer, uuid};

fn texts(client: &mut Client, room: i64) -> Vec<String> {
    let page = client.get_json(&format!("/room/{room}/messages/?limit=200")).value();
    let items = page["items"].as_array().unwrap().clone();
    let text = |html: &str| html.split("data-text=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    items.iter().filter_map(|item| text(item["html"].as_str().unwrap())).collect()
}

#[test]
fn a_program_is_acknowledged_with_the_number_and_a_repeat_changes_nothing() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let (path, client_id) = (format!("/room/{room}/"), uuid());
    let form = [("content", " salom\r\ndunyo "), ("client_id", &client_id)];
    let first = ali.post_json(&path, &form);
    assert_eq!(first.status(), 201);
    let ack = first.value();
    assert_eq!(ack["client_id"], client_id);
    assert!(ack["message_id"].is_i64() && ack["seq"].as_i64() == Some(2), "{ack}: the room's making is 1");
    let again = ali.post_json(&path, &form);
    assert_eq!((again.status(), again.value()), (200, ack));
    assert_eq!(texts(&mut ali, room), ["salom\ndunyo"]);
    assert_eq!(ali.post_json(&path, &[("content", "boshqa")]).value()["seq"], 3);
}

#[test]
fn one_command_sent_many_times_at_once_is_one_message() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let client_id = uuid();
    let acks: Vec<_> = std::thread::scope(|scope| {
        let posts: Vec<_> = (0..8)
            .map(|_| {
                let (mut ali, client_id) = (ali.clone(), client_id.clone());
                scope.spawn(move || {
                    let reply =
                        ali.post_json(&format!("/room/{room}/"), &[("content", "bir"), ("client_id", &client_id)]);
                    (reply.status(), reply.value())
                })
            })
            .collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    assert_eq!(acks.iter().filter(|(status, _)| *status == 201).count(), 1, "{acks:?}");
    assert!(acks.iter().all(|(status, ack)| matches!(status, 200 | 201) && *ack == acks[0].1), "{acks:?}");
    assert_eq!(texts(&mut ali, room), ["bir"]);
}

#[test]
fn a_used_client_id_names_no_other_command() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let (one, two) = (ali.create_room("Birinchi", "open"), ali.create_room("Ikkinchi", "open"));
    let client_id = uuid();
    let ack = ali.post_json(&format!("/room/{one}/"), &[("content", "bir"), ("client_id", &client_id)]).value();
    let reply = ali.post_json(&format!("/room/{two}/"), &[("content", "bir"), ("client_id", &client_id)]);
    assert_eq!(reply.refusal(), (409, "client_id_reused".into()));
    let id = ack["message_id"].to_string();
    let edit = [("edit_message_id", &*id), ("edited_content", "ikki"), ("client_id", &client_id)];
    assert_eq!(ali.post_json(&format!("/room/{one}/"), &edit).refusal(), (409, "client_id_reused".into()));
    assert_eq!(texts(&mut ali, one), ["bir"]);
}

#[test]
fn a_form_comes_back_to_its_message() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let reply = ali.post(&path, &[("content", "salom"), ("client_id", &uuid()), ("reply_to", "")]);
    assert_eq!(reply.status(), 303);
    let (page, anchor) = reply.location().split_once('#').unwrap();
    assert!(page.starts_with(&path));
    assert!(ali.get(page).body.contains(&format!("id=\"{anchor}\"")));
    let id = anchor.strip_prefix('m').unwrap();
    let reply = ali.post(&path, &[("edit_message_id", id), ("edited_content", "xayr")]);
    assert_eq!(reply.status(), 303);
    assert!(reply.location().ends_with(&format!("#{anchor}")), "{}", reply.location());
    assert_eq!(texts(&mut ali, room), ["xayr"]);
}

#[test]
fn the_text_parts_of_a_multipart_form_are_the_same_form() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let part = |disposition: &str, body: &str| {
        format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{body}\r\n")
    };
    let kind = "multipart/form-data; boundary=x";
    let text = part("name=\"content\"", "salom + dunyo");
    let empty = part("name=\"file\"; filename=\"\"\r\nContent-Type: application/octet-stream", "");
    let body = format!("{text}{empty}--x--\r\n");
    assert_eq!(ali.call(Method::POST, &path).json().body(kind, body).send().status(), 201);
    let reply = ali.call(Method::POST, &path).json().body(kind, format!("{text}--x")).send();
    assert_eq!(reply.refusal(), (400, "bad_field".into()), "cut off");
    assert_eq!(texts(&mut ali, room), ["salom + dunyo"]);
}

#[test]
fn a_refused_field_is_named_and_nothing_is_stored() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    let other = vali.create_room("Boshqa", "open");
    let foreign = vali.post_json(&format!("/room/{other}/"), &[("content", "a")]).value()["message_id"].to_string();
    let path = format!("/room/{room}/");
    let long = "ў".repeat(10_001);
    for (form, status, code, field) in [
        (vec![("content", "")], 400, "empty", "content"),
        (vec![("content", " \r\n ")], 400, "empty", "content"),
        (vec![], 400, "empty", "content"),
        (vec![("content", &*long)], 400, "too_long", "content"),
        (vec![("content", "a"), ("reply_to", "abc")], 400, "bad_field", "reply_to"),
        (vec![("content", "a"), ("reply_to", "99999999999999999999")], 400, "bad_field", "reply_to"),
        (vec![("content", "a"), ("client_id", "7")], 400, "bad_field", "client_id"),
        (vec![("content", "a"), ("reply_to", "999999")], 400, "bad_reply", "no field"),
        (vec![("content", "a"), ("reply_to", &*foreign)], 400, "bad_reply", "no field"),
        (vec![("edit_message_id", ""), ("edited_content", "a")], 400, "bad_field", "edit_message_id"),
        (vec![("edit_message_id", &*foreign), ("edited_content", "a")], 404, "not_found", "no field"),
    ] {
        let reply = ali.post_json(&path, &form);
        let field_told = reply.field();
        assert_eq!(reply.refusal(), (status, code.to_owned()), "{:?}", form.first());
        assert!(field == "no field" || field_told == field, "{field_told} for {field}");
    }
    let reply =
        ali.call(Method::POST, &path).json().body("application/x-www-form-urlencoded", b"content=%FF".to_vec()).send();
    assert_eq!(reply.refusal(), (400, "bad_field".into()), "not UTF-8");
    let huge = "a".repeat(256 * 1024 + 1);
    assert_eq!(ali.post_json(&path, &[("content", &huge)]).refusal(), (413, "too_large".into()));
    let reply = ali.call(Method::POST, &path).json().body("application/json", "{\"content\":\"a\"}").send();
    assert_eq!(reply.refusal(), (415, "unsupported".into()));
    assert!(texts(&mut ali, room).is_empty());
}

#[test]
fn a_refused_form_keeps_what_was_typed_in_the_composer() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let client_id = uuid();
    let reply =
        ali.post(&path, &[("content", "uzoq <yozilgan> gap"), ("reply_to", "999999"), ("client_id", &client_id)]);
    assert_eq!(reply.status(), 400);
    assert!(reply.body.contains("uzoq &lt;yozilgan&gt; gap</textarea>"), "{}", reply.body);
    assert!(reply.body.contains(&client_id), "sent again it is the same command");
    let mine = ali.post_json(&path, &[("content", "eski")]).value()["message_id"].to_string();
    let long = "b".repeat(10_001);
    let reply = ali.post(&path, &[("edit_message_id", &mine), ("edited_content", &long)]);
    assert_eq!(reply.status(), 400);
    assert!(reply.body.contains(&format!("{long}</textarea>")) && reply.body.contains("edited_content"));
}

#[test]
fn only_the_author_changes_a_text_and_the_same_text_is_no_change() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let path = format!("/room/{room}/");
    let id = ali.post_json(&path, &[("content", "salom")]).value()["message_id"].to_string();
    let edit = |text| [("edit_message_id", id.clone()), ("edited_content", String::from(text))];
    let post = |client: &mut Client, text| {
        let form = edit(text);
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        client.post_json(&path, &form)
    };
    assert_eq!(post(&mut vali, "buzildi").refusal(), (403, "forbidden".into()));
    let before = ali.get_json(&format!("{path}messages/")).value()["seq"].clone();
    assert_eq!(post(&mut ali, "salom").status(), 200);
    assert_eq!(ali.get_json(&format!("{path}messages/")).value()["seq"], before);
    assert_eq!(post(&mut ali, "xayr").status(), 200);
    assert_eq!(post(&mut ali, " ").refusal(), (400, "empty".into()));
    assert_eq!(texts(&mut ali, room), ["xayr"]);
    assert_eq!(ali.post_json(&format!("/delete-content/{id}/all/"), &[]).status(), 200);
    assert_eq!(post(&mut ali, "tirildi").refusal(), (404, "not_found".into()));
}

#[test]
fn posts_are_counted_and_the_next_one_waits() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let refused =
        (0..100).map(|_| ali.post_json(&path, &[("content", "a")])).find(|reply| reply.status() != 201).unwrap();
    assert_eq!(refused.refusal(), (429, "rate_limited".into()));
    assert!(refused.header("retry-after").is_some());
    let form = ali.post(&path, &[("content", "saqlansin")]);
    assert!(form.status() == 303 || form.body.contains("saqlansin</textarea>"), "{} {}", form.status, form.body);
}

#[test]
fn an_ended_login_and_another_site_write_nothing() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let mut other = ali.clone();
    let reply =
        ali.call(Method::POST, &path).json().form(&[("content", "a")]).header("sec-fetch-site", "cross-site").send();
    assert_eq!(reply.refusal(), (403, "foreign_origin".into()));
    let reply = ali
        .call(Method::POST, &path)
        .json()
        .form(&[("content", "a")])
        .without("sec-fetch-site")
        .header("origin", "https://evil.example")
        .send();
    assert_eq!(reply.refusal(), (403, "foreign_origin".into()));
    let reply =
        ali.call(Method::POST, &path).form(&[("content", "a")]).without("sec-fetch-site").without("origin").send();
    assert_eq!(reply.status(), 403);
    ali.post("/logout/", &[]);
    assert_eq!(other.post_json(&path, &[("content", "a")]).refusal().0, 401);
    let mut ali = server.log_in("ali");
    assert!(texts(&mut ali, room).is_empty());
}
