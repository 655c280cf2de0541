//! A connection byte by byte: it writes and reads as a browser does, and stops where a browser would not.

use std::{
    io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use super::client::Client;

/// One connection of a visitor.
pub struct Wire {
    host: String,
    cookies: String,
    stream: BufReader<TcpStream>,
}

/// An answer that came whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Wire {
    pub fn open(client: &Client) -> Self {
        let host = client.base().strip_prefix("http://").unwrap().to_owned();
        let stream = TcpStream::connect(&host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let cookies = client.cookies().unwrap_or_default();
        Self { host, cookies, stream: BufReader::new(stream) }
    }

    /// Sends the head of a form from a page of ours.
    pub fn form(&mut self, path: &str, lines: &[&str]) {
        self.head(&format!("POST {path}"), &[lines, &["Content-Type: application/x-www-form-urlencoded"]].concat());
    }

    /// Sends the head of a request from a page of ours.
    pub fn head(&mut self, what: &str, lines: &[&str]) {
        let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let (host, cookies) = (&self.host, &self.cookies);
        let head = format!(
            "{what} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookies}\r\n\
             Accept: application/json\r\n{lines}\r\n"
        );
        assert!(self.send(head.as_bytes()));
    }

    /// Whether the connection takes it.
    pub fn send(&mut self, bytes: &[u8]) -> bool {
        match self.stream.get_mut().write_all(bytes) {
            Ok(()) => true,
            Err(error) if matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Reads an answer to its own end, not to the end of the connection.
    pub fn answer(&mut self) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(self.stream.read_line(&mut head).unwrap() > 0, "no answer but {head:?}");
        }
        let value = |name: &str| {
            let value = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            value.map(str::to_owned)
        };
        let mut body = Vec::new();
        if value("transfer-encoding").as_deref() == Some("chunked") {
            let mut size = usize::MAX;
            while size > 0 {
                let mut line = String::new();
                self.stream.read_line(&mut line).unwrap();
                size = usize::from_str_radix(line.trim(), 16).unwrap();
                let start = body.len();
                body.resize(start + size + 2, 0);
                self.stream.read_exact(&mut body[start..]).unwrap();
                body.truncate(start + size);
            }
        } else {
            body.resize(value("content-length").unwrap().parse().unwrap(), 0);
            self.stream.read_exact(&mut body).unwrap();
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body }
    }

    /// Goes away without a word.
    pub fn hang_up(self) {
        self.stream.get_ref().shutdown(Shutdown::Both).unwrap();
    }

    /// Whether the server ends the connection in order, without a word more, when its peer does.
    pub fn is_ended(&mut self) -> bool {
        self.stream.get_ref().shutdown(Shutdown::Write).unwrap();
        self.is_left()
    }

    /// Whether the server ends the connection in order, of its own will.
    pub fn is_left(&mut self) -> bool {
        self.stream.read(&mut [0]).is_ok_and(|read| read == 0)
    }
}
