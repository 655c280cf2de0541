//! A blocking HTTP request on its own connection: enough to log in and to set a room up before anything is measured.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::Fallible;

const PATIENCE: Duration = Duration::from_secs(20);

/// What came back.
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
    let mut stream = TcpStream::connect_timeout(&to, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(head(to, path, cookie, form, Client::Browser).as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let head = answer.split("\r\n\r\n").next().unwrap_or_default().to_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no HTTP answer")?;
    Ok(Answer { status, head })
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
