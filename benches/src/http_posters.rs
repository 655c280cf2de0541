//! Row 8 by the other door: kept-alive connections that each POST a message and wait for its 201 before the next.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::SocketAddr,
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpStream};
use uuid::Uuid;

use crate::{Fallible, audience::Ack, http, incoming::Incoming, product::Product, socket_posters::TEXT_BYTES, text};

const SCRATCH: usize = 64 * 1024;
const STALLED: Duration = Duration::from_secs(20);

/// Connections that post into one room.
pub struct HttpPosters {
    poll: Poll,
    events: Events,
    posters: Vec<Poster>,
    address: SocketAddr,
    path: String,
    posts: usize,
    acks: Vec<Ack>,
}

struct Poster {
    stream: TcpStream,
    cookie: String,
    /// The post under way: its `client_id` and text.
    open: Option<(String, String)>,
    answer: Vec<u8>,
}

impl HttpPosters {
    /// Connects.
    ///
    /// # Errors
    /// The server does not listen.
    pub fn connect(product: &Product, connections: usize) -> Fallible<Self> {
        let poll = Poll::new()?;
        let mut posters = Vec::new();
        for number in 0..connections {
            let stream = std::net::TcpStream::connect(product.site.address())?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(number), Interest::READABLE)?;
            posters.push(Poster {
                stream,
                cookie: product.cookie_of(number).to_owned(),
                open: None,
                answer: Vec::new(),
            });
        }
        let (address, path) = (product.site.address(), format!("/room/{}/", product.room));
        Ok(Self { poll, events: Events::with_capacity(256), posters, address, path, posts: 0, acks: Vec::new() })
    }

    /// Posts `messages` over all connections; returns the wall time.
    ///
    /// # Errors
    /// Another answer than 201, or none for 20 s.
    pub fn run(&mut self, messages: usize) -> Fallible<Duration> {
        let start = Instant::now();
        let goal = self.acks.len() + messages;
        let mut left = messages;
        for number in 0..self.posters.len().min(messages) {
            self.post(number)?;
            left -= 1;
        }
        while self.acks.len() < goal {
            self.poll.poll(&mut self.events, Some(STALLED))?;
            let ready: Vec<usize> = self.events.iter().map(|event| event.token().0).collect();
            if ready.is_empty() {
                return Err("a POST without an answer".into());
            }
            for number in ready {
                if self.receive(number)? && left > 0 {
                    self.post(number)?;
                    left -= 1;
                }
            }
        }
        Ok(start.elapsed())
    }

    /// What was acknowledged since the last call.
    pub fn take_acks(&mut self) -> Vec<Ack> {
        std::mem::take(&mut self.acks)
    }

    fn post(&mut self, number: usize) -> Fallible<()> {
        let (client_id, text) = (Uuid::new_v4().to_string(), text::sentence(self.posts, TEXT_BYTES));
        self.posts += 1;
        let poster = self.posters.get_mut(number).ok_or("no such poster")?;
        let form = format!("client_id={client_id}&content={}", text.replace(' ', "+"));
        let request = http::head(self.address, &self.path, &poster.cookie, Some(&form), http::Client::Program);
        poster.open = Some((client_id, text));
        Ok(poster.stream.write_all(request.as_bytes())?)
    }

    /// Reads what is there; whether it completed an answer.
    fn receive(&mut self, number: usize) -> Fallible<bool> {
        let poster = self.posters.get_mut(number).ok_or("no such poster")?;
        let mut scratch = [0; SCRATCH];
        loop {
            match poster.stream.read(&mut scratch) {
                Ok(0) => return Err("the server closed a kept-alive connection".into()),
                Ok(read) => poster.answer.extend_from_slice(scratch.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
        }
        let Some(body) = whole_body(&poster.answer)? else { return Ok(false) };
        if !poster.answer.starts_with(b"HTTP/1.1 201 ") {
            return Err(format!("refused: {}", String::from_utf8_lossy(&poster.answer)).into());
        }
        let answer = Incoming::parse(body)?;
        let (client_id, text) = poster.open.take().ok_or("an answer to nothing")?;
        if answer.client_id()? != client_id {
            return Err(format!("the answer to another post: {answer:?}").into());
        }
        self.acks.push(Ack { client_id, seq: answer.seq()?, text });
        poster.answer.clear();
        Ok(true)
    }
}

/// The body of an answer, once all of it is there.
fn whole_body(answer: &[u8]) -> Fallible<Option<&[u8]>> {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let (head, body) = answer.split_at(end + 4);
    let head = std::str::from_utf8(head)?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).ok_or("an answer of no length")?;
    let length: usize = length.parse()?;
    Ok((body.len() >= length).then_some(body))
}
