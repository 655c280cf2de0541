//! Files by `POST /room/<id>/`: one message, once, or nothing at all.

use std::thread;

use ureq::http::Method;

use crate::support::{Client, Multipart, TestServer, Wire, kept, uuid};

/// Bytes of one file in these tests.
const FILE_BYTES: usize = 64 * 1024;

fn server() -> TestServer {
    TestServer::start_as(|config| {
        config.media.file_bytes = FILE_BYTES as u64;
        config.limits.posts_per_second = 0;
    })
}

/// Bytes that look like nothing and repeat late.
fn bytes(count: usize, seed: u32) -> Vec<u8> {
    let next = |n: &mut u32| {
        *n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some((*n >> 24) as u8)
    };
    std::iter::successors(Some(seed), |n| Some(*n)).scan(seed, |n, _| next(n)).take(count).collect()
}

fn messages(client: &mut Client, room: i64) -> usize {
    let page = client.get_json(&format!("/room/{room}/messages/?limit=200")).value();
    let items = page["items"].as_array().unwrap();
    items.iter().filter(|item| !item["html"].as_str().unwrap_or_default().contains("data-kind=\"system\"")).count()
}

#[test]
fn files_with_a_text_are_one_message_and_come_back_byte_for_byte() {
    let server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let files = [bytes(FILE_BYTES, 1), Vec::new(), b"\r\n--\r\n----live-chat\r\n\r".to_vec(), bytes(10, 2)];
    let names = ["ўқув қўлланма (1).docx", "bo'sh", "chiziq.bin", "a.tar.gz"];
    let client_id = uuid();
    let mut form = Multipart::default().text("content", "salom").text("client_id", &client_id);
    for (name, bytes) in names.iter().zip(&files) {
        form = form.file(name, bytes);
    }
    let reply = ali.upload(&format!("/room/{room}/"), form);
    let ack = reply.value();
    assert_eq!((reply.status(), ack["client_id"].as_str()), (201, Some(&*client_id)), "{}", reply.body);
    assert_eq!(messages(&mut ali, room), 1);
    let id = ack["message_id"].to_string();
    for (n, (name, bytes)) in (1..).zip(names.iter().zip(&files)) {
        let reply = ali.get(&format!("/download/{id}/{n}/"));
        assert!(reply.status() == 200 && reply.bytes == *bytes, "{n}: {}", reply.status);
        assert_eq!(reply.offered(), *name);
    }
    assert_eq!(ali.get(&format!("/download/{id}/")).bytes, files[0]);
    assert_eq!(ali.get_json(&format!("/download/{id}/5/")).refusal(), (404, "not_found".into()));
    assert!(kept(server.folder(), "tmp").is_empty());
}

#[test]
fn a_file_needs_no_text_and_an_empty_file_field_is_no_file() {
    let server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let empty = |form: Multipart| form.part("form-data; name=\"file\"; filename=\"\"", b"");
    assert_eq!(ali.upload(&path, Multipart::default().text("content", " ").file("a", b"a")).status(), 201);
    assert_eq!(ali.upload(&path, empty(Multipart::default()).file("a", b"a")).status(), 201);
    assert_eq!(ali.upload(&path, empty(Multipart::default().file("a", b"a"))).status(), 201);
    assert_eq!(ali.upload(&path, empty(Multipart::default().text("content", "a"))).status(), 201);
    assert_eq!(ali.upload(&path, empty(Multipart::default())).refusal(), (400, "empty".into()));
    assert_eq!(messages(&mut ali, room), 4);
    assert_eq!(kept(server.folder(), "chat_files").len(), 1, "the same bytes");
}

#[test]
fn a_known_client_id_is_answered_without_storing_a_byte() {
    let server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let (path, client_id) = (format!("/room/{room}/"), uuid());
    let form = Multipart::default().text("client_id", &client_id);
    let first = ali.upload(&path, form.clone().file("a", b"birinchi"));
    assert_eq!(first.status(), 201);
    // A new message with as many files would be refused.
    let many = (0..11).fold(form, |form, n| form.file(&n.to_string(), b"boshqa"));
    let again = ali.upload(&path, many);
    assert_eq!((again.status(), again.value()), (200, first.value()));
    assert_eq!((messages(&mut ali, room), kept(server.folder(), "chat_files").len()), (1, 1));
    let without = ali.post_json(&path, &[("client_id", &client_id), ("content", "")]);
    assert_eq!((without.status(), without.value()), (200, first.value()), "asked for without the files");
    let other = ali.create_room("Boshqa", "open");
    let reused = Multipart::default().text("client_id", &client_id).file("a", b"boshqa");
    assert_eq!(ali.upload(&format!("/room/{other}/"), reused).refusal(), (409, "client_id_reused".into()));
    assert_eq!(kept(server.folder(), "chat_files").len(), 1);
}

#[test]
fn a_repeat_of_a_large_upload_is_heard_to_its_end_before_it_is_answered() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let (path, client_id) = (format!("/room/{room}/"), uuid());
    let form = Multipart::default().text("client_id", &client_id);
    let first = ali.upload(&path, form.clone().file("a", b"birinchi"));
    let body = form.file("a", &vec![b'x'; 24 * 1024 * 1024]).bytes();
    let mut wire = Wire::open(&ali);
    let lines = [format!("Content-Type: {}", Multipart::kind()), format!("Content-Length: {}", body.len())];
    wire.head(&format!("POST {path}"), &lines.each_ref().map(String::as_str));
    assert!(wire.send(&body), "the connection was cut while the form was sent");
    let answer = wire.answer();
    assert_eq!((answer.status, &*answer.body), (200, first.body.as_bytes()));
    assert_eq!(kept(server.folder(), "chat_files").len(), 1);
}

#[test]
fn one_upload_sent_many_times_at_once_is_one_message() {
    let server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let form = Multipart::default().text("client_id", &uuid()).file("a", &bytes(FILE_BYTES, 1)).file("b", b"b");
    let acks: Vec<_> = std::thread::scope(|scope| {
        let posts: Vec<_> = (0..8)
            .map(|_| {
                let (mut ali, form, path) = (ali.clone(), form.clone(), &path);
                scope.spawn(move || ali.upload(path, form))
            })
            .collect();
        posts.into_iter().map(|post| post.join().unwrap()).map(|reply| (reply.status(), reply.value())).collect()
    });
    assert_eq!(acks.iter().filter(|(status, _)| *status == 201).count(), 1, "{acks:?}");
    assert!(acks.iter().all(|(status, ack)| matches!(status, 200 | 201) && *ack == acks[0].1), "{acks:?}");
    assert_eq!(messages(&mut ali, room), 1);
    assert_eq!((kept(server.folder(), "chat_files").len(), kept(server.folder(), "tmp").len()), (2, 0));
    let id = acks[0].1["message_id"].to_string();
    assert_eq!(ali.get(&format!("/download/{id}/2/")).bytes, b"b");
}

#[test]
fn a_refused_upload_leaves_neither_a_message_nor_a_byte() {
    let server = server();
    let (mut ali, mut vali) = (server.user("ali"), server.user("vali"));
    let room = ali.create_room("Do'stlar", "private");
    let path = format!("/room/{room}/");
    let mine = ali.post_json(&path, &[("content", "eski")]).value()["message_id"].to_string();
    let form = Multipart::default;
    let text = |name, value: &str| form().text(name, value).file("a", b"a");
    let eleven = (0..11).fold(form(), |form, n| form.file(&n.to_string(), b"a"));
    let over = bytes(FILE_BYTES + 1, 3);
    for (what, form, status, code, field) in [
        ("one byte too many", form().file("a", &over), 413, "too_large", "no field"),
        ("the second one too", form().file("a", b"a").file("b", &over), 413, "too_large", "no field"),
        ("eleven files", eleven, 400, "too_long", "file"),
        ("a text after a file", form().file("a", b"a").text("content", "a"), 400, "bad_field", "form"),
        ("another field", form().part("form-data; name=\"content\"; filename=\"a\"", b"a"), 400, "bad_field", "file"),
        (
            "bytes without a name",
            form().part("form-data; name=\"file\"; filename=\"\"", b"a"),
            400,
            "bad_field",
            "file",
        ),
        ("an edit", text("edit_message_id", &mine), 400, "bad_field", "file"),
        ("a text too long", text("content", &"a".repeat(10_001)), 400, "too_long", "content"),
        ("no client_id", text("client_id", "7"), 400, "bad_field", "client_id"),
        ("no such parent", text("reply_to", "999999"), 400, "bad_reply", "no field"),
        ("no parent at all", text("reply_to", "abc"), 400, "bad_field", "reply_to"),
        ("no flag", text("as_files", "perhaps"), 400, "bad_field", "as_files"),
        ("a field twice", form().text("content", "a").text("content", "b").file("a", b"a"), 400, "bad_field", "form"),
    ] {
        let reply = ali.upload(&path, form);
        assert_eq!((reply.refusal(), &*reply.field()), ((status, code.to_owned()), field), "{what}");
        assert!(kept(server.folder(), "tmp").is_empty(), "{what}");
    }
    assert_eq!(vali.upload(&path, form().file("a", b"a")).refusal(), (404, "not_found".into()), "no member");
    assert_eq!(server.client().upload(&path, form().file("a", b"a")).refusal(), (401, "not_signed_in".into()));
    let foreign = ali.call(Method::POST, &path).json().header("sec-fetch-site", "cross-site");
    let reply = foreign.body(&Multipart::kind(), form().file("a", b"a").bytes()).send();
    assert_eq!(reply.refusal(), (403, "foreign_origin".into()));
    let whole = form().file("a", &bytes(1000, 4)).bytes();
    for cut in [10, 500, whole.len() - 3, whole.len() - 4, whole.len() - 8] {
        let cut_off = whole[..cut].to_vec();
        let reply = ali.call(Method::POST, &path).json().body(&Multipart::kind(), cut_off).send();
        assert_eq!(reply.refusal(), (400, "bad_field".into()), "cut off at {cut}");
    }
    assert_eq!(messages(&mut ali, room), 1);
    for folder in ["tmp", "chat_files", "thumbnails"] {
        assert!(kept(server.folder(), folder).is_empty(), "{folder}");
    }
}

#[test]
fn an_upload_without_room_is_refused_and_fits_when_there_is() {
    for (quota_bytes, reserve_bytes) in [(15_000, 0), (0, u64::MAX / 2)] {
        let server = TestServer::start_as(|config| {
            config.media.quota_bytes = quota_bytes;
            config.media.reserve_bytes = reserve_bytes;
        });
        let mut ali = server.user("ali");
        let room = ali.create_room("Do'stlar", "open");
        let path = format!("/room/{room}/");
        let form = |count| Multipart::default().text("content", "sig'adimi").file("a", &bytes(count, 1));
        assert_eq!(ali.upload(&path, form(20_000)).refusal(), (507, "disk_full".into()));
        assert_eq!(ali.post_json(&path, &[("content", "gap ketaveradi")]).status(), 201);
        let small = ali.upload(&path, form(10_000)).status();
        assert_eq!(small, if quota_bytes > 0 { 201 } else { 507 });
        assert!(kept(server.folder(), "tmp").is_empty());
    }
}

#[test]
fn uploads_are_counted_with_the_posts() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let mut upload = || ali.upload(&path, Multipart::default().file("a", b"a"));
    let refused = (0..200).map(|_| upload()).find(|reply| reply.status() != 201).unwrap();
    assert_eq!(refused.refusal(), (429, "rate_limited".into()));
    assert!(kept(server.folder(), "tmp").is_empty());
}

#[test]
fn a_browser_goes_on_to_its_message_or_gets_its_text_back() {
    let server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let path = format!("/room/{room}/");
    let mut post = |bytes: &[u8]| {
        let form = Multipart::default().text("content", "uzoq <yozilgan> gap").file("a.bin", bytes);
        ali.call(Method::POST, &path).body(&Multipart::kind(), form.bytes()).send()
    };
    let sent = post(b"a");
    assert_eq!(sent.status(), 303);
    assert!(sent.location().starts_with(&path) && sent.location().contains("#m"), "{}", sent.location());
    let refused = post(&bytes(FILE_BYTES + 1, 1));
    assert_eq!(refused.status(), 413);
    assert!(refused.body.contains("uzoq &lt;yozilgan&gt; gap</textarea>"), "{}", refused.body);
    assert!(refused.body.contains("64 KB"), "how much may be sent: {}", refused.body);
}

#[test]
fn a_body_that_says_it_is_too_large_is_refused_before_it_comes() {
    let server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let answer = wire(&ali, room, 2 << 30).answer();
    assert_eq!(answer.status, 413);
    assert!(String::from_utf8(answer.body).unwrap().contains("64 KB"), "how much may be sent");
}

#[test]
fn an_upload_keeps_its_connection_and_a_refusal_comes_before_the_rest_is_sent() {
    let server = server();
    let ali = server.user("ali");
    let room = ali.clone().create_room("Do'stlar", "open");
    let mut wire = Wire::open(&ali);
    let kind = format!("Content-Type: {}", Multipart::kind());
    let path = format!("POST /room/{room}/");
    let small = Multipart::default().text("content", "bir").file("a", b"a").bytes();
    for _ in 0..3 {
        wire.head(&path, &[&kind, &format!("Content-Length: {}", small.len())]);
        assert!(wire.send(&small));
        let answer = wire.answer();
        assert!(answer.status == 201 && !answer.head.contains("connection: close"), "{answer:?}");
    }
    let large = Multipart::default().text("reply_to", "999999").file("a", &bytes(5 * FILE_BYTES, 1)).bytes();
    wire.head(&path, &[&kind, &format!("Content-Length: {}", large.len())]);
    assert!(wire.send(&large[..2000]));
    assert_eq!(wire.answer().status, 400, "the parent is no message, whatever else comes");
    assert!(wire.send(&large[2000..]) && wire.is_ended());
}

#[test]
fn an_upload_in_chunks_is_taken_as_any_other() {
    let server = server();
    let ali = server.user("ali");
    let room = ali.clone().create_room("Do'stlar", "open");
    let body = Multipart::default().file("a", &bytes(FILE_BYTES, 1)).bytes();
    let mut wire = Wire::open(&ali);
    let kind = format!("Content-Type: {}", Multipart::kind());
    wire.head(&format!("POST /room/{room}/"), &[&kind, "Transfer-Encoding: chunked"]);
    for chunk in body.chunks(10_000) {
        assert!(wire.send(format!("{:x}\r\n", chunk.len()).as_bytes()) && wire.send(chunk) && wire.send(b"\r\n"));
    }
    assert!(wire.send(b"0\r\n\r\n"));
    let answer = wire.answer();
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let mut server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let body = Multipart::default().file("a", b"a").file("b", &bytes(FILE_BYTES, 1)).bytes();
    for part in [0, 100, 300, body.len() / 2, body.len() - 1] {
        let mut wire = wire(&ali, room, body.len());
        assert!(wire.send(&body[..part]));
        wire.hang_up();
    }
    assert_eq!(messages(&mut ali, room), 0);
    drop(ali);
    server.stop();
    for folder in ["tmp", "chat_files"] {
        assert!(kept(server.folder(), folder).is_empty(), "{folder}");
    }
}

#[test]
fn a_stop_waits_for_an_upload_and_for_nobody_who_asks_nothing() {
    let mut server = server();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let mut silent = Wire::open(&ali);
    silent.head("GET /healthz/", &[]);
    assert_eq!(silent.answer().status, 200);
    let body = Multipart::default().file("a", &bytes(FILE_BYTES, 1)).bytes();
    let (first, rest) = body.split_at(body.len() / 2);
    let mut upload = wire(&ali, room, body.len());
    assert!(upload.send(first));
    drop(ali);
    thread::scope(|threads| {
        threads.spawn(|| server.stop());
        assert!(silent.is_left(), "the stop waits for a connection without a request");
        assert!(upload.send(rest));
        assert_eq!(upload.answer().status, 201);
    });
}

#[test]
fn who_goes_while_a_file_comes_in_has_sent_nothing() {
    let server = server();
    let (mut ali, mut vali, mut soli) = (server.user("ali"), server.user("vali"), server.user("soli"));
    let room = ali.create_room("Do'stlar", "open");
    for client in [&mut vali, &mut soli] {
        client.post_json(&format!("/room/{room}/join/"), &[]);
    }
    let body = Multipart::default().file("a", &bytes(FILE_BYTES, 1)).bytes();
    let (first, rest) = body.split_at(body.len() / 2);
    let mut wires = [&vali, &soli].map(|client| wire(client, room, body.len()));
    for wire in &mut wires {
        assert!(wire.send(first));
    }
    let remove = [("action", "remove"), ("username", "vali")];
    assert_eq!(ali.post_json(&format!("/room/{room}/members/"), &remove).status(), 200);
    soli.post("/logout/", &[]);
    for (wire, status) in wires.iter_mut().zip([404, 401]) {
        assert!(wire.send(rest));
        assert_eq!(wire.answer().status, status);
    }
    assert_eq!(messages(&mut ali, room), 0);
    for folder in ["tmp", "chat_files"] {
        assert!(kept(server.folder(), folder).is_empty(), "{folder}");
    }
}

/// A connection that has sent the head of an upload.
fn wire(client: &Client, room: i64, length: usize) -> Wire {
    let mut wire = Wire::open(client);
    let lines = [format!("Content-Type: {}", Multipart::kind()), format!("Content-Length: {length}")];
    wire.head(&format!("POST /room/{room}/"), &[&lines[0], &lines[1]]);
    wire
}
