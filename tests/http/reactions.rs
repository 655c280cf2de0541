//! `/react/<message_id>/`.

use crate::support::{Client, TestServer};

/// A room of ali with vali in it, and ali's message there: its address and the message's id.
fn room(server: &TestServer) -> (Client, Client, i64, String) {
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let id = ali.post_json(&format!("/room/{room}/"), &[("content", "salom")]).value()["message_id"].to_string();
    (ali, vali, room, id)
}

#[test]
fn a_reaction_is_acknowledged_and_everybody_reads_it_but_only_its_owner_as_their_own() {
    let server = TestServer::start();
    let (mut ali, mut vali, room, id) = room(&server);
    let react = format!("/react/{id}/");
    let client_id = crate::support::uuid();
    let done = vali.post_json(&react, &[("emoji", "❤"), ("on", "1"), ("client_id", &client_id)]);
    assert_eq!((done.status(), &done.value()["client_id"]), (200, &client_id.clone().into()));
    let again = vali.post_json(&react, &[("emoji", "❤️"), ("on", "true")]);
    assert_eq!(again.value()["seq"], done.value()["seq"], "what is so already takes no number");
    for (client, mine) in [(&mut vali, serde_json::json!(["❤️"])), (&mut ali, serde_json::Value::Null)] {
        for query in ["?limit=1".to_owned(), format!("?since={}", done.value()["seq"].as_i64().unwrap() - 1)] {
            let page = client.get_json(&format!("/room/{room}/messages/{query}")).value();
            let item = &page["items"][0];
            assert_eq!(item["mine"], mine, "{query}: {page}");
            assert!(item["html"].as_str().unwrap().contains("data-emoji=\"❤️\""), "{page}");
        }
        let page = client.get(&format!("/room/{room}/")).body;
        assert_eq!(page.contains("data-mine=\"❤️\""), mine != serde_json::Value::Null);
    }
    vali.post_json(&react, &[("emoji", "❤️"), ("on", "0")]);
    assert!(!ali.get(&format!("/room/{room}/")).body.contains("class=\"reaction\""));
}

#[test]
fn who_put_what_is_told_to_members() {
    let server = TestServer::start();
    let (mut ali, mut vali, _, id) = room(&server);
    let react = format!("/react/{id}/");
    assert_eq!(ali.get_json(&react).value()["reactions"], serde_json::json!([]));
    vali.post_json(&react, &[("emoji", "👍"), ("on", "1")]);
    for client in [&mut ali, &mut vali] {
        client.post_json(&react, &[("emoji", "❤️"), ("on", "1")]);
    }
    let told = vali.get_json(&react).value();
    let of =
        |n: usize| (&told["reactions"][n]["emoji"], &told["reactions"][n]["count"], &told["reactions"][n]["users"]);
    let names = |users: &serde_json::Value| {
        users.as_array().unwrap().iter().map(|user| user["name"].clone()).collect::<Vec<_>>()
    };
    let ((thumb, one, first), (heart, two, both)) = (of(0), of(1));
    assert_eq!((thumb, one, names(first)), (&"👍".into(), &1.into(), vec!["vali".into()]), "{told}");
    assert_eq!((heart, two, names(both)), (&"❤️".into(), &2.into(), vec!["ali".into(), "vali".into()]), "{told}");
    assert!(first[0]["initials"].is_string() && first[0]["colour"].is_number(), "{told}");
}

#[test]
fn what_is_no_reaction_is_refused_by_field() {
    let server = TestServer::start();
    let (_, mut vali, _, id) = room(&server);
    let react = format!("/react/{id}/");
    for (form, field) in [
        (vec![("emoji", "x"), ("on", "1")], "emoji"),
        (vec![("emoji", "👍👍"), ("on", "1")], "emoji"),
        (vec![("on", "1")], "emoji"),
        (vec![("emoji", "👍")], "on"),
        (vec![("emoji", "👍"), ("on", "maybe")], "on"),
    ] {
        let refused = vali.post_json(&react, &form);
        assert_eq!(refused.refusal(), (400, "bad_field".into()), "{form:?}");
        assert_eq!(refused.value()["error"]["field"], field, "{form:?}: {}", refused.body);
    }
    let mut stranger = server.user("begona");
    let form = [("emoji", "👍"), ("on", "1")];
    assert_eq!(stranger.post_json(&react, &form).refusal(), (404, "not_found".into()));
    assert_eq!(vali.post_json("/react/999999/", &form).refusal(), (404, "not_found".into()));
    assert_eq!(stranger.get_json(&react).refusal(), (404, "not_found".into()));
    assert_eq!(vali.get_json("/react/999999/").refusal(), (404, "not_found".into()));
}

#[test]
fn a_page_without_scripts_has_a_form_that_goes_back_to_the_message() {
    let server = TestServer::start();
    let (_, mut vali, room, id) = room(&server);
    let react = format!("/react/{id}/");
    assert!(vali.get(&format!("/room/{room}/")).body.contains(&format!("action=\"{react}\"")));
    let done = vali.post(&react, &[("emoji", "👍"), ("on", "1")]);
    assert_eq!(done.status(), 303);
    assert!(done.location().starts_with(&format!("/room/{room}/?around=")), "{}", done.location());
    assert!(done.location().ends_with(&format!("#m{id}")));
    assert!(vali.get(done.location()).body.contains("name=\"emoji\" value=\"👍\" aria-pressed=\"true\""));
}
