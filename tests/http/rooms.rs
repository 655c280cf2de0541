//! `/`, `/create/`, `/room/<id>/` for those outside, `/join/`, `/leave/`, `/settings/`, `/delete-room/<id>/`.

use crate::support::TestServer;

#[test]
fn a_room_is_made_by_form_and_by_json() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let form = ali.get("/create/");
    assert!(form.body.contains("name=\"room_name\"") && form.body.contains("name=\"client_id\""), "{}", form.body);
    let reply = ali.post("/create/", &[("room_name", " Do'stlar ")]);
    assert_eq!(reply.status(), 303);
    let room = ali.get(reply.location());
    assert_eq!(room.status(), 200);
    assert!(room.body.contains("Do&#39;stlar"), "{}", room.body);
    let client_id = "018f0000-0000-7000-8000-000000000001";
    let form = [("room_name", "Ish <b>"), ("visibility", "private"), ("client_id", client_id)];
    let reply = ali.post_json("/create/", &form);
    assert_eq!(reply.status(), 201);
    assert_eq!(ali.post_json("/create/", &form).value(), reply.value(), "sent again it is the same room");
    let home = ali.get("/");
    assert!(home.body.contains("Ish &lt;b&gt;") && !home.body.contains("Ish <b>"));
    let rooms = ali.get_json("/").value();
    assert_eq!(rooms["rooms"].as_array().unwrap().len(), 2);
}

#[test]
fn a_form_with_a_bad_name_comes_back_with_what_was_typed() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    for name in ["", "ab", "a\u{202E}bc", &"a".repeat(101)] {
        let reply = ali.post("/create/", &[("room_name", name), ("visibility", "private")]);
        assert_eq!(reply.status(), 400, "{name:?}");
        assert!(reply.body.contains(&format!("value=\"{name}\"")), "{name:?}: {}", reply.body);
        let reply = ali.post_json("/create/", &[("room_name", name)]);
        assert_eq!((reply.status(), reply.field()), (400, "room_name".into()), "{name:?}");
    }
    let reply = ali.post_json("/create/", &[("room_name", "Do'stlar"), ("visibility", "secret")]);
    assert_eq!((reply.status(), reply.field()), (400, "visibility".into()));
}

#[test]
fn an_open_room_shows_a_stranger_its_name_and_no_message() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    ali.post_json(&format!("/room/{room}/"), &[("content", "maxfiy gap")]);
    assert!(vali.get("/").body.contains("Do&#39;stlar"), "listed among the open rooms");
    let page = vali.get(&format!("/room/{room}/"));
    assert_eq!(page.status(), 200);
    assert!(page.body.contains("Do&#39;stlar") && page.body.contains(&format!("/room/{room}/join/")));
    assert!(!page.body.contains("maxfiy gap"));
    for path in ["messages/", "members/"] {
        assert_eq!(vali.get_json(&format!("/room/{room}/{path}")).refusal(), (404, "not_found".into()), "{path}");
    }
    assert_eq!(vali.get_json(&format!("/room/{room}/settings/")).status(), 403);
    let facts = vali.get_json(&format!("/room/{room}/")).value();
    assert_eq!(
        (facts["role"].is_null(), facts["members"].as_i64(), facts["unread"].as_i64()),
        (true, Some(1), Some(0))
    );
    let reply = vali.post(&format!("/room/{room}/join/"), &[]);
    assert_eq!((reply.status(), reply.location()), (303, &*format!("/room/{room}/")));
    assert!(vali.get(&format!("/room/{room}/")).body.contains("maxfiy gap"));
    assert_eq!(vali.post_json(&format!("/room/{room}/join/"), &[]).status(), 200, "again is no error");
}

#[test]
fn a_private_room_and_an_absent_one_look_the_same_from_outside() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Maxfiy xona", "private");
    assert!(!vali.get("/").body.contains("Maxfiy xona"));
    for path in ["", "messages/", "members/", "settings/"] {
        let there = vali.get_json(&format!("/room/{room}/{path}"));
        assert_eq!(there.refusal(), (404, "not_found".into()), "{path}");
        assert_eq!(vali.get_json(&format!("/room/999999/{path}")).body, there.body, "{path}");
    }
    for path in ["", "join/", "leave/", "read/", "members/", "settings/"] {
        let form = [("content", "a"), ("seq", "1"), ("action", "add"), ("username", "vali"), ("room_name", "Yangi")];
        let there = vali.post_json(&format!("/room/{room}/{path}"), &form);
        assert_eq!(there.refusal(), (404, "not_found".into()), "{path}");
        assert_eq!(vali.post_json(&format!("/room/999999/{path}"), &form).body, there.body, "{path}");
    }
    assert_eq!(vali.post_json(&format!("/delete-room/{room}/"), &[]).refusal(), (404, "not_found".into()));
}

#[test]
fn settings_are_for_administrators_and_tell_the_room() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let settings = format!("/room/{room}/settings/");
    assert_eq!(vali.get_json(&settings).refusal(), (403, "forbidden".into()));
    assert_eq!(vali.post_json(&settings, &[("room_name", "Yangi nom")]).refusal(), (403, "forbidden".into()));
    let page = ali.get(&settings);
    assert!(page.body.contains("name=\"room_name\"") && page.body.contains("Do&#39;stlar"), "{}", page.body);
    let reply = ali.post(&settings, &[("room_name", "ab"), ("visibility", "private")]);
    assert_eq!(reply.status(), 400);
    assert!(reply.body.contains("value=\"ab\""));
    assert_eq!(ali.post(&settings, &[("room_name", "Yangi nom"), ("visibility", "private")]).status(), 303);
    let page = vali.get(&format!("/room/{room}/"));
    assert!(page.body.contains("Yangi nom") && page.body.contains("data-kind=\"system\""), "{}", page.body);
}

#[test]
fn the_last_to_leave_is_asked_and_takes_the_room_along() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let leave = format!("/room/{room}/leave/");
    let asked = vali.post(&leave, &[]);
    assert_eq!(asked.status(), 200, "a browser is asked first");
    assert!(asked.body.contains("name=\"confirm\""), "{}", asked.body);
    let reply = vali.post(&leave, &[("confirm", "1")]);
    assert_eq!((reply.status(), reply.location()), (303, "/"));
    assert_eq!(vali.get_json(&format!("/room/{room}/messages/")).status(), 404);
    for form in [&[][..], &[("confirm", "1")]] {
        assert_eq!(ali.post_json(&leave, form).refusal(), (403, "forbidden".into()), "the last one must say so");
    }
    assert_eq!(ali.post_json(&leave, &[("confirm", "last")]).status(), 200);
    assert_eq!(vali.get_json(&format!("/room/{room}/")).status(), 404);
    assert_eq!(ali.get_json(&format!("/room/{room}/")).status(), 404);
}

#[test]
fn who_was_asked_before_the_others_left_is_asked_again_before_the_room_goes() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let leave = format!("/room/{room}/leave/");
    assert!(ali.post(&leave, &[]).body.contains("name=\"confirm\" value=\"1\""));
    vali.post(&leave, &[("confirm", "1")]);
    let asked = ali.post(&leave, &[("confirm", "1")]);
    assert_eq!(asked.status(), 200, "nobody agreed to delete the room");
    assert!(asked.body.contains("name=\"confirm\" value=\"last\""), "{}", asked.body);
    assert_eq!(ali.get(&format!("/room/{room}/")).status(), 200);
    assert_eq!(ali.post(&leave, &[("confirm", "last")]).location(), "/");
    assert_eq!(ali.get(&format!("/room/{room}/")).status(), 404);
}

#[test]
fn a_room_is_deleted_by_its_owner_or_a_site_administrator_alone() {
    let server = TestServer::start();
    let (mut ali, mut vali, mut admin) = (server.user("ali"), server.user("vali"), server.admin());
    let first = ali.create_room("Birinchi", "open");
    let second = ali.create_room("Ikkinchi", "private");
    vali.post_json(&format!("/room/{first}/join/"), &[]);
    assert_eq!(vali.post_json(&format!("/delete-room/{first}/"), &[]).refusal(), (403, "forbidden".into()));
    let asked = ali.post(&format!("/delete-room/{first}/"), &[]);
    assert_eq!(asked.status(), 200, "a browser is asked first");
    assert_eq!(vali.get(&format!("/room/{first}/")).status(), 200);
    assert_eq!(ali.post(&format!("/delete-room/{first}/"), &[("confirm", "1")]).location(), "/");
    assert_eq!(vali.get_json(&format!("/room/{first}/")).status(), 404);
    assert_eq!(admin.get_json(&format!("/room/{second}/")).status(), 404, "no member, no look");
    assert_eq!(admin.post_json(&format!("/delete-room/{second}/"), &[]).status(), 200);
    assert_eq!(ali.get_json(&format!("/room/{second}/")).status(), 404);
}

#[test]
fn only_who_may_delete_a_room_is_asked_whether_they_are_sure() {
    let server = TestServer::start();
    let (mut ali, mut vali, mut admin) = (server.user("ali"), server.user("vali"), server.admin());
    let (open, hidden) = (ali.create_room("Ochiq xona", "open"), ali.create_room("Maxfiy xona", "private"));
    assert_eq!(vali.post(&format!("/delete-room/{open}/"), &[]).status(), 403, "no question that leads nowhere");
    assert_eq!(vali.post(&format!("/delete-room/{hidden}/"), &[]).status(), 404);
    let delete = format!("/delete-room/{hidden}/");
    let asked = admin.post(&delete, &[]);
    assert_eq!(asked.status(), 200);
    assert!(asked.body.contains("Maxfiy xona") && asked.body.contains("name=\"confirm\""), "{}", asked.body);
    assert!(!asked.body.contains(&format!("/room/{hidden}/")), "no way into a room that is not theirs");
    assert_eq!(admin.post(&delete, &[("confirm", "1")]).location(), "/");
    assert_eq!(ali.get(&format!("/room/{hidden}/")).status(), 404);
    assert_eq!(admin.post(&delete, &[]).status(), 404, "a deleted room has no name to show");
}

#[test]
fn the_right_pane_can_be_had_by_itself() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    ali.post_json(&format!("/room/{room}/"), &[("content", "salom")]);
    let whole = ali.get(&format!("/room/{room}/")).body;
    let pane = ali.get(&format!("/room/{room}/?pane=1")).body;
    assert!(pane.starts_with("<main class=\"room\" id=\"room\" data-title=\"Do&#39;stlar\""), "{pane}");
    assert!(pane.contains(&format!("data-room-id=\"{room}\"")) && pane.contains("data-text=\"salom\""), "{pane}");
    assert!(pane.ends_with("</main>\n") && !pane.contains("id=\"rooms\""), "the list is not in it: {pane}");
    let same = |page: &str| page.split("name=\"client_id\"").next().unwrap().to_owned();
    assert!(whole.contains(&same(&pane)), "it is the one of the page");
    let nothing = ali.get("/?pane=1").body;
    assert!(nothing.starts_with("<section class=\"room\" id=\"room\"") && !nothing.contains("id=\"rooms\""));
    assert!(ali.get("/").body.contains(nothing.trim_end()));
    assert!(!vali.get(&format!("/room/{room}/?pane=1")).body.contains("id=\"room\""), "who is to join sees a page");
    assert_eq!(vali.get("/room/999/?pane=1").status(), 404);
}
