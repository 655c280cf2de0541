//! `/download/…`: for the members of a room alone, and never to run as a page of ours.

use ureq::http::Method;

use crate::support::{Client, Multipart, Reply, TestServer, Wire, kept};

const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>";

/// Sends a file and says where it is.
fn sent(client: &mut Client, room: i64, name: &str, bytes: &[u8]) -> String {
    let reply = client.upload(&format!("/room/{room}/"), Multipart::default().file(name, bytes));
    assert_eq!(reply.status(), 201, "{}", reply.body);
    format!("/download/{}/", reply.value()["message_id"])
}

fn asked(client: &mut Client, path: &str, headers: &[(&str, &str)]) -> Reply {
    headers.iter().fold(client.call(Method::GET, path), |call, (name, value)| call.header(name, value)).send()
}

#[test]
fn whatever_could_run_is_only_to_be_kept() {
    let server = TestServer::start_unlimited();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let polyglot = [b"GIF89a/*".as_slice(), &[0; 100], b"*/=1;alert(1)//"].concat();
    for (name, bytes) in [
        ("sahifa.html", b"<!doctype html><script>alert(1)</script>".as_slice()),
        ("rasm.png", b"<!doctype html><script>alert(1)</script>"),
        ("rasm.svg", SVG),
        ("hujjat.xml", b"<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>"),
        ("hujjat.xhtml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"),
        ("hujjat.pdf", b"%PDF-1.7\n1 0 obj\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
        ("rasm.gif", &polyglot),
        ("kod.js", b"alert(1)"),
        ("matn.txt", b"salom"),
        ("dastur.exe", b"MZ\x90\0"),
        ("hech narsa", b""),
    ] {
        let path = sent(&mut ali, room, name, bytes);
        for query in ["", "?download=1", "?download=0"] {
            let reply = ali.get(&format!("{path}{query}"));
            assert!(reply.status() == 200 && reply.bytes == bytes, "{name} {}", reply.status);
            let header = |header| reply.header(header).unwrap_or_default();
            assert!(header("content-disposition").starts_with("attachment; "), "{name}");
            assert_eq!(header("content-type"), "application/octet-stream", "{name}");
            assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox", "{name}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
            assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{name}");
            assert_eq!(header("cache-control"), "private, no-cache", "{name}");
            assert_eq!(header("content-length"), bytes.len().to_string(), "{name}");
        }
    }
}

#[test]
fn sound_and_moving_pictures_are_played_in_place_unless_they_are_to_be_kept() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    for (bytes, kind) in
        [(b"ID3\x04\0\0\0\0\0\0salom".as_slice(), "audio/mpeg"), (b"\0\0\0\x1cftypisom\0\0\0\0isom", "video/mp4")]
    {
        let path = sent(&mut ali, room, "nomsiz.html", bytes);
        let reply = ali.get(&path);
        assert_eq!(reply.header("content-type"), Some(kind));
        assert!(reply.header("content-disposition").unwrap().starts_with("inline; "), "{kind}");
        assert_eq!(reply.header("content-security-policy"), Some("default-src 'none'; sandbox"));
        let reply = ali.get(&format!("{path}?download=1"));
        assert!(reply.header("content-disposition").unwrap().starts_with("attachment; "), "{kind}");
        assert_eq!(reply.header("content-type"), Some(kind));
    }
}

/// A picture that decoders take.
fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8, y as u8, 9]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn a_picture_is_shown_with_its_thumbnail_and_as_a_file_it_is_only_kept() {
    let server = TestServer::start();
    let (mut ali, mut begona) = (server.user("ali"), server.user("begona"));
    let room = ali.create_room("Do'stlar", "open");
    let path = sent(&mut ali, room, "rasm.txt", &png());
    let whole = ali.get(&path);
    assert_eq!((whole.header("content-type"), &whole.bytes), (Some("image/png"), &png()));
    assert!(whole.header("content-disposition").unwrap().starts_with("inline; "));
    let small = format!("{}1/", path.replace("download", "thumbnail"));
    let thumbnail = ali.get(&small);
    assert_eq!((thumbnail.status(), thumbnail.header("content-type")), (200, Some("image/jpeg")));
    assert_eq!(image::guess_format(&thumbnail.bytes).unwrap(), image::ImageFormat::Jpeg);
    assert_eq!(thumbnail.header("cache-control"), Some("private, max-age=86400"));
    assert_eq!(thumbnail.header("vary"), Some("Cookie"));
    assert_eq!(thumbnail.header("content-security-policy"), Some("default-src 'none'; sandbox"));
    let etag = thumbnail.header("etag").unwrap();
    assert_ne!(Some(etag), whole.header("etag"));
    assert_eq!(asked(&mut ali, &small, &[("if-none-match", etag)]).status(), 304);
    assert_eq!(begona.get(&small).status(), 404);
    let form = Multipart::default().text("as_files", "1").file("rasm.png", &png());
    let id = ali.upload(&format!("/room/{room}/"), form).value()["message_id"].to_string();
    let kept = ali.get(&format!("/download/{id}/"));
    assert_eq!((kept.header("content-type"), &kept.bytes), (Some("application/octet-stream"), &png()));
    assert!(kept.header("content-disposition").unwrap().starts_with("attachment; "));
    assert_eq!(ali.get(&format!("/thumbnail/{id}/1/")).status(), 404);
    let id = path.split('/').nth(2).unwrap();
    assert_eq!(ali.post_json(&format!("/delete-content/{id}/file/"), &[]).status(), 200);
    assert_eq!(ali.get(&small).status(), 404);
}

#[test]
fn a_part_is_sent_to_who_asks_for_one_and_has_the_rest() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let path = sent(&mut ali, room, "katta.bin", &bytes);
    let whole = ali.get(&path);
    assert_eq!((whole.status(), whole.header("accept-ranges")), (200, Some("bytes")));
    let (etag, date) = (whole.header("etag").unwrap(), whole.header("last-modified").unwrap());
    assert!(etag.starts_with('"') && date.ends_with(" GMT"), "{etag} {date}");
    for (range, first, last) in [
        ("bytes=0-0", 0, 0),
        ("bytes=100-70000", 100, 70_000),
        ("bytes=199999-", 199_999, 199_999),
        ("bytes=-5", 199_995, 199_999),
        ("bytes=150000-999999", 150_000, 199_999),
    ] {
        for condition in [None, Some(etag), Some(date)] {
            let condition = condition.map(|condition| ("if-range", condition));
            let headers: Vec<_> = [("range", range)].into_iter().chain(condition).collect();
            let part = asked(&mut ali, &path, &headers);
            assert_eq!(part.status(), 206, "{headers:?}");
            assert_eq!(part.header("content-range"), Some(&*format!("bytes {first}-{last}/200000")));
            assert_eq!(part.header("content-length"), Some(&*(last - first + 1).to_string()));
            assert!(part.bytes == bytes[first..=last], "{range}");
        }
    }
    for headers in [
        [("range", "bytes=0-1,5-6"), ("accept", "*/*")],
        [("range", "lines=1-2"), ("accept", "*/*")],
        [("range", "bytes=0-1"), ("if-range", "\"other\"")],
        [("range", "bytes=0-1"), ("if-range", "Thu, 01 Jan 1970 00:00:00 GMT")],
    ] {
        let reply = asked(&mut ali, &path, &headers);
        assert!(reply.status() == 200 && reply.bytes == bytes, "{headers:?}");
    }
    let none = asked(&mut ali, &path, &[("range", "bytes=200000-"), ("accept", "application/json")]);
    assert_eq!((none.status(), none.header("content-range")), (416, Some("bytes */200000")));
    assert_eq!(asked(&mut ali, &path, &[("if-match", "\"other\"")]).status(), 412);
}

#[test]
fn who_has_it_already_gets_nothing_twice() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = sent(&mut ali, room, "a.bin", b"salom");
    let whole = ali.get(&path);
    let (etag, date) = (whole.header("etag").unwrap(), whole.header("last-modified").unwrap());
    for headers in [[("if-none-match", etag)], [("if-modified-since", date)]] {
        let reply = asked(&mut ali, &path, &headers);
        assert_eq!((reply.status(), reply.bytes.len()), (304, 0), "{headers:?}");
        assert_eq!((reply.header("etag"), reply.header("cache-control")), (Some(etag), Some("private, no-cache")));
    }
    assert_eq!(asked(&mut ali, &path, &[("if-none-match", "\"other\"")]).bytes, b"salom");
}

#[test]
fn a_head_has_the_length_and_no_bytes() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = sent(&mut ali, room, "a.bin", &[7; 100_000]);
    let head = ali.call(Method::HEAD, &path).header("range", "bytes=0-1").send();
    let whole = ali.get(&path);
    assert_eq!((head.status(), head.bytes.len()), (200, 0));
    for name in ["content-length", "content-type", "content-disposition", "etag", "last-modified", "accept-ranges"] {
        assert_eq!(head.header(name), whole.header(name), "{name}");
        assert!(head.header(name).is_some(), "{name}");
    }
}

#[test]
fn pages_are_packed_and_files_are_sent_as_they_are() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let text = "salom ".repeat(10_000);
    let path = sent(&mut ali, room, "matn.txt", text.as_bytes());
    let packed = [("accept-encoding", "gzip")];
    let file = asked(&mut ali, &path, &packed);
    assert_eq!((file.header("content-encoding"), file.header("content-length")), (None, Some("60000")));
    assert_eq!(file.body, text);
    let page = asked(&mut ali, &format!("/room/{room}/"), &packed);
    assert_eq!(page.header("content-encoding"), Some("gzip"));
}

#[test]
fn who_does_not_read_holds_up_nobody_and_loses_nothing() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    // More than the system takes off our hands for a connection.
    let bytes: Vec<u8> = (0..16 * 1024 * 1024_u32).map(|n| (n % 251) as u8).collect();
    let path = sent(&mut ali, room, "katta.bin", &bytes);
    let mut waiting: Vec<_> = (0..8).map(|_| Wire::open(&ali)).collect();
    for wire in &mut waiting {
        wire.head(&format!("GET {path}"), &[]);
    }
    assert_eq!(asked(&mut ali, &path, &[("range", "bytes=5-9")]).bytes, bytes[5..=9]);
    assert_eq!(ali.get(&format!("/room/{room}/")).status(), 200);
    assert!(waiting.pop().unwrap().answer().body == bytes);
}

#[test]
fn the_same_bytes_are_kept_once_and_stay_for_whoever_else_has_them() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let (one, two) = (sent(&mut ali, room, "bir.bin", b"salom"), sent(&mut ali, room, "ikki.bin", b"salom"));
    assert_eq!(kept(server.folder(), "chat_files").len(), 1);
    let id = one.split('/').nth(2).unwrap();
    assert_eq!(ali.post_json(&format!("/delete-content/{id}/file/"), &[]).status(), 200);
    assert_eq!(ali.get_json(&one).refusal(), (404, "not_found".into()));
    assert_eq!(ali.get(&two).bytes, b"salom");
}

#[test]
fn a_file_is_there_for_the_members_of_its_room_and_as_long_as_they_are() {
    let server = TestServer::start_unlimited();
    let (mut ali, mut vali, mut begona) = (server.user("ali"), server.user("vali"), server.user("begona"));
    let room = ali.create_room("Do'stlar", "open");
    vali.post_json(&format!("/room/{room}/join/"), &[]);
    let path = sent(&mut ali, room, "a.bin", b"salom");
    assert_eq!(vali.get(&path).bytes, b"salom");
    let absent = begona.get("/download/999999/");
    let refused = begona.get(&path);
    assert_eq!((refused.status(), &refused.body), (404, &absent.body), "nothing tells that it exists");
    assert_eq!(begona.call(Method::HEAD, &path).send().status(), 404);
    let stranger = server.client().get(&path);
    assert_eq!((stranger.status(), stranger.location()), (303, &*format!("/login/?next={}", path.replace('/', "%2F"))));
    assert_eq!(server.client().get_json(&path).refusal(), (401, "not_signed_in".into()));
    assert_eq!(server.admin().get(&path).status(), 404, "an administrator of the site who is no member");
    let remove = [("action", "remove"), ("username", "vali")];
    assert_eq!(ali.post_json(&format!("/room/{room}/members/"), &remove).status(), 200);
    assert_eq!(vali.get(&path).status(), 404);
    assert_eq!(ali.get(&path).bytes, b"salom");
}

#[test]
fn a_deleted_file_message_or_room_has_no_files_any_more() {
    let server = TestServer::start_unlimited();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let files: Vec<_> = ["bir", "ikki", "uch"].map(|name| sent(&mut ali, room, name, name.as_bytes())).into();
    for (file, what) in files.iter().zip(["file", "all"]) {
        let id = file.split('/').nth(2).unwrap();
        assert_eq!(ali.post_json(&format!("/delete-content/{id}/{what}/"), &[]).status(), 200);
        assert_eq!(ali.get(file).status(), 404, "{what}");
    }
    assert_eq!(ali.get(&files[2]).bytes, b"uch");
    let confirm = [("confirm", "1")];
    assert!(ali.post_json(&format!("/delete-room/{room}/"), &confirm).status() < 400);
    assert_eq!(ali.get(&files[2]).status(), 404);
}

#[test]
fn bytes_that_are_lost_are_not_there_and_the_rest_goes_on() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = sent(&mut ali, room, "a.bin", b"salom");
    for file in kept(server.folder(), "chat_files") {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(ali.get_json(&path).refusal(), (404, "not_found".into()));
    assert_eq!(ali.get(&format!("/room/{room}/")).status(), 200);
}

#[test]
fn addresses_that_name_no_file_are_not_there() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = sent(&mut ali, room, "a.bin", b"salom");
    let id = path.split('/').nth(2).unwrap();
    for path in [
        format!("/download/{id}/0/"),
        format!("/download/{id}/2/"),
        format!("/download/{id}/-1/"),
        format!("/download/{id}/4294967297/"),
        format!("/download/{id}/a/"),
        format!("/download/{id}/1/1/"),
        format!("/thumbnail/{id}/1/"),
        format!("/thumbnail/{id}/"),
        "/download/".to_owned(),
        "/download/0/".to_owned(),
        "/download/99999999999999999999/".to_owned(),
        "/media/".to_owned(),
        "/media/chat_files/".to_owned(),
        "/download/..%2f..%2fkeys/".to_owned(),
    ] {
        assert_eq!(ali.get_json(&path).refusal(), (404, "not_found".into()), "{path}");
    }
    assert_eq!(ali.post_json(&path, &[]).status(), 405);
}

#[test]
fn the_pictures_of_a_room_are_had_beside_a_birth_as_their_bubbles() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let stored = ali.upload(&format!("/room/{room}/"), Multipart::default().file("rasm.png", &png())).value();
    let seq = stored["seq"].as_i64().unwrap();
    let before = ali.get_json(&format!("/room/{room}/pictures/?before={}", seq + 1)).value();
    assert_eq!((&before["items"][0]["message_id"], before["next"].is_null()), (&stored["message_id"], true));
    assert!(before["items"][0]["html"].as_str().unwrap().contains("media__item"), "{before}");
    let after = ali.get_json(&format!("/room/{room}/pictures/?after={seq}")).value();
    assert_eq!(after["items"].as_array().map(Vec::len), Some(0));
    for query in ["", "?around=3", "?before=x", "?before=1&after=1"] {
        let refused = ali.get_json(&format!("/room/{room}/pictures/{query}"));
        assert_eq!(refused.refusal(), (400, "bad_field".into()), "{query}");
    }
}
