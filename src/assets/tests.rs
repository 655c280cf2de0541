//! What browsers are given: the right type, kept for ever, compressed, and nothing outside the folder.

use std::io::Read as _;

use actix_web::{App, body::MessageBody as _, http::StatusCode, test};

use actors::domain::{Emoji, Language};

use super::*;

/// Asks for a path with headers; returns the response's status, headers and body.
async fn get(path: &str, headers: &[(&str, &str)]) -> (StatusCode, header::HeaderMap, Bytes) {
    let app = test::init_service(App::new().route("/static/{digest}/{path:.*}", web::get().to(serve))).await;
    let mut request = test::TestRequest::get().uri(path);
    for header in headers {
        request = request.insert_header(*header);
    }
    let response = test::call_service(&app, request.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, response.into_body().try_into_bytes().ok().unwrap_or_default())
}

fn value<'h>(headers: &'h header::HeaderMap, name: &str) -> &'h str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[actix_web::test]
async fn every_file_is_served_under_the_digest_with_its_type_and_kept_for_ever() {
    for path in ASSETS.files.keys() {
        let (status, headers, body) = get(&url(path).unwrap(), &[]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(body, ASSETS.files[path].body, "{path}");
        assert_eq!(value(&headers, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(value(&headers, "x-content-type-options"), "nosniff");
        let expected = match path.rsplit('.').next().unwrap() {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            "json" => "application/json",
            _ => "application/octet-stream",
        };
        assert_eq!(value(&headers, "content-type"), expected, "{path}");
    }
}

#[::core::prelude::v1::test]
fn every_emoji_that_is_offered_may_stand_under_a_message_and_every_group_has_words() {
    let groups: Vec<serde_json::Value> = serde_json::from_slice(&read("vendor/emojibase/emoji.json")).unwrap();
    let mut offered = 0;
    for group in groups {
        let key = format!("js-emoji-group-{}", group["key"].as_str().unwrap());
        assert_ne!(crate::i18n::text(Language::Uz, &key), key);
        for entry in group["emoji"].as_array().unwrap() {
            let emoji = entry[0].as_str().unwrap();
            assert_eq!(Emoji::parse(emoji).unwrap().as_str(), emoji, "written in full, and once");
            if entry[2] == 1 {
                let (first, rest) = emoji.split_at(emoji.chars().next().unwrap().len_utf8());
                let toned = format!("{first}\u{1f3fd}{}", rest.strip_prefix('\u{fe0f}').unwrap_or(rest));
                assert_eq!(Emoji::parse(&toned).unwrap().as_str(), toned);
            }
            offered += 1;
        }
    }
    assert!(offered > 1_800, "{offered}");
}

#[actix_web::test]
async fn another_digest_or_path_is_not_there() {
    let app = url(BUNDLE).unwrap();
    let other = app.replace(&ASSETS.digest, "0123456789abcdef");
    let above = app.replace(BUNDLE, "../Cargo.toml");
    let encoded = app.replace(BUNDLE, "css%2f..%2f..%2fCargo.toml");
    for path in [other, above, encoded, app.replace(BUNDLE, "css"), app.replace(BUNDLE, "")] {
        assert_eq!(get(&path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(url("nothing.css"), None);
}

#[actix_web::test]
async fn text_is_compressed_as_the_reader_takes_it() {
    let path = url(BUNDLE).unwrap();
    let whole = &ASSETS.files[BUNDLE].body;
    let (_, headers, body) = get(&path, &[("accept-encoding", "gzip, deflate, br;q=1.0")]).await;
    assert_eq!(value(&headers, "content-encoding"), "br");
    let mut plain = Vec::new();
    brotli::Decompressor::new(&body[..], 4096).read_to_end(&mut plain).unwrap();
    assert_eq!(&plain, whole);

    let (_, headers, body) = get(&path, &[("accept-encoding", "gzip, br;q=0")]).await;
    assert_eq!(value(&headers, "content-encoding"), "gzip");
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut plain).unwrap();
    assert_eq!(&plain, whole);

    for accepted in ["", "identity", "br;q=0"] {
        let (_, headers, body) = get(&path, &[("accept-encoding", accepted)]).await;
        assert_eq!((value(&headers, "content-encoding"), &body), ("identity", whole), "{accepted:?}");
    }
}

#[actix_web::test]
async fn a_browser_that_has_the_file_is_told_so() {
    let path = url("icons.svg").unwrap();
    let (_, headers, _) = get(&path, &[]).await;
    let etag = value(&headers, "etag").to_owned();
    for tag in [etag.clone(), format!("\"x\", W/{etag}"), "*".into()] {
        let (status, headers, body) = get(&path, &[("if-none-match", &tag)]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{tag}");
        assert_eq!(value(&headers, "etag"), etag);
    }
    assert_eq!(get(&path, &[("if-none-match", "\"x\"")]).await.0, StatusCode::OK);
}

#[::core::prelude::v1::test]
fn the_style_sheet_is_whole_and_every_address_in_it_exists() {
    let sheet = std::str::from_utf8(&ASSETS.files[BUNDLE].body).unwrap();
    assert!(!sheet.contains("@import"), "an import that names no file");
    assert!(
        !sheet.contains("+*{"),
        "a rule for whatever follows something styles the whole log anew with every row that comes"
    );
    assert!(sheet.contains("Bootstrap Reboot") && sheet.contains(".bubble {") && sheet.contains("--lc-accent:"));
    let comments = sheet.lines().filter(|line| line.trim_start().starts_with("/*"));
    assert_eq!(comments.collect::<Vec<_>>(), ["/*!"], "the licence of what is not ours, and no words of ours");
    let addresses = sheet.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    for address in addresses {
        let path = address.strip_prefix("../").unwrap_or_else(|| panic!("{address} is not our own"));
        assert!(ASSETS.files.contains_key(path), "{address}");
    }
}

#[::core::prelude::v1::test]
fn a_page_is_told_of_every_module_that_its_script_loads_and_of_none_that_it_may_never_need() {
    let modules = modules("js/main.js");
    let has = |path: &str| modules.contains(&url(path).unwrap());
    assert!(has("js/main.js") && has("js/room.js") && has("js/room/log.js") && has("js/models/ordered.js"));
    assert!(!has("vendor/photoswipe/photoswipe.esm.min.js"));
    // Whatever these say that they load exists: none of their lines was misread, and none was passed over.
    let prefix = url("js/main.js").unwrap().replace("js/main.js", "");
    for module in &modules {
        let path = module.strip_prefix(&prefix).unwrap();
        let source = String::from_utf8_lossy(&ASSETS.files[path].body).into_owned();
        let named =
            source.lines().filter(|line| line.contains(" from \"") && !line.trim_start().starts_with(['*', '/']));
        assert_eq!(named.clone().count(), source.lines().filter_map(imported).count(), "{path}");
        for name in source.lines().filter_map(imported) {
            assert!(has(&beside(path, name)), "{path} imports {name}");
        }
    }
}

#[::core::prelude::v1::test]
fn scripts_lose_the_lines_that_are_comments_and_nothing_else() {
    let source = "// @ts-check\n/**\n * What it is.\n */\nconst a = /** @type {any} */ (b); // why\n  /** One. */\n\
                  /** @type {A} */ (f)();\nconst c = \"// no comment\";\n";
    let bare =
        "\n\n\n\nconst a = /** @type {any} */ (b); // why\n\n/** @type {A} */ (f)();\nconst c = \"// no comment\";\n";
    assert_eq!(without_comments(source.as_bytes()), bare);
}

/// The first page of a room stays within 120 KB, compressed, the page itself included.
#[::core::prelude::v1::test]
fn what_a_first_page_loads_is_light() {
    let site = crate::views::samples::site();
    let pages = crate::views::samples::pages(&site, actors::domain::Language::Uz);
    let room = pages.iter().find(|sample| sample.name == "room").unwrap();
    let mut size = gzip(room.html.as_bytes()).unwrap().len();
    let modules = modules("js/main.js");
    let loaded = |path: &&String| modules.contains(&url(path).unwrap()) || path.ends_with(".svg") || *path == BUNDLE;
    for path in ASSETS.files.keys().filter(loaded) {
        size += gzip(&ASSETS.files[path].body).unwrap().len();
    }
    assert!(size <= 120 * 1024, "{size} bytes");
}
