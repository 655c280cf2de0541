//! Whoever is refused in the middle of a body is told so, however much of it there is, by sockets that write and read as browsers do.

use std::{
    io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use crate::support::{Client, TestServer};

const MIB: usize = 1024 * 1024;
const GIB: usize = 1024 * MIB;
/// What a connection may hold between the two ends beside what the server reads of it, as the system sets it at most.
const IN_FLIGHT: usize = 24 * MIB;

/// One connection.
struct Wire {
    host: String,
    stream: BufReader<TcpStream>,
}

/// An answer that came whole.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
}

impl Wire {
    fn open(client: &Client) -> Self {
        let host = client.base().strip_prefix("http://").unwrap().to_owned();
        let stream = TcpStream::connect(&host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self { host, stream: BufReader::new(stream) }
    }

    /// Sends the head of a form from a page of ours.
    fn head(&mut self, path: &str, lines: &[&str]) {
        let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let host = &self.host;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nAccept: application/json\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n{lines}\r\n"
        );
        assert!(self.send(head.as_bytes()));
    }

    /// Whether the connection takes it.
    fn send(&mut self, bytes: &[u8]) -> bool {
        match self.stream.get_mut().write_all(bytes) {
            Ok(()) => true,
            Err(error) if matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Reads an answer to its own end, not to the end of the connection.
    fn answer(&mut self) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(self.stream.read_line(&mut head).unwrap() > 0, "no answer but {head:?}");
        }
        let value = |name: &str| {
            let value = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            value.map(str::to_owned)
        };
        if value("transfer-encoding").as_deref() == Some("chunked") {
            let mut size = usize::MAX;
            while size > 0 {
                let mut line = String::new();
                self.stream.read_line(&mut line).unwrap();
                size = usize::from_str_radix(line.trim(), 16).unwrap();
                self.stream.read_exact(&mut vec![0; size + 2]).unwrap();
            }
        } else {
            let size = value("content-length").unwrap().parse().unwrap();
            self.stream.read_exact(&mut vec![0; size]).unwrap();
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head }
    }

    /// Whether the server ends the connection in order, without a word more.
    fn is_ended(&mut self) -> bool {
        self.stream.get_ref().shutdown(Shutdown::Write).unwrap();
        self.stream.read(&mut [0]).is_ok_and(|read| read == 0)
    }
}

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
        wire.head(path, lines);
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
        wire.head(path, lines);
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
    wire.head("/login/", &["Content-Length: 2147483648"]);
    let mut sent = 0;
    while sent < GIB && wire.send(&vec![b'x'; MIB]) {
        sent += MIB;
    }
    assert!(sent < 8 * MIB + IN_FLIGHT, "{sent} bytes");

    // In chunks, and never fast enough to come to the limit of bytes.
    let mut wire = Wire::open(&server.client());
    wire.head("/absent/", &["Transfer-Encoding: chunked"]);
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
        wire.head("/login/", &[&format!("Content-Length: {}", form.len())]);
        assert!(wire.send(form.as_bytes()));
        let answer = wire.answer();
        assert_eq!(answer.status, status, "{form}: {answer:?}");
        assert!(!answer.head.contains("connection: close"), "{answer:?}");
    }
    assert!(wire.is_ended());
}
