//! Whoever is refused in the middle of a body is told so, however much of it there is, by sockets that write and read as browsers do.

use std::time::Duration;

use crate::support::{TestServer, Wire};

const MIB: usize = 1024 * 1024;
const GIB: usize = 1024 * MIB;
/// What a connection may hold between the two ends beside what the server reads of it, as the system sets it at most.
const IN_FLIGHT: usize = 64 * MIB;

/// Bodies of 2 GiB, or in chunks, that are refused, and with what.
const REFUSED: [(&str, &[&str], u16); 7] = [
    ("/login/", &["Content-Length: 2147483648"], 413),
    ("/login/", &["Content-Length: 2147483648", "Accept-Encoding: gzip"], 413),
    ("/login/", &["Content-Length: 2147483648", "Content-Encoding: gzip"], 415),
    ("/logout/", &["Content-Length: 2147483648", "Sec-Fetch-Site: cross-site"], 403),
    ("/absent/", &["Content-Length: 2147483648"], 404),
    ("/absent/", &["Transfer-Encoding: chunked"], 404),
    ("/login", &["Transfer-Encoding: chunked"], 308),
];

/// A mebibyte of such a body.
fn mebibyte(lines: &[&str]) -> Vec<u8> {
    let bytes = vec![b'x'; MIB];
    let is_chunked = lines.iter().any(|line| line.starts_with("Transfer-Encoding"));
    if is_chunked { [b"100000\r\n", bytes.as_slice(), b"\r\n"].concat() } else { bytes }
}

#[test]
fn a_refusal_comes_before_a_byte_of_the_body_and_the_connection_then_ends_in_order() {
    let server = TestServer::start();
    for (path, lines, status) in REFUSED {
        let mut wire = Wire::open(&server.client());
        wire.form(path, lines);
        let answer = wire.answer();
        assert_eq!(answer.status, status, "{path} {lines:?}: {answer:?}");
        assert!(answer.head.contains("connection: close"), "{answer:?}");
        // It is still read from: closed with this unread, the connection would be reset.
        assert!(wire.send(&mebibyte(lines)), "{path} {lines:?}");
        assert!(wire.is_ended(), "{path} {lines:?}");
    }
}

#[test]
fn who_sends_megabytes_before_reading_reads_the_refusal() {
    let server = TestServer::start();
    for (path, lines, status) in REFUSED {
        let mut wire = Wire::open(&server.client());
        wire.form(path, lines);
        for _ in 0..6 {
            assert!(wire.send(&mebibyte(lines)), "{path} {lines:?}");
        }
        assert_eq!(wire.answer().status, status, "{path} {lines:?}");
        assert!(wire.is_ended(), "{path} {lines:?}");
    }
}

#[test]
fn who_sends_for_ever_is_cut() {
    let server = TestServer::start();
    let mut wire = Wire::open(&server.client());
    wire.form("/login/", &["Content-Length: 2147483648"]);
    let mut sent = 0;
    while sent < GIB && wire.send(&vec![b'x'; MIB]) {
        sent += MIB;
    }
    assert!(sent < 8 * MIB + IN_FLIGHT, "{sent} bytes");

    // In chunks, and never fast enough to come to the limit of bytes.
    let mut wire = Wire::open(&server.client());
    wire.form("/absent/", &["Transfer-Encoding: chunked"]);
    let mut chunks = 0;
    while chunks < 500 && wire.send(b"1\r\nx\r\n") {
        std::thread::park_timeout(Duration::from_millis(50));
        chunks += 1;
    }
    assert!(chunks < 500, "still read after {chunks} chunks");
}

#[test]
fn a_form_that_was_read_keeps_its_connection_refused_or_not() {
    let server = TestServer::start();
    let mut wire = Wire::open(&server.client());
    let wrong = "username=rahbar&password=wrong";
    for (form, status) in [(wrong, 401), ("username=a&username=b", 400), (wrong, 401)] {
        wire.form("/login/", &[&format!("Content-Length: {}", form.len())]);
        assert!(wire.send(form.as_bytes()));
        let answer = wire.answer();
        assert_eq!(answer.status, status, "{form}: {answer:?}");
        assert!(!answer.head.contains("connection: close"), "{answer:?}");
    }
    assert!(wire.is_ended());
}
