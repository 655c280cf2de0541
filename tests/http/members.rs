//! `/room/<id>/members/`.

use actors::limits::READS_BURST;

use crate::support::{Client, TestServer};

fn act(client: &mut Client, room: i64, action: &str, username: &str) -> u16 {
    client.post_json(&format!("/room/{room}/members/"), &[("action", action), ("username", username)]).status()
}

#[test]
fn administrators_bring_in_promote_and_remove() {
    let server = TestServer::start();
    let (mut ali, mut vali, mut soli) = (server.user("ali"), server.user("vali"), server.user("soli"));
    let room = ali.create_room("Do'stlar", "private");
    let members = format!("/room/{room}/members/");
    assert_eq!(act(&mut ali, room, "add", "VALI"), 200);
    assert_eq!(act(&mut vali, room, "add", "soli"), 403);
    assert_eq!(act(&mut ali, room, "make_admin", "vali"), 200);
    assert_eq!(act(&mut vali, room, "add", "soli"), 200);
    assert_eq!(act(&mut vali, room, "remove", "ali"), 403, "nobody removes the owner");
    let list = soli.get_json(&members).value();
    let roles: Vec<_> = list["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["user"].as_str().unwrap(), m["role"].as_str().unwrap()))
        .collect();
    assert_eq!(roles, [("ali", "owner"), ("vali", "admin"), ("soli", "member")]);
    let page = soli.get(&members);
    assert!(page.body.contains("vali") && !page.body.contains("value=\"remove\""), "a member is offered nothing");
    assert!(ali.get(&members).body.contains("value=\"remove\""));
    assert_eq!(act(&mut ali, room, "make_owner", "vali"), 200);
    assert_eq!(act(&mut ali, room, "remove", "vali"), 403);
}

#[test]
fn a_removed_member_reads_and_writes_no_more_and_stays_barred() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let mine = vali.post_json(&format!("/room/{room}/"), &[("content", "salom")]).value()["message_id"].to_string();
    assert_eq!(act(&mut ali, room, "remove", "vali"), 200);
    let form = [("content", "yana"), ("seq", "1"), ("edit_message_id", &mine), ("edited_content", "boshqa")];
    assert_eq!(vali.post_json(&format!("/room/{room}/"), &form[..1]).status(), 404);
    assert_eq!(vali.post_json(&format!("/room/{room}/"), &form[2..]).status(), 404);
    assert_eq!(vali.post_json(&format!("/room/{room}/read/"), &form[1..2]).status(), 404);
    assert_eq!(vali.post_json(&format!("/delete-content/{mine}/all/"), &[]).status(), 404);
    for path in ["messages/", "messages/?since=0", "members/", "pictures/?before=9"] {
        assert_eq!(vali.get_json(&format!("/room/{room}/{path}")).status(), 404, "{path}");
    }
    assert_eq!(vali.post_json(&format!("/room/{room}/join/"), &[]).refusal(), (403, "forbidden".into()));
    assert_eq!(act(&mut ali, room, "add", "vali"), 200);
    assert_eq!(vali.get_json(&format!("/room/{room}/messages/")).status(), 200);
}

#[test]
fn a_name_that_nobody_has_comes_back_in_its_field() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "private");
    let members = format!("/room/{room}/members/");
    let reply = ali.post(&members, &[("action", "add"), ("username", "hechkim")]);
    assert_eq!(reply.status(), 404);
    assert!(reply.body.contains("value=\"hechkim\""), "{}", reply.body);
    let reply = ali.post_json(&members, &[("action", "add"), ("username", " ")]);
    assert_eq!((reply.refusal(), reply.field()), ((400, "empty".into()), "username".into()));
    let reply = ali.post_json(&members, &[("action", "crown"), ("username", "ali")]);
    assert_eq!((reply.refusal(), reply.field()), ((400, "bad_field".into()), "action".into()));
}

#[test]
fn the_names_that_begin_so_are_told_to_members_alone() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "private");
    assert_eq!(act(&mut ali, room, "add", "vali"), 200);
    let named = |client: &mut Client, prefix: &str| client.get_json(&format!("/room/{room}/members/?q={prefix}"));
    let found = named(&mut vali, "AL").value();
    assert_eq!((&found["members"][0]["user"], &found["more"]), (&"ali".into(), &false.into()));
    assert_eq!(found["members"][0]["initials"], "A");
    assert_eq!(named(&mut vali, "").value()["members"].as_array().unwrap().len(), 1, "everybody but me");
    assert_eq!(named(&mut server.user("gani"), "").refusal(), (404, "not_found".into()));
    let refused = (0..10 * READS_BURST).map(|_| named(&mut vali, "a")).find(|reply| reply.status() != 200);
    assert_eq!(refused.unwrap().refusal(), (429, "rate_limited".into()));
}
