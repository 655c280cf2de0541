//! A message with files, sent as a program sends it: one multipart POST on a connection of its own, streamed, whole or cut off.

use std::{
    io::{self, Cursor, Read},
    net::{Shutdown, SocketAddr},
};

use serde_json::Value;
use uuid::Uuid;

use crate::{
    Fallible,
    http::{self, pump},
    noise::Noise,
};

const BOUNDARY: &str = "a-line-that-no-noise-has";
/// What begins a part, and what ends them all.
const NEXT: &str = "--a-line-that-no-noise-has\r\n";
const END: &str = "--a-line-that-no-noise-has--\r\n";

/// An upload; sent again, it is the same message.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The server.
    pub to: SocketAddr,
    /// The room's id.
    pub room: String,
    /// Whose login.
    pub cookie: String,
    /// The message's `client_id`.
    pub client_id: Uuid,
    /// The files, each with its name.
    pub files: Vec<(String, Noise)>,
}

/// What the server made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is a message.
    Acked {
        /// Its id.
        message_id: i64,
    },
    /// It was refused with this status.
    Refused(u16),
}

/// An upload as it goes over the wire.
pub struct Request {
    /// Bytes of all of it.
    pub bytes: u64,
    reader: Box<dyn Read>,
}

impl Read for Request {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reader.read(into)
    }
}

impl Upload {
    /// Sends it and waits for the answer. A server that refuses need not read it to its end.
    ///
    /// # Errors
    /// The connection broke before there was an answer.
    pub fn send(&self) -> Fallible<Told> {
        let mut stream = http::connect(self.to)?;
        let sent = pump(&mut self.request(), &mut stream);
        let mut body = Vec::new();
        let answer = http::answer(stream, &mut body).map_err(|error| sent.err().map_or(error, Into::into))?;
        match answer.status {
            200 | 201 => {
                let body: Value = serde_json::from_slice(&body)?;
                let message_id = body.get("message_id").and_then(Value::as_i64).ok_or("no message_id")?;
                Ok(Told::Acked { message_id })
            }
            status => Ok(Told::Refused(status)),
        }
    }

    /// Sends the first bytes of it and hangs up.
    ///
    /// # Errors
    /// Nobody listens.
    pub fn send_until(&self, bytes: u64) -> Fallible<()> {
        let mut stream = http::connect(self.to)?;
        // What the server does not take any more is not missed.
        let _ = pump(&mut self.request().take(bytes), &mut stream);
        Ok(stream.shutdown(Shutdown::Both)?)
    }

    /// All of it, ready to be read.
    pub fn request(&self) -> Request {
        let text = format!("{NEXT}Content-Disposition: form-data; name=\"client_id\"\r\n\r\n{}\r\n", self.client_id);
        let mut length = text.len() as u64;
        let mut body: Box<dyn Read> = Box::new(Cursor::new(text));
        for (name, noise) in &self.files {
            let head = format!(
                "{NEXT}Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            length += head.len() as u64 + noise.bytes() + 2;
            body = Box::new(body.chain(Cursor::new(head)).chain(noise.clone()).chain(&b"\r\n"[..]));
        }
        length += END.len() as u64;
        let (to, cookie) = (self.to, &self.cookie);
        let head = format!(
            "POST /room/{}/ HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nAccept: application/json\r\n\
             Connection: close\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
             Content-Length: {length}\r\n\r\n",
            self.room
        );
        Request {
            bytes: head.len() as u64 + length,
            reader: Box::new(Cursor::new(head).chain(body).chain(END.as_bytes())),
        }
    }
}
