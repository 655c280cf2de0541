//! A whole visit without JavaScript: links and forms alone, as they stand on the pages.

use crate::support::TestServer;

/// The value of the hidden field `name` on a page.
fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
    let tag = &page[page[..at].rfind('<').unwrap()..];
    let tag = &tag[..tag.find('>').unwrap()];
    tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[test]
fn people_read_post_reply_edit_delete_and_page_without_scripts() {
    let server = TestServer::start_unlimited();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let form = ali.get("/create/").body;
    let client_id = hidden(&form, "client_id");
    let room = ali.post("/create/", &[("room_name", "Do'stlar"), ("client_id", &client_id)]);
    let room = room.location().to_owned();
    assert!(vali.get("/").body.contains(&format!("href=\"{room}\"")), "a link to the open room");
    vali.post(&format!("{room}join/"), &[]);
    let page = vali.get(&room).body;
    assert!(page.contains(&format!("action=\"{room}\"")), "{page}");
    let post = [("content", "salom, **Ali**!"), ("client_id", &*hidden(&page, "client_id")), ("reply_to", "")];
    let at = vali.post(&room, &post);
    let id = at.location().split_once("#m").unwrap().1.to_owned();
    let again = vali.post(&room, &post);
    assert_eq!(again.location(), at.location(), "a form sent twice is one message");

    let page = ali.get(&room).body;
    assert!(page.contains("<strong>Ali</strong>"), "{page}");
    let link = format!("{room}?reply={id}");
    assert!(page.contains(&format!("?reply={id}")), "{page}");
    let page = ali.get(&link).body;
    assert_eq!(hidden(&page, "reply_to"), id);
    ali.post(&room, &[("content", "vaalaykum"), ("client_id", &hidden(&page, "client_id")), ("reply_to", &id)]);
    assert!(vali.get(&room).body.contains(&format!("data-quote=\"{id}\"")));

    let page = vali.get(&format!("{room}?edit={id}")).body;
    assert_eq!(hidden(&page, "edit_message_id"), id);
    assert!(page.contains("salom, **Ali**!</textarea>"), "{page}");
    vali.post(&room, &[("edit_message_id", &id), ("edited_content", "assalom")]);
    let page = ali.get(&room).body;
    assert!(page.contains("assalom") && !page.contains("<strong>Ali</strong>") && page.contains("data-edited"));
    assert_eq!(
        hidden(&ali.get(&format!("{room}?edit={id}")).body, "reply_to"),
        "",
        "another's text is not mine to edit"
    );

    let page = ali.get(&room).body;
    let seen = hidden(&page, "seen");
    for text in 0..60 {
        ali.post(&room, &[("content", &format!("gap {text}.")), ("seen", &seen)]);
    }
    let newest = ali.get(&room).body;
    assert!(newest.contains("data-text=\"gap 59.\"") && !newest.contains("data-text=\"gap 0.\""));
    let older = newest.split("?before=").nth(1).and_then(|rest| rest.split(['"', '#', '&']).next()).unwrap();
    let page = ali.get(&format!("{room}?before={older}")).body;
    assert!(page.contains("data-text=\"gap 0.\"") && page.contains("assalom") && page.contains("?after="), "{page}");

    let page = vali.get(&room).body;
    assert!(
        page.contains("data-text=\"gap 0.\"") && !page.contains("data-text=\"gap 59.\""),
        "opens at the first unread"
    );
    let mut page = page;
    for _ in 0..3 {
        let seen = hidden(&page, "seq");
        assert_eq!(vali.post(&format!("{room}read/"), &[("seq", &seen)]).location(), room);
        page = vali.get(&room).body;
    }
    assert!(page.contains("data-text=\"gap 59.\"") && !page.contains("name=\"seq\""), "everything is read: {page}");

    assert!(vali.get(&format!("{room}?around=1")).body.contains(&format!("action=\"/delete-content/{id}/all/\"")));
    assert_eq!(vali.post(&format!("/delete-content/{id}/all/"), &[]).location(), room);
    assert!(!ali.get(&format!("{room}?around=1")).body.contains("assalom"));
    assert_eq!(vali.post("/logout/", &[]).status(), 303);
}
