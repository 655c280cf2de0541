use std::net::Ipv4Addr;

use actix_web::{
    App, HttpResponse,
    body::BoxBody,
    dev::Service as _,
    http::StatusCode,
    middleware::from_fn,
    test::{TestRequest, call_service, init_service},
    web,
};

use super::*;

const OUR_HOST: &str = "localhost:8000";

fn guard(origins: &[&str]) -> Guard {
    let args = [&["livechat"], origins].concat();
    let args = <crate::config::Args as clap::Parser>::try_parse_from(args).unwrap();
    Guard::new(&Config::new(&args).unwrap())
}

fn head(method: Method, headers: &[(&str, &str)]) -> HttpRequest {
    let request = headers
        .iter()
        .fold(TestRequest::default().method(method), |request, (name, value)| request.append_header((*name, *value)));
    request.to_http_request()
}

#[test]
fn only_one_host_and_only_ours_is_served() {
    let guard = guard(&[]);
    let status = |headers: &[(&str, &str)]| match guard.check(head(Method::GET, headers).head()) {
        Ok(()) => 200,
        Err(error) => error.status().as_u16(),
    };
    assert_eq!(status(&[("Host", OUR_HOST)]), 200);
    assert_eq!(status(&[("Host", "[::1]:8000")]), 200);
    assert_eq!(status(&[("Host", "evil.example")]), 421);
    assert_eq!(status(&[]), 421);
    assert_eq!(status(&[("Host", OUR_HOST), ("Host", "evil.example")]), 421);
    assert_eq!(status(&[("Host", "evil.example"), ("X-Forwarded-Host", OUR_HOST)]), 421);
    let absolute = TestRequest::default().uri("http://evil.example/").insert_header(("Host", OUR_HOST));
    assert!(guard.check(absolute.to_http_request().head()).is_err());
    let health = TestRequest::default().uri("/healthz/").insert_header(("Host", "10.0.0.3"));
    assert!(guard.check(health.to_http_request().head()).is_ok());
}

#[test]
fn an_unsafe_request_comes_from_a_page_of_ours() {
    let guard = guard(&[]);
    let ours = ("Origin", "http://localhost:8000");
    let table: [(&[(&str, &str)], bool); 12] = [
        (&[("Sec-Fetch-Site", "same-origin")], true),
        (&[("Sec-Fetch-Site", "none")], true),
        (&[("Sec-Fetch-Site", "same-site")], false),
        (&[("Sec-Fetch-Site", "cross-site")], false),
        (&[("Sec-Fetch-Site", "cross-site"), ours], false),
        (&[("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")], false),
        (&[ours], true),
        (&[("Origin", "http://localhost:9000")], false),
        (&[("Origin", "https://localhost:8000")], false),
        (&[("Origin", "null")], false),
        (&[ours, ("Origin", "http://evil.example")], false),
        (&[], false),
    ];
    for (headers, is_ours) in table {
        let headers = [&[("Host", OUR_HOST)], headers].concat();
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
            assert_eq!(guard.check(head(method.clone(), &headers).head()).is_ok(), is_ours, "{method} {headers:?}");
        }
        assert!(guard.check(head(Method::GET, &headers).head()).is_ok(), "{headers:?}");
    }
}

#[test]
fn an_upgrade_comes_from_a_page_of_ours() {
    let guard = guard(&["--public-url", "https://chat.example"]);
    let table: [(&[(&str, &str)], bool); 7] = [
        (&[("Origin", "https://chat.example")], true),
        (&[("Origin", "https://chat.example"), ("Sec-Fetch-Site", "same-origin")], true),
        (&[("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-origin")], false),
        (&[("Origin", "http://chat.example")], false),
        (&[("Sec-Fetch-Site", "same-origin")], true),
        (&[("Sec-Fetch-Site", "none")], false),
        (&[], false),
    ];
    for (headers, is_ours) in table {
        let headers = [&[("Host", "chat.example")], headers].concat();
        assert_eq!(guard.check_upgrade(head(Method::GET, &headers).head()).is_ok(), is_ours, "{headers:?}");
    }
    let foreign = [("Host", "evil.example"), ("Origin", "https://chat.example")];
    assert!(matches!(guard.check_upgrade(head(Method::GET, &foreign).head()), Err(Error::ForeignHost)));
}

#[test]
fn own_paths_lead_nowhere_else() {
    for path in ["/", "/room/5/", "/room/5/?before=7#m1", "/login/?next=/"] {
        assert!(is_own_path(path), "{path}");
    }
    for path in [
        "",
        "room",
        "//evil.example",
        "/\\evil.example",
        "\\/evil",
        "/\t/evil.example",
        "/\n",
        "https://evil.example",
        "/a b",
    ] {
        assert!(!is_own_path(path), "{path:?}");
    }
}

#[test]
fn a_path_without_its_slash_is_sent_on_and_never_away() {
    assert_eq!(with_slash("/room/5", "a=1").as_deref(), Some("/room/5/?a=1"));
    assert_eq!(with_slash("/login", "").as_deref(), Some("/login/"));
    for path in ["/", "/room/5/", "/metrics", "/static/abc/js/main.js", "//evil.example", "/\\evil.example"] {
        assert_eq!(with_slash(path, ""), None, "{path}");
    }
}

#[actix_web::test]
async fn every_answer_carries_the_headers_and_an_answer_may_say_its_own() {
    for (args, hsts) in [(&[][..], false), (&["--public-url", "https://chat.example"][..], true)] {
        let own = web::get().to(|| async { HttpResponse::Ok().insert_header(("Cache-Control", "private")).finish() });
        let app = App::new()
            .app_data(Data::new(guard(args)))
            .wrap(from_fn(check))
            .wrap(from_fn(security_headers))
            .route("/own/", own);
        let app = init_service(app).await;
        let host = if hsts { "chat.example" } else { OUR_HOST };
        for (path, host, status, cache) in [
            ("/own/", host, StatusCode::OK, "private"),
            ("/own", host, StatusCode::PERMANENT_REDIRECT, "no-store"),
            ("/absent/", host, StatusCode::NOT_FOUND, "no-store"),
            ("/own/", "evil.example", StatusCode::MISDIRECTED_REQUEST, "no-store"),
        ] {
            let response =
                call_service(&app, TestRequest::with_uri(path).insert_header(("Host", host)).to_request()).await;
            assert_eq!(response.status(), status, "{path}");
            let value = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            assert!(value("content-security-policy").unwrap().starts_with("default-src 'none'; script-src 'self';"));
            assert_eq!(value("x-content-type-options").as_deref(), Some("nosniff"));
            assert_eq!(value("referrer-policy").as_deref(), Some("same-origin"));
            assert_eq!(value("cross-origin-opener-policy").as_deref(), Some("same-origin"));
            assert_eq!(value("cross-origin-embedder-policy").as_deref(), Some("require-corp"));
            assert_eq!(value("cross-origin-resource-policy").as_deref(), Some("same-origin"));
            assert_eq!(value("cache-control").as_deref(), Some(cache), "{path}");
            assert_eq!(value("strict-transport-security").is_some(), hsts);
        }
    }
}

#[actix_web::test]
async fn a_script_or_a_style_sheet_carries_nothing_that_only_a_document_heeds() {
    for (kind, is_document) in [("text/javascript; charset=utf-8", false), ("text/css", false), ("text/html", true)] {
        let answer = web::get().to(move || async move { HttpResponse::Ok().content_type(kind).body("x") });
        let app = App::new().app_data(Data::new(guard(&[]))).wrap(from_fn(security_headers)).route("/part/", answer);
        let response = call_service(&init_service(app).await, TestRequest::with_uri("/part/").to_request()).await;
        for name in
            ["content-security-policy", "referrer-policy", "cross-origin-opener-policy", "cross-origin-embedder-policy"]
        {
            assert_eq!(response.headers().contains_key(name), is_document, "{kind} {name}");
        }
        assert!(response.headers().contains_key("x-content-type-options"), "{kind}");
    }
}

#[actix_web::test]
async fn an_answer_of_a_middleware_that_failed_carries_the_headers_too() {
    async fn fail(_: ServiceRequest, _: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
        Err(Error::from(actors::Code::Busy).into())
    }
    let app = App::new().app_data(Data::new(guard(&[]))).wrap(from_fn(fail)).wrap(from_fn(security_headers));
    let app = init_service(app).await;
    let failed = app.call(TestRequest::default().to_request()).await.unwrap_err().error_response();
    assert_eq!(failed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(failed.headers().contains_key("content-security-policy") && failed.headers().contains_key("retry-after"));
}

#[actix_web::test]
async fn a_handler_learns_whose_request_it_is() {
    let guard = guard(&["--trusted-proxies", "127.0.0.1"]);
    let request = TestRequest::default()
        .app_data(Data::new(guard))
        .peer_addr((Ipv4Addr::LOCALHOST, 9).into())
        .insert_header(("X-Forwarded-For", "203.0.113.9"))
        .to_http_request();
    assert_eq!(client_address(&request).unwrap().to_string(), "203.0.113.9");
}

#[test]
fn a_program_is_one_that_accepts_json_and_not_html() {
    let wants = |accept: &str| wants_json(&head(Method::GET, &[("Accept", accept)]));
    assert!(wants("application/json") && wants("Application/JSON, */*;q=0.1"));
    assert!(!wants("text/html,application/xhtml+xml,application/json;q=0.9,*/*") && !wants("*/*") && !wants(""));
}
