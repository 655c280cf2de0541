//! `/room/<id>/read/`, `/unread/`, `/readers/`, and what the list says of all that.

use serde_json::json;

use crate::support::TestServer;

#[test]
fn how_i_stand_is_the_same_at_every_door() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let mut post = |text| ali.post_json(&format!("/room/{room}/"), &[("content", text)]).value()["seq"].clone();
    let (first, last) = (post("bir"), post("@vali ikki"));
    let path = format!("/room/{room}/read/");
    let read = vali.post_json(&path, &[("seq", &first.to_string())]).value();
    let stand = json!({ "room_id": room, "seq": first, "unread": 1, "mentions": 1, "marks": 0, "as_of": last });
    assert_eq!(read, stand);
    assert_eq!(vali.get_json(&path).value(), stand);
    let listed = vali.get_json("/").value()["rooms"][0].clone();
    for (name, value) in [("read_seq", &first), ("unread", &json!(1)), ("mentions", &json!(1)), ("as_of", &last)] {
        assert_eq!(listed[name], *value, "{name}");
    }
    let item = format!(
        r#"data-room-id="{room}" data-seq="{last}" data-read-seq="{first}" data-unread="1" data-mentions="1" data-marks="0" data-last="{last}""#
    );
    assert!(vali.get("/").body.contains(&item));
    assert!(vali.get(&format!("/room/{room}/")).body.contains(&format!(r#"data-read-seq="{first}""#)));
}

#[test]
fn a_room_is_marked_as_unread_by_form_and_by_json_and_read_again() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/unread/");
    let offered = format!(r#"action="{path}"><button class="menu__item" name="on" value="1""#);
    assert!(ali.get(&format!("/room/{room}/")).body.contains(&offered));
    assert_eq!(ali.post(&path, &[("on", "1")]).location(), "/", "the list, and not back into the room");
    let page = ali.get("/").body;
    assert!(
        page.contains(r#"data-marks="1""#) && page.contains("aria-label=\"O&#39;qilmagan deb belgilangan\""),
        "{page}"
    );
    assert_eq!(ali.post_json(&path, &[("on", "0")]).value()["marks"], 2);
    assert_eq!(ali.post_json(&path, &[("on", "true")]).value()["marks"], 3);
    assert_eq!(ali.post_json(&format!("/room/{room}/read/"), &[("seq", "0")]).value()["marks"], 4);
    assert_eq!(
        (ali.post_json(&path, &[]).field(), ali.post_json(&path, &[("on", "x")]).field()),
        ("on".into(), "on".into())
    );
    let mut stranger = server.user("begona");
    assert_eq!(stranger.post_json(&path, &[("on", "1")]).status(), 404);
    assert_eq!(stranger.get_json(&format!("/room/{room}/read/")).status(), 404);
}

#[test]
fn ticks_and_readers_say_who_has_read_my_message() {
    let server = TestServer::start();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let seq = ali.post_json(&format!("/room/{room}/"), &[("content", "salom")]).value()["seq"].to_string();
    let path = format!("/room/{room}/readers/?seq={seq}");
    assert_eq!(ali.get_json(&path).value(), json!({ "readers": [], "more": 0 }));
    let page = ali.get(&format!("/room/{room}/")).body;
    let seen = format!(r#"data-seen="{seq}""#);
    assert!(page.contains("Saqlandi") && page.contains("data-seen=") && !page.contains(&seen));
    vali.post_json(&format!("/room/{room}/read/"), &[("seq", &seq)]);
    let readers = ali.get_json(&path).value()["readers"].clone();
    assert_eq!((&readers[0]["name"], &readers[0]["initials"]), (&json!("vali"), &json!("V")));
    assert!(readers[0]["user_id"].is_i64() && readers[0]["colour"].is_i64() && readers[1].is_null());
    let page = ali.get(&format!("/room/{room}/")).body;
    assert!(page.contains("icon--ticks") && page.contains(&seen));
    assert_eq!(ali.get_json("/").value()["rooms"][0]["seen"], true);
    assert_eq!(vali.get_json("/").value()["rooms"][0]["seen"], json!(null), "it is not theirs");
    assert_eq!(ali.get_json(&format!("/room/{room}/readers/")).field(), "seq");
    assert_eq!(server.user("begona").get_json(&path).status(), 404);
}
