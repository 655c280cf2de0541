//! What every answer carries and every request must be.

use ureq::http::Method;

use crate::support::TestServer;

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; \
                   font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
                   frame-ancestors 'none'";

#[test]
fn every_page_carries_the_security_headers_and_none_runs_inline() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    ali.post_json(&format!("/room/{room}/"), &[("content", "salom")]);
    let mut stranger = server.client();
    let pages = [
        ali.get("/"),
        ali.get("/create/"),
        ali.get("/account/"),
        ali.get(&format!("/room/{room}/")),
        ali.get(&format!("/room/{room}/?pane=1")),
        ali.get("/?pane=1"),
        ali.get("/help/"),
        ali.get(&format!("/room/{room}/members/")),
        ali.get(&format!("/room/{room}/settings/")),
        ali.get_json(&format!("/room/{room}/messages/")),
        ali.get("/absent/"),
        ali.post("/create/", &[]),
        ali.get("/room/1"),
        stranger.get("/login/"),
        stranger.get("/"),
        stranger.post("/login/", &[]),
        stranger.get("/healthz/"),
        stranger.call(Method::GET, "/").header("host", "evil.example").send(),
    ];
    for page in pages {
        for (name, value) in [
            ("content-security-policy", CSP),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(page.header(name), Some(value), "{name}: {} {}", page.status, page.body);
        }
        assert_eq!(page.header("strict-transport-security"), None, "plain http");
        assert!(page.header("server").is_none() && page.header("x-powered-by").is_none());
        for inline in ["<style", " style=", " onclick=", " onload=", "javascript:"] {
            assert!(!page.body.contains(inline), "{inline}: {}", page.body);
        }
    }
}

#[test]
fn another_host_is_refused_on_every_address() {
    let server = TestServer::start();
    let mut client = server.client();
    for path in ["/", "/login/", "/absent/"] {
        let reply = client.call(Method::GET, path).json().header("host", "evil.example").send();
        assert_eq!(reply.refusal(), (421, "foreign_host".into()), "{path}");
        let reply = client.call(Method::GET, path).json().header("x-forwarded-host", "evil.example").send();
        assert_ne!(reply.status(), 421, "{path}: the header is not believed, nor minded");
    }
}

#[test]
fn every_write_is_refused_to_another_site() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let id = ali.post_json(&format!("/room/{room}/"), &[("content", "salom")]).value()["message_id"].to_string();
    for path in [
        "/login/".to_owned(),
        "/logout/".to_owned(),
        "/create/".to_owned(),
        "/account/".to_owned(),
        "/account/password/".to_owned(),
        "/language/".to_owned(),
        format!("/room/{room}/"),
        format!("/room/{room}/join/"),
        format!("/room/{room}/leave/"),
        format!("/room/{room}/read/"),
        format!("/room/{room}/unread/"),
        format!("/room/{room}/members/"),
        format!("/room/{room}/settings/"),
        format!("/react/{id}/"),
        format!("/delete-content/{id}/all/"),
        format!("/delete-room/{room}/"),
    ] {
        let form = [("content", "a"), ("confirm", "1"), ("seq", "1"), ("emoji", "👍"), ("on", "1")];
        let foreign = ali.call(Method::POST, &path).json().form(&form).header("sec-fetch-site", "same-site").send();
        assert_eq!(foreign.refusal(), (403, "foreign_origin".into()), "{path}");
        let nowhere =
            ali.call(Method::POST, &path).json().form(&form).without("sec-fetch-site").without("origin").send();
        assert_eq!(nowhere.refusal(), (403, "foreign_origin".into()), "{path}");
    }
    let page = ali.get(&format!("/room/{room}/"));
    assert!(page.status() == 200 && page.body.contains(&format!("id=\"m{id}\"")), "nothing happened");
    assert!(!page.body.contains("class=\"reaction\""), "nor under the message");
}
