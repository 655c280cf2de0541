//! The table of addresses: slashes, methods, what is not there, health.

use ureq::http::Method;

use crate::support::{Socket, TestServer};

#[test]
fn a_path_without_its_slash_is_sent_on_with_its_query() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    for (path, to) in [
        ("/login".to_owned(), "/login/".to_owned()),
        (format!("/room/{room}?before=7"), format!("/room/{room}/?before=7")),
        (format!("/room/{room}/messages"), format!("/room/{room}/messages/")),
    ] {
        let reply = ali.get(&path);
        assert_eq!((reply.status(), reply.location()), (308, &*to));
    }
    let reply = ali.post_json(&format!("/room/{room}"), &[("content", "a")]);
    assert_eq!(reply.status(), 308, "a form keeps its method and body");
    for path in ["//evil.example", "/metrics", "/ws/chat/1"] {
        assert_eq!(ali.get(path).status(), 404, "{path}");
    }
}

#[test]
fn what_is_not_there_is_a_page_for_a_browser_and_json_for_a_program() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    for path in [
        "/absent/",
        "/room/abc/",
        "/room/-1/",
        "/room/0/",
        "/room/99999999999999999999/",
        "/room/1e3/",
        "/room//",
        "/admin/",
        "/room/%00/",
        "/room/1%2F2/",
        "/static/absent/js/main.js",
    ] {
        let reply = ali.get(path);
        assert_eq!(reply.status(), 404, "{path}");
        assert!(reply.header("content-type").unwrap().starts_with("text/html"), "{path}");
        assert!(reply.body.contains("lang=\"uz\""), "{path}: {}", reply.body);
        assert_eq!(ali.get_json(path).refusal(), (404, "not_found".into()), "{path}");
    }
}

#[test]
fn head_is_get_without_a_body() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    for path in
        ["/", "/create/", "/account/", "/healthz/", &format!("/room/{room}/"), &format!("/room/{room}/messages/")]
    {
        let reply = ali.call(Method::HEAD, path).send();
        assert_eq!((reply.status(), &*reply.body), (200, ""), "{path}");
        assert_eq!(reply.header("content-type"), ali.get(path).header("content-type"), "{path}");
    }
    let page = ali.get("/").body;
    let script = page.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(script.starts_with("/static/"), "{script}");
    assert_eq!(ali.call(Method::HEAD, script).send().status(), 200, "{script}");
    assert_eq!(ali.call(Method::HEAD, "/absent/").send().status(), 404);
}

#[test]
fn a_method_that_an_address_does_not_take_is_405() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    for (method, path, allowed) in [
        (Method::GET, "/logout/".to_owned(), "POST"),
        (Method::GET, format!("/room/{room}/join/"), "POST"),
        (Method::GET, format!("/room/{room}/leave/"), "POST"),
        (Method::GET, format!("/room/{room}/unread/"), "POST"),
        (Method::POST, format!("/room/{room}/readers/"), "GET, HEAD"),
        (Method::GET, format!("/delete-room/{room}/"), "POST"),
        (Method::POST, "/".to_owned(), "GET, HEAD"),
        (Method::POST, format!("/room/{room}/messages/"), "GET, HEAD"),
        (Method::POST, "/static/digest/js/main.js".to_owned(), "GET, HEAD"),
        (Method::PUT, format!("/room/{room}/"), "GET, HEAD, POST"),
        (Method::DELETE, format!("/room/{room}/"), "GET, HEAD, POST"),
    ] {
        let mut call = ali.call(method.clone(), &path).json();
        if method != Method::GET {
            call = call.header("sec-fetch-site", "same-origin");
        }
        let refused = call.send();
        assert_eq!(refused.refusal(), (405, "method".into()), "{method} {path}");
        assert_eq!(refused.header("allow"), Some(allowed), "{method} {path}");
    }
    assert_eq!(ali.get_json(&format!("/room/{room}/messages/")).status(), 200, "and nothing happened");
}

#[test]
fn counts_say_what_a_fault_needs() {
    let server = TestServer::start_counted();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let _socket = Socket::view(&ali, room);
    ali.get_json("/absent/");
    ali.post("/create/", &[("room_name", "")]);
    let counts = server.counter().get("/metrics");
    assert_eq!(counts.status(), 200);
    for line in [
        "livechat_sockets 1\n",
        "livechat_writes_waiting 0\n",
        "livechat_commit_size_count ",
        "livechat_commit_seconds_sum ",
        "livechat_acks_total 0\n",
        "livechat_slow_readers_total 0\n",
        "livechat_errors_total{code=\"not_found\"} 1\n",
        "livechat_errors_total{code=\"empty\"} 1\n",
        "# EOF",
    ] {
        assert!(counts.body.contains(line), "{line}: {}", counts.body);
    }
    assert_eq!(server.counter().get("/").status(), 404);
}

#[test]
fn a_token_opens_the_counts_beside_the_pages_to_who_brings_it() {
    let token = "0123456789abcdef0123456789abcdef";
    let server = TestServer::start_counted_by_token(token);
    let mut prober = server.client();
    for wrong in ["", "Bearer", "Bearer 0123", &format!("Basic {token}"), &format!("Bearer {token}0")] {
        let reply = prober.call(Method::GET, "/metrics").header("authorization", wrong).send();
        assert_eq!((reply.status(), reply.header("www-authenticate")), (401, Some("Bearer")), "{wrong}");
        assert!(!reply.body.contains("livechat_"), "{}", reply.body);
    }
    assert_eq!(server.admin().get("/metrics").status(), 401, "who is signed in needs it too");
    let right = format!("Bearer {token}");
    let counts = prober.call(Method::GET, "/metrics").header("authorization", &right).header("host", "10.0.0.1").send();
    assert_eq!(counts.status(), 200, "by whatever name it is asked");
    assert!(counts.body.contains("livechat_sockets 0\n") && counts.body.ends_with("# EOF\n"), "{}", counts.body);
}

#[test]
fn health_is_open_and_counts_are_not() {
    let server = TestServer::start();
    let mut client = server.client();
    assert_eq!(client.get("/healthz/").status(), 200);
    assert_eq!(client.get("/readyz/").status(), 200);
    assert_eq!(client.get("/metrics").status(), 404, "they have an address of their own");
}
