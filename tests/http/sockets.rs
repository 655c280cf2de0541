//! Both doors together: what is done by HTTP is live on sockets, and one command is one command by either.

use serde_json::json;

use crate::support::{PASSWORD, Socket, TestServer, uuid};

#[test]
fn what_is_done_by_form_is_live_on_the_socket() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    vali.post_json(&format!("{path}join/"), &[]);
    let mut page = Socket::view(&ali, room);
    let ack = vali.post_json(&path, &[("content", "salom")]).value();
    let id = ack["message_id"].to_string();
    let born = page.next("chat_message");
    assert_eq!((&born["message_id"], &born["seq"]), (&ack["message_id"], &ack["seq"]));
    assert_eq!((&born["message"], &born["user"]), (&json!("salom"), &json!("vali")));
    let html = ali.get_json(&format!("{path}messages/?limit=1")).value()["items"][0]["html"].clone();
    assert_eq!(born["html"], html, "one bubble for frames and pages");
    vali.post(&path, &[("edit_message_id", &id), ("edited_content", "xayr")]);
    let edited = page.next("message_edited");
    assert_eq!((&edited["message_id"], &edited["message"]), (&ack["message_id"], &json!("xayr")));
    vali.post(&format!("/delete-content/{id}/text/"), &[]);
    let gone = page.next("message_deleted");
    assert_eq!((&gone["message_id"], &gone["delete_type"]), (&ack["message_id"], &json!("all")));
    assert_eq!(gone["seq"].as_i64(), ack["seq"].as_i64().map(|seq| seq + 2));
}

#[test]
fn one_command_is_one_message_by_either_door() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let mut socket = Socket::view(&ali, room);
    let (one, two) = (uuid(), uuid());
    socket.send(&json!({ "type": "chat_message", "message": "bir", "client_id": one }));
    let ack = socket.next("ack");
    let again = ali.post_json(&path, &[("content", "bir"), ("client_id", &one)]);
    assert_eq!(again.status(), 200);
    for field in ["message_id", "seq", "client_id"] {
        assert_eq!(again.value()[field], ack[field], "{field}");
    }
    let first = ali.post_json(&path, &[("content", "ikki"), ("client_id", &two)]).value();
    socket.send(&json!({ "type": "chat_message", "message": "ikki", "client_id": two }));
    let ack = socket.next("ack");
    assert_eq!((&ack["message_id"], &ack["seq"]), (&first["message_id"], &first["seq"]));
    let page = ali.get_json(&format!("{path}messages/")).value();
    let written: Vec<_> = page["items"].as_array().unwrap().iter().filter(|i| !i["client_id"].is_null()).collect();
    assert_eq!(written.len(), 2, "{page}");
}

#[test]
fn who_is_removed_by_form_hears_no_more() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let mut socket = Socket::view(&vali, room);
    ali.post(&format!("/room/{room}/members/"), &[("action", "remove"), ("username", "vali")]);
    let gone = socket.next("room_gone");
    assert_eq!((gone["room_id"].as_i64(), &gone["reason"]), (Some(room), &json!("removed")));
    assert_eq!(socket.closed(), 4403);
    let socket = Socket::view(&ali, room);
    ali.post(&format!("/delete-room/{room}/"), &[("confirm", "1")]);
    assert_eq!(socket.closed(), 4403);
}

#[test]
fn logging_out_and_a_new_password_close_the_sockets_of_those_logins() {
    let server = TestServer::start();
    let (mut here, mut there, third) = (server.user("ali"), server.log_in("ali"), server.log_in("ali"));
    let sockets = [&here, &there, &third].map(|client| Socket::open(client, "/ws/").unwrap());
    let [mut mine, theirs, last] = sockets;
    there.post("/logout/", &[]);
    assert_eq!(theirs.closed(), 4401);
    let new = "shirin-anor-suvi-9";
    let form = [("old_password", PASSWORD), ("new_password", new), ("new_password_again", new)];
    assert_eq!(here.post("/account/password/", &form).status(), 303);
    assert_eq!(last.closed(), 4401);
    mine.send(&json!({ "type": "ping" }));
    mine.next("pong");
}

#[test]
fn reading_on_one_device_is_told_to_the_other() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let seq = ali.post_json(&format!("/room/{room}/"), &[("content", "salom")]).value()["seq"].clone();
    let mut socket = Socket::open(&vali, "/ws/").unwrap();
    socket.next("ready");
    vali.post_json(&format!("/room/{room}/read/"), &[("seq", &seq.to_string())]);
    let read = socket.next("read");
    assert_eq!((&read["seq"], &read["unread"], read["room_id"].as_i64()), (&seq, &json!(0), Some(room)));
}

#[test]
fn a_socket_that_may_not_be_is_refused_before_it_is_one() {
    let server = TestServer::start();
    let (mut ali, vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/ws/chat/{room}/");
    let refused = |opened: Result<Socket, (u16, String)>| opened.err().unwrap();
    assert_eq!(refused(Socket::open(&server.client(), &path)), (401, "not_signed_in".into()));
    assert_eq!(refused(Socket::open(&vali, &path)), (403, "forbidden".into()));
    assert_eq!(refused(Socket::open(&vali, "/ws/chat/999999/")), (403, "forbidden".into()), "absent looks the same");
    assert_eq!(refused(Socket::open_from(&ali, &path, "https://evil.example")), (403, "foreign_origin".into()));
    assert_eq!(refused(Socket::open(&ali, "/room/1/")), (404, "not_found".into()));
    assert_eq!(refused(Socket::open(&ali, "/ws/chat/x/")), (404, "not_found".into()));
    let mut forged = server.client();
    forged.set_cookie("session", &format!("{}x", ali.cookie("session").unwrap()));
    assert_eq!(refused(Socket::open(&forged, &path)).0, 401);
    assert!(Socket::open(&ali, &path).is_ok());
}
