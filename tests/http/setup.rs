//! The first run: nothing but the one-time link until there is an administrator.

use crate::support::{PASSWORD, TestServer};

#[test]
fn without_an_administrator_every_page_says_open_the_link() {
    let server = TestServer::start_bare();
    let mut client = server.client();
    let closed = client.get("/");
    assert!(!closed.body.contains("name=\"password\""), "{}", closed.body);
    for path in ["/", "/login/", "/create/", "/room/1/", "/absent/"] {
        let reply = client.get(path);
        assert_eq!((reply.status(), &reply.body), (503, &closed.body), "{path}");
    }
    assert_eq!(client.post("/login/", &[("username", "a"), ("password", "b")]).status(), 503);
    assert_eq!(client.get_json("/").status(), 503);
    assert_eq!(client.get("/healthz/").status(), 200);
    assert_eq!(client.get("/static/absent/js/main.js").status(), 404, "its looks are served");
}

#[test]
fn the_link_makes_one_administrator_and_is_void_then() {
    let server = TestServer::start_bare();
    let link = server.setup_path();
    let mut client = server.client();
    assert_eq!(client.get("/setup/AAAAAAAAAAAAAAAAAAAAAA/").status(), 404);
    assert_eq!(
        client.post("/setup/AAAAAAAAAAAAAAAAAAAAAA/", &[("username", "eve"), ("password", PASSWORD)]).status(),
        404
    );
    assert_eq!(client.get(&link).status(), 200);
    let weak = client.post(&link, &[("username", "rahbar"), ("password", "12345678")]);
    assert_eq!(weak.status(), 400);
    assert!(weak.body.contains("value=\"rahbar\""), "{}", weak.body);
    assert_eq!(client.post(&link, &[("username", "1"), ("password", PASSWORD)]).status(), 400);
    let done = client.post(&link, &[("username", "rahbar"), ("password", PASSWORD)]);
    assert_eq!((done.status(), done.location()), (303, "/"));
    assert_eq!(client.get("/").status(), 200, "signed in at once");
    assert_eq!(client.get(&link).status(), 404);
    assert_eq!(client.post(&link, &[("username", "eve"), ("password", PASSWORD)]).status(), 404);
    assert_eq!(server.client().get("/login/").status(), 200);
}
