//! Rows 8 and 9 through sockets: a fixed number of posts under way, each answered by an ack before the next one goes. The posts
//! take turns over many sockets, because a server lets one socket send only so many frames a second. The sockets have no
//! room in view: what is measured is storing, not fan-out.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use uuid::Uuid;

use crate::{
    Fallible,
    audience::Ack,
    fleet::{Fleet, Listener},
    incoming::Incoming,
    product::Product,
    text,
};

/// Bytes of a text that is posted.
pub const TEXT_BYTES: usize = 80;
/// Sockets over which posts take turns.
const SOCKETS: usize = 512;
/// How long nothing may happen before a run is given up.
const STALLED: Duration = Duration::from_secs(20);

/// Sockets that post into one room.
pub struct SocketPosters {
    fleet: Fleet,
    room: String,
    posts: usize,
    answers: Answers,
}

/// What is under way and what came back.
#[derive(Default)]
struct Answers {
    open: HashMap<String, (String, Instant)>,
    acks: Vec<Ack>,
    /// Seconds from post to ack, each.
    latencies: Vec<f64>,
}

/// One measurement.
#[derive(Debug)]
pub struct Posted {
    /// Wall time of all.
    pub wall: Duration,
    /// Seconds from post to ack, sorted.
    pub latencies: Vec<f64>,
}

impl SocketPosters {
    /// Connects the sockets.
    ///
    /// # Errors
    /// One is refused.
    pub fn connect(product: &Product) -> Fallible<Self> {
        let mut fleet = Fleet::new()?;
        let mut answers = Answers::default();
        for client in 0..SOCKETS {
            fleet.connect(product.site.address(), "/ws/", product.cookie_of(client))?;
            fleet.pump(Duration::ZERO, &mut answers)?;
        }
        Ok(Self { fleet, room: product.room.clone(), posts: 0, answers })
    }

    /// Posts `messages`, `in_flight` at a time.
    ///
    /// # Errors
    /// A refusal, or no ack for 20 s.
    pub fn run(&mut self, messages: usize, in_flight: usize) -> Fallible<Posted> {
        let start = Instant::now();
        let goal = self.answers.acks.len() + messages;
        let mut left = messages;
        self.answers.latencies.clear();
        while self.answers.acks.len() < goal {
            while left > 0 && self.answers.open.len() < in_flight {
                self.post()?;
                left -= 1;
            }
            self.fleet.pump(Duration::from_millis(100), &mut self.answers)?;
            if self.answers.open.values().any(|(_, sent)| sent.elapsed() > STALLED) {
                return Err("a post without an ack".into());
            }
        }
        let wall = start.elapsed();
        let mut latencies = std::mem::take(&mut self.answers.latencies);
        latencies.sort_by(f64::total_cmp);
        Ok(Posted { wall, latencies })
    }

    /// What was acknowledged since the last call.
    pub fn take_acks(&mut self) -> Vec<Ack> {
        std::mem::take(&mut self.answers.acks)
    }

    fn post(&mut self) -> Fallible<()> {
        let client_id = Uuid::new_v4().to_string();
        let text = text::sentence(self.posts, TEXT_BYTES);
        let room = &self.room;
        let frame =
            format!(r#"{{"type":"chat_message","room_id":{room},"client_id":"{client_id}","message":"{text}"}}"#);
        let from = self.posts % SOCKETS;
        self.posts += 1;
        self.answers.open.insert(client_id, (text, Instant::now()));
        self.fleet.send(from, frame.as_bytes())
    }
}

impl Listener for Answers {
    fn text(&mut self, socket: usize, payload: &[u8]) -> Fallible<()> {
        let incoming = Incoming::parse(payload)?;
        match incoming.kind() {
            "ack" => {
                let client_id = incoming.client_id()?.to_owned();
                let (text, sent) =
                    self.open.remove(&client_id).ok_or("an ack of what nobody posted, or a second one")?;
                self.latencies.push(sent.elapsed().as_secs_f64());
                self.acks.push(Ack { client_id, seq: incoming.seq()?, text });
                Ok(())
            }
            "error" | "" => Err(format!("socket {socket}: {}", String::from_utf8_lossy(payload)).into()),
            _ => Ok(()),
        }
    }
}
