//! A blocking HTTP request on its own connection: enough to log in, to set a room up and to move files.

use std::{
    io::{self, BufRead as _, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::Fallible;

const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of a transfer that move at once.
const CHUNK: usize = 128 * 1024;

/// What came back, but for the body.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    head: String,
}

impl Answer {
    /// The value of a header, up to `;`.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name))?.1.split(';').next()
    }
}

/// Asks for a path; with a form it is a POST.
///
/// # Errors
/// No answer in 20 s, or none that is HTTP.
pub fn request(to: SocketAddr, path: &str, cookie: &str, form: Option<&str>) -> Fallible<Answer> {
    fetch(to, path, cookie, form, &mut io::sink())
}

/// The same; the body of the answer goes `into` something.
///
/// # Errors
/// No answer in 20 s, or none that is HTTP; what `into` says.
pub fn fetch(to: SocketAddr, path: &str, cookie: &str, form: Option<&str>, into: &mut impl Write) -> Fallible<Answer> {
    let mut stream = connect(to)?;
    stream.write_all(head(to, path, cookie, form, Client::Browser).as_bytes())?;
    answer(stream, into)
}

/// A connection that waits no longer than 20 s for anything.
///
/// # Errors
/// Nobody listens.
pub fn connect(to: SocketAddr) -> Fallible<TcpStream> {
    let stream = TcpStream::connect_timeout(&to, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Reads an answer to the end of its connection; the body goes `into` something.
///
/// # Errors
/// No answer in time, or none that is HTTP and whole; what `into` says.
pub fn answer(stream: TcpStream, into: &mut impl Write) -> Fallible<Answer> {
    let mut stream = BufReader::with_capacity(CHUNK, stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head)? == 0 {
            return Err(format!("no HTTP answer but {head:?}").into());
        }
    }
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no HTTP answer")?;
    let answer = Answer { status, head };
    let bytes = pump(&mut stream, into)?;
    match answer.header("content-length").map(str::parse::<u64>).transpose()? {
        Some(length) if length != bytes => Err(format!("{bytes} bytes of {answer:?}").into()),
        _ => Ok(answer),
    }
}

/// Moves everything, a large piece at a time; how many bytes.
///
/// # Errors
/// What either end says.
pub fn pump(from: &mut impl Read, to: &mut impl Write) -> io::Result<u64> {
    let (mut chunk, mut bytes) = (vec![0; CHUNK], 0);
    loop {
        let read = from.read(&mut chunk)?;
        if read == 0 {
            return Ok(bytes);
        }
        to.write_all(chunk.get(..read).unwrap_or_default())?;
        bytes += read as u64;
    }
}

/// Who asks: a browser once, or a program that goes on asking over the same connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// Wants pages and redirects, and closes.
    Browser,
    /// Wants JSON, and keeps the connection.
    Program,
}

/// The bytes of a request, body included.
pub fn head(to: SocketAddr, path: &str, cookie: &str, form: Option<&str>, client: Client) -> String {
    let method = if form.is_some() { "POST" } else { "GET" };
    let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
    let body = form.unwrap_or_default();
    let kind = form.map_or(String::new(), |form| {
        format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", form.len())
    });
    let (accept, connection) = match client {
        Client::Browser => ("text/html", "close"),
        Client::Program => ("application/json", "keep-alive"),
    };
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nAccept: {accept}\r\n\
         Connection: {connection}\r\n{cookie}{kind}\r\n{body}"
    )
}
