//! `/account/`, `/account/password/`, `/language/`.

use ureq::http::Method;

use crate::support::{Client, PASSWORD, TestServer};

const NEW: &str = "shirin-anor-suvi-9";

#[test]
fn my_name_language_and_colours_are_mine_to_change() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let page = ali.get("/account/");
    assert!(page.body.contains("name=\"display_name\"") && page.body.contains("lang=\"uz\""), "{}", page.body);
    let form = [("display_name", "Ali <b>Karimov</b>"), ("language", "en"), ("theme", "dark"), ("is_admin", "1")];
    let reply = ali.post("/account/", &form);
    assert_eq!((reply.status(), reply.location()), (303, "/account/?saved=profile"));
    let page = ali.get("/account/").body;
    assert!(page.contains("Ali &lt;b&gt;Karimov") && page.contains("lang=\"en\"") && page.contains("dark"), "{page}");
    let mut elsewhere = server.log_in("ali");
    assert!(elsewhere.get("/").body.contains("lang=\"en\""), "it goes with the account");
    assert_eq!(ali.post_json("/account/", &[("theme", "light")]).status(), 200);
    let mine = ali.get_json("/account/").value();
    assert_eq!((&mine["user"], &mine["language"], &mine["theme"]), (&"ali".into(), &"en".into(), &"light".into()));
    assert_eq!(mine["display_name"], "Ali <b>Karimov</b>", "what is not sent stays");
    assert_eq!(mine["enter"], "send");
    assert_eq!(ali.post_json("/account/", &[("enter", "newline")]).value()["enter"], "newline");
    assert!(elsewhere.get("/").body.contains("data-enter=\"newline\""), "the page's scripts are told");
}

#[test]
fn a_bad_profile_comes_back_with_its_field() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let long = "a".repeat(65);
    for (field, value) in
        [("display_name", &*long), ("display_name", " "), ("language", "de"), ("theme", "pink"), ("enter", "quit")]
    {
        let reply = ali.post_json("/account/", &[(field, value)]);
        assert_eq!((reply.status(), reply.field()), (400, field.into()), "{value:?}");
    }
    let reply = ali.post("/account/", &[("display_name", &long)]);
    assert_eq!(reply.status(), 400);
    assert!(reply.body.contains(&format!("value=\"{long}\"")));
}

#[test]
fn a_new_password_ends_my_other_logins_and_the_old_one() {
    let server = TestServer::start();
    let (mut here, mut there) = (server.user("ali"), server.log_in("ali"));
    let change = |old, new, again| [("old_password", old), ("new_password", new), ("new_password_again", again)];
    let wrong = here.post("/account/password/", &change("not it", NEW, NEW));
    assert_eq!(wrong.status(), 400);
    assert!(!wrong.body.contains(NEW), "a password is never shown");
    let reply = here.post_json("/account/password/", &change("not it", NEW, NEW));
    assert_eq!((reply.status(), reply.field()), (400, "old_password".into()));
    let reply = here.post_json("/account/password/", &change(PASSWORD, "12345678", "12345678"));
    assert_eq!((reply.refusal(), reply.field()), ((400, "weak_password".into()), "new_password".into()));
    let reply = here.post_json("/account/password/", &change(PASSWORD, NEW, PASSWORD));
    assert_eq!((reply.status(), reply.field()), (400, "new_password_again".into()));
    assert_eq!(there.get_json("/").status(), 200);
    let reply = here.post("/account/password/", &change(PASSWORD, NEW, NEW));
    assert_eq!((reply.status(), reply.location()), (303, "/account/?saved=password"));
    assert_eq!(here.get_json("/").status(), 200);
    assert_eq!(there.get_json("/").refusal().0, 401);
    assert!(there.get("/login/").body.contains("role=\"alert\""), "told that the login has ended");
    let mut client = server.client();
    assert_eq!(client.post("/login/", &[("username", "ali"), ("password", PASSWORD)]).status(), 401);
    assert_eq!(client.post("/login/", &[("username", "ali"), ("password", NEW)]).status(), 303);
}

#[test]
fn guessing_the_old_password_is_slowed_down_too() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let guess = [("old_password", "guess"), ("new_password", NEW), ("new_password_again", NEW)];
    let refused =
        (0..11).map(|_| ali.post_json("/account/password/", &guess)).find(|reply| reply.status() != 400).unwrap();
    assert_eq!(refused.refusal(), (429, "rate_limited".into()));
}

#[test]
fn the_language_of_somebody_signed_in_is_stored() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    assert_eq!(ali.post("/language/", &[("language", "en")]).location(), "/");
    assert!(server.log_in("ali").get("/").body.contains("lang=\"en\""));
    assert_eq!(ali.post("/language/", &[("language", "uz"), ("next", "//evil.example")]).location(), "/");
}

#[test]
fn an_address_of_forms_sends_who_only_looks_to_the_page_of_the_form() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let reply = ali.get("/account/password/");
    assert_eq!((reply.status(), reply.location()), (303, "/account/"));
    let from = |client: &mut Client, page: &str| {
        let referrer = format!("{}{page}", client.base());
        let reply = client.call(Method::GET, "/language/").header("referer", &referrer).send();
        assert_eq!(reply.status(), 303);
        reply.location().to_owned()
    };
    assert_eq!(ali.get("/language/").location(), "/");
    assert_eq!(from(&mut ali, "/create/?a=1"), "/create/?a=1");
    assert_eq!(from(&mut ali, "/language/"), "/", "never to itself");
    assert_eq!(from(&mut server.client(), "/login/"), "/login/", "who is not signed in reads pages too");
    assert_eq!(server.client().get("/account/password/").status(), 303);
}

#[test]
fn the_language_is_not_stored_more_often_than_one_may_write() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let (mut refused, mut taken) = (0, 0);
    while refused == 0 && taken < 200 {
        match ali.post_json("/language/", &[("language", "en")]).status() {
            200 => taken += 1,
            429 => refused += 1,
            status => panic!("{status}"),
        }
    }
    assert_eq!(refused, 1, "{taken} were taken");
}
