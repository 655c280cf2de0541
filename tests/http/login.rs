//! `/login/`, `/logout/` and where they lead.

use crate::support::{PASSWORD, TestServer};

#[test]
fn the_right_password_opens_a_login_that_the_page_knows() {
    let server = TestServer::start();
    server.create_user("ali");
    let mut client = server.client();
    let form = client.get("/login/");
    assert_eq!(form.status(), 200);
    assert!(form.body.contains("name=\"username\"") && form.body.contains("name=\"password\""), "{}", form.body);
    let reply = client.post("/login/", &[("username", "ALI"), ("password", PASSWORD)]);
    assert_eq!((reply.status(), reply.location()), (303, "/"));
    let cookie = reply.header("set-cookie").unwrap();
    for part in ["session=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
    assert_eq!(client.get("/").status(), 200);
    assert_eq!(client.get("/login/").location(), "/", "signed in already");
}

#[test]
fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let server = TestServer::start();
    server.create_user("jasurbek");
    let mut client = server.client();
    let mut bodies = Vec::new();
    for username in ["jasurbek", "hechkimbek"] {
        let reply = client.post("/login/", &[("username", username), ("password", "not the password")]);
        assert_eq!(reply.status(), 401);
        assert!(reply.body.contains(&format!("value=\"{username}\"")), "the name is kept: {}", reply.body);
        assert!(reply.header("set-cookie").is_none_or(|cookie| !cookie.contains("session=")));
        bodies.push(reply.body.replace(username, "NAME"));
    }
    assert_eq!(bodies[0], bodies[1]);
    let reply = client.post_json("/login/", &[("username", "jasurbek"), ("password", "no")]);
    assert_eq!(reply.refusal(), (401, "wrong_login".into()));
}

#[test]
fn ten_failures_slow_one_account_down_at_one_address() {
    let server = TestServer::start();
    server.create_user("ali");
    server.create_user("vali");
    let mut client = server.client();
    for _ in 0..10 {
        assert_eq!(client.post("/login/", &[("username", "ali"), ("password", "wrong")]).status(), 401);
    }
    let reply = client.post("/login/", &[("username", "Ali"), ("password", PASSWORD)]);
    assert_eq!(reply.status(), 429);
    assert!(reply.header("retry-after").unwrap().parse::<u64>().unwrap() > 60);
    assert!(reply.body.contains("value=\"Ali\"") && reply.body.contains("name=\"password\""), "{}", reply.body);
    let reply = client.post_json("/login/", &[("username", "ali"), ("password", PASSWORD)]);
    assert_eq!(reply.refusal(), (429, "rate_limited".into()));
    assert_eq!(client.post("/login/", &[("username", "vali"), ("password", PASSWORD)]).status(), 303);
}

#[test]
fn a_login_goes_on_to_own_paths_alone() {
    let server = TestServer::start();
    server.create_user("ali");
    for (next, to) in [
        ("/room/7/?before=3", "/room/7/?before=3"),
        ("", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("room/7/", "/"),
    ] {
        let mut client = server.client();
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let path = format!("/login/?{query}");
        assert_eq!(client.get(&path).status(), 200, "{next:?}");
        let reply = client.post(&path, &[("username", "ali"), ("password", PASSWORD)]);
        assert_eq!((reply.status(), reply.location()), (303, to), "{next:?} in the address");
        let mut client = server.client();
        let reply = client.post("/login/", &[("username", "ali"), ("password", PASSWORD), ("next", next)]);
        assert_eq!((reply.status(), reply.location()), (303, to), "{next:?} in the form");
    }
}

#[test]
fn without_a_login_a_browser_is_sent_to_it_and_a_program_is_told() {
    let server = TestServer::start();
    let mut client = server.client();
    assert_eq!(client.get("/").location(), "/login/");
    assert_eq!(client.get("/room/7/?before=3").location(), "/login/?next=%2Froom%2F7%2F%3Fbefore%3D3");
    assert_eq!(client.get_json("/room/7/").refusal(), (401, "not_signed_in".into()));
    assert_eq!(client.post("/room/7/", &[("content", "a")]).status(), 401);
    client.set_cookie("session", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(client.get_json("/").refusal(), (401, "not_signed_in".into()));
}

#[test]
fn logout_ends_the_login_itself_and_not_only_the_cookie() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let mut thief = ali.clone();
    assert_eq!(thief.get("/").status(), 200);
    assert_eq!(ali.get("/logout/").status(), 405);
    let reply = ali.post("/logout/", &[]);
    assert_eq!((reply.status(), reply.location()), (303, "/login/"));
    assert_eq!(ali.cookie("session"), None);
    assert!(!ali.get("/login/").body.contains("role=\"alert\""), "who leaves needs no word about it");
    assert_eq!(thief.get_json("/").refusal().0, 401);
    assert_eq!(ali.post("/logout/", &[]).status(), 303, "again is no error");
}

#[test]
fn the_login_page_speaks_the_chosen_language() {
    let server = TestServer::start();
    let mut client = server.client();
    assert!(client.get("/login/").body.contains("lang=\"uz\""));
    let reply = client.post("/language/", &[("language", "en"), ("next", "/login/?next=%2F")]);
    assert_eq!((reply.status(), reply.location()), (303, "/login/?next=%2F"));
    assert!(client.get("/login/").body.contains("lang=\"en\""));
    assert_eq!(client.post_json("/language/", &[("language", "de")]).refusal(), (400, "bad_field".into()));
}
