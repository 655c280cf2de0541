//! `/delete-content/<message_id>/<type>/`.

use crate::support::TestServer;

#[test]
fn the_author_the_rooms_and_the_sites_administrators_erase_and_nobody_else() {
    let server = TestServer::start();
    let (mut ali, mut vali, mut soli) = (server.user("ali"), server.user("vali"), server.user("soli"));
    let mut admin = server.admin();
    let room = ali.create_room("Do'stlar", "open");
    for client in [&mut vali, &mut soli] {
        client.post_json(&format!("/room/{room}/join/"), &[]);
    }
    let mut stranger = server.user("begona");
    let mut post =
        |text| vali.post_json(&format!("/room/{room}/"), &[("content", text)]).value()["message_id"].to_string();
    let (one, two, three) = (post("bir"), post("ikki"), post("uch"));
    let all = |id: &str| format!("/delete-content/{id}/all/");
    assert_eq!(stranger.post_json(&all(&one), &[]).refusal(), (404, "not_found".into()));
    assert_eq!(soli.post_json(&all(&one), &[]).refusal(), (403, "forbidden".into()));
    assert_eq!(vali.post_json(&all(&one), &[]).status(), 200);
    assert_eq!(ali.post_json(&all(&two), &[]).status(), 200);
    assert_eq!(admin.post_json(&all(&three), &[]).status(), 200);
    let page = soli.get(&format!("/room/{room}/"));
    for (id, text) in [(one, ">bir<"), (two, ">ikki<"), (three, ">uch<")] {
        assert!(!page.body.contains(&format!("id=\"m{id}\"")) && !page.body.contains(text), "{text}");
    }
}

#[test]
fn what_is_gone_is_gone_and_what_never_was_is_not_there() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let id = ali.post_json(&format!("/room/{room}/"), &[("content", "bir")]).value()["message_id"].to_string();
    let file = ali.post_json(&format!("/delete-content/{id}/file/"), &[]);
    assert_eq!(file.refusal(), (400, "nothing_to_delete".into()));
    let gone = ali.post_json(&format!("/delete-content/{id}/text/"), &[]);
    assert_eq!((gone.status(), gone.value()["message_id"].to_string()), (200, id.clone()));
    let again = ali.post_json(&format!("/delete-content/{id}/all/"), &[]);
    assert_eq!((again.status(), &again.value()["seq"]), (200, &gone.value()["seq"]), "no new number");
    for path in [
        format!("/delete-content/{id}/everything/"),
        "/delete-content/abc/all/".to_owned(),
        "/delete-content/999999/all/".to_owned(),
        "/delete-content/99999999999999999999/all/".to_owned(),
    ] {
        assert_eq!(ali.post_json(&path, &[]).refusal(), (404, "not_found".into()), "{path}");
    }
    assert_eq!(ali.get_json(&format!("/delete-content/{id}/all/")).status(), 405, "a link deletes nothing");
}

#[test]
fn a_form_goes_back_to_the_room_or_to_its_own_next() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let mut post = || ali.post_json(&format!("/room/{room}/"), &[("content", "bir")]).value()["message_id"].to_string();
    let (one, two, three) = (post(), post(), post());
    let own = format!("/room/{room}/?before=7");
    for (id, next, to) in [
        (one, "", format!("/room/{room}/")),
        (two, &*own, own.clone()),
        (three, "//evil.example", format!("/room/{room}/")),
    ] {
        let reply = ali.post(&format!("/delete-content/{id}/all/"), &[("next", next)]);
        assert_eq!((reply.status(), reply.location()), (303, &*to));
    }
}

#[test]
fn a_quote_of_an_erased_message_shows_that_it_is_gone() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let parent = ali.post_json(&path, &[("content", "otasi gapirdi")]).value()["message_id"].to_string();
    ali.post_json(&path, &[("content", "bolasi"), ("reply_to", &parent)]);
    assert!(ali.get(&path).body.matches("otasi gapirdi").count() >= 2);
    ali.post_json(&format!("/delete-content/{parent}/all/"), &[]);
    let page = ali.get(&path);
    assert!(!page.body.contains("otasi gapirdi") && page.body.contains("bolasi"), "{}", page.body);
}

#[test]
fn a_page_says_whether_its_scripts_may_offer_to_erase_what_others_wrote() {
    let server = TestServer::start();
    let (mut ali, mut vali, mut admin) = (server.user("ali"), server.user("vali"), server.admin());
    let room = ali.create_room("Do'stlar", "open");
    for client in [&mut vali, &mut admin] {
        client.post_json(&format!("/room/{room}/join/"), &[]);
    }
    for (client, may) in [(&mut ali, true), (&mut vali, false), (&mut admin, true)] {
        let page = client.get(&format!("/room/{room}/")).body;
        assert_eq!(page.contains(" data-can-delete-messages"), may, "{page}");
    }
}
