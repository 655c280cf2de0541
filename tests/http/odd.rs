//! Whatever is asked, it is never a fault of ours: odd ids, numbers, names and bodies on every address.

use ureq::http::Method;

use crate::support::{Multipart, TestServer};

const ODD: [&str; 20] = [
    "",
    "0",
    "-1",
    "+1",
    "1e3",
    "0x10",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "99999999999999999999999999",
    "NaN",
    "null",
    "[]",
    "{\"$ne\":1}",
    "' OR 1=1 --",
    "\u{0}",
    "\u{FFFD}\u{202E}\u{200B}",
    "../../etc/passwd",
    "%2e%2e%2f",
    "<script>alert(1)</script>",
];

const FIELDS: [&str; 29] = [
    "content",
    "reply_to",
    "client_id",
    "edit_message_id",
    "edited_content",
    "seen",
    "seq",
    "room_name",
    "visibility",
    "action",
    "username",
    "password",
    "display_name",
    "language",
    "theme",
    "next",
    "confirm",
    "before",
    "after",
    "around",
    "since",
    "limit",
    "saved",
    "download",
    "as_files",
    "emoji",
    "on",
    "pane",
    "q",
];

fn encoded(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[test]
fn odd_values_are_refused_and_never_a_fault() {
    let server = TestServer::start_unlimited();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let id = ali.post_json(&format!("/room/{room}/"), &[("content", "a")]).value()["message_id"].to_string();
    let file = Multipart::default().file("a", b"a");
    let file = ali.upload(&format!("/room/{room}/"), file).value()["message_id"].to_string();
    let gets = [
        "/".to_owned(),
        "/login/".to_owned(),
        "/account/".to_owned(),
        format!("/room/{room}/"),
        format!("/room/{room}/messages/"),
        format!("/room/{room}/members/"),
        format!("/room/{room}/readers/"),
        format!("/download/{file}/"),
    ];
    let posts = [
        "/create/".to_owned(),
        "/account/".to_owned(),
        "/language/".to_owned(),
        format!("/room/{room}/"),
        format!("/room/{room}/read/"),
        format!("/room/{room}/unread/"),
        format!("/room/{room}/members/"),
        format!("/room/{room}/settings/"),
        format!("/react/{id}/"),
        format!("/delete-content/{id}/file/"),
    ];
    for value in ODD {
        for path in &gets {
            for chunk in FIELDS.chunks(6) {
                let query = encoded(&chunk.iter().map(|field| (*field, value)).collect::<Vec<_>>());
                let status = ali.get(&format!("{path}?{query}")).status();
                assert!(status < 500, "{status}: GET {path}?{query}");
            }
        }
        for path in &posts {
            for chunk in FIELDS.chunks(3) {
                let form: Vec<_> = chunk.iter().map(|field| (*field, value)).collect();
                let status = ali.post_json(path, &form).status();
                assert!(status < 500, "{status}: POST {path} {form:?}");
            }
        }
        let part: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        for path in [
            format!("/room/{part}/"),
            format!("/delete-content/{part}/{part}/"),
            format!("/room/{part}/readers/"),
            format!("/download/{part}/{part}/"),
            format!("/thumbnail/{part}/{part}/"),
            format!("/setup/{part}/"),
            format!("/{part}/"),
        ] {
            let status = ali.get(&path).status();
            assert!(status < 500, "{status}: GET {path}");
        }
    }
}

#[test]
fn odd_bodies_are_refused_and_never_a_fault() {
    let server = TestServer::start();
    let mut ali = server.user("ali");
    let room = ali.create_room("Do'stlar", "open");
    let form = "application/x-www-form-urlencoded";
    let parts = "multipart/form-data; boundary=x";
    let many = (0..1000).map(|n| format!("f{n}=1")).collect::<Vec<_>>().join("&");
    let file = |head: &[u8]| {
        let rest = b"\r\n\r\na\r\n--x--\r\n".as_slice();
        (parts, [b"--x\r\nContent-Disposition: form-data; ".as_slice(), head, rest].concat())
    };
    let bodies: [(&str, Vec<u8>); 22] = [
        (form, b"content=%".to_vec()),
        (form, b"content=%zz".to_vec()),
        (form, b"content=%C0%80".to_vec()),
        (form, b"content=\xff\xfe".to_vec()),
        (form, b"content=a&content=b".to_vec()),
        (form, b"&&&===&=".to_vec()),
        (form, many.into_bytes()),
        ("multipart/form-data", b"--x\r\n".to_vec()),
        (parts, Vec::new()),
        (parts, b"--x--".to_vec()),
        (parts, b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n".to_vec()),
        (parts, b"--x\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\n\xff\r\n--x--\r\n".to_vec()),
        ("text/plain", b"content=a".to_vec()),
        file(b"name=\"file\"; filename=\"\xff\xfe\""),
        file(b"name=\"file\"; filename=\"\0\x1b[2J\""),
        file(b"name=\"file\"; filename=\"a\\\""),
        file(b"name=\"file\"; filename*=UTF-8''%FF%00"),
        file(b"name=\"file\"; filename*=KOI8-R''%C1; filename=\"\\\"\""),
        file(b"name=\"file\"; filename=\"a\"\r\nContent-Length: 99999999999999999999"),
        file(b"name=\"file\"; filename=\"a\"\r\nContent-Length: 9"),
        file(b"name=\"file\"; filename=\"a\"\r\nContent-Type: multipart/mixed; boundary=y"),
        file(&[b"name=\"file\"; filename=\"a\"\r\nX-Long: ", vec![b'a'; 100_000].as_slice()].concat()),
    ];
    for path in ["/login/", "/create/", "/language/", &format!("/room/{room}/"), &format!("/room/{room}/read/")] {
        for (kind, body) in &bodies {
            let reply = ali.call(Method::POST, path).json().body(kind, body.clone()).send();
            assert!(reply.status() < 500, "{path} {kind}: {} {}", reply.status, reply.body);
        }
    }
}
