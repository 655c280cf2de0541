//! A socket as a page opens it: frames by their type, in the order in which they come.

use std::{net::TcpStream, time::Duration};

use serde_json::Value;
use tokio_tungstenite::tungstenite::{
    HandshakeError, Message, WebSocket,
    client::IntoClientRequest as _,
    error::Error,
    http::header::{COOKIE, HeaderValue, ORIGIN},
};

use super::client::Client;

/// By when a frame has to be there.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open socket.
pub struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// Opens a socket as one of our pages does; a refusal is its status and code.
    pub fn open(client: &Client, path: &str) -> Result<Self, (u16, String)> {
        Self::open_from(client, path, client.base())
    }

    /// The same from another origin.
    pub fn open_from(client: &Client, path: &str, origin: &str) -> Result<Self, (u16, String)> {
        let host = client.base().strip_prefix("http://").unwrap();
        let mut request = format!("ws://{host}{path}").into_client_request().unwrap();
        request.headers_mut().insert(ORIGIN, HeaderValue::from_str(origin).unwrap());
        if let Some(cookies) = client.cookies() {
            request.headers_mut().insert(COOKIE, HeaderValue::from_str(&cookies).unwrap());
        }
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        match tokio_tungstenite::tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Failure(Error::Http(refused))) => {
                let body: Value =
                    serde_json::from_slice(refused.body().as_deref().unwrap_or_default()).unwrap_or_default();
                Err((refused.status().as_u16(), body["error"]["code"].as_str().unwrap_or("no code").to_owned()))
            }
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// A socket with a room in view.
    pub fn view(client: &Client, room: i64) -> Self {
        let mut socket = Self::open(client, &format!("/ws/chat/{room}/")).unwrap();
        socket.next("ready");
        socket
    }

    pub fn send(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).unwrap();
    }

    /// The next frame of a type; others before it are passed over.
    pub fn next(&mut self, kind: &str) -> Value {
        loop {
            match self.0.read().unwrap_or_else(|error| panic!("no {kind}: {error}")) {
                Message::Text(text) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if frame["type"] == kind {
                        return frame;
                    }
                }
                Message::Close(why) => panic!("closed before {kind}: {why:?}"),
                _ => {}
            }
        }
    }

    /// The code with which the server closes; frames before it are passed over.
    pub fn closed(mut self) -> u16 {
        loop {
            match self.0.read() {
                Ok(Message::Close(Some(why))) => return why.code.into(),
                Ok(_) => {}
                Err(error) => panic!("not closed properly: {error}"),
            }
        }
    }
}
