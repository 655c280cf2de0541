//! Checks every delivery: all clients get the same frames, in one order, by gapless numbers, once, with the text that was
//! posted. The first client to get a frame has it parsed; for the others the bytes must be equal. Costs a comparison of the frame
//! per delivery.

use std::collections::{HashMap, VecDeque};

use crate::{Fallible, fleet::Listener, incoming::Incoming};

/// A post that the server acknowledged, to be looked up in the database.
#[derive(Clone, Debug)]
pub struct Ack {
    /// The command's own name.
    pub client_id: String,
    /// The number it was given.
    pub seq: i64,
    /// What was posted.
    pub text: String,
}

/// Everybody in one room, and what they have got so far.
#[derive(Default)]
pub struct Audience {
    /// Per client: how many messages it has.
    got: Vec<usize>,
    /// Messages that not everybody has.
    open: VecDeque<Delivery>,
    /// Messages that everybody has.
    complete: usize,
    posted: HashMap<String, Post>,
    /// Whether posts are acknowledged; the limit programs do not.
    acknowledged: bool,
    unseen: usize,
    last_seq: Option<i64>,
    acks: Vec<Ack>,
    ready: usize,
    frame_bytes: usize,
}

struct Post {
    text: String,
    seen: bool,
    acked: bool,
}

struct Delivery {
    frame: Box<[u8]>,
    missing: usize,
}

impl Audience {
    /// Nobody yet; `acknowledged` where each post must be answered by one ack, before or after its frame.
    pub fn new(acknowledged: bool) -> Self {
        Self { acknowledged, ..Self::default() }
    }

    /// One more client listens, from the next message on.
    pub fn join(&mut self) {
        self.got.push(self.complete + self.open.len());
    }

    /// A post is about to be sent.
    pub fn expect(&mut self, client_id: String, text: String) {
        self.posted.insert(client_id, Post { text, seen: false, acked: !self.acknowledged });
        self.unseen += 1;
    }

    /// Messages that all clients have.
    pub fn complete(&self) -> usize {
        self.complete
    }

    /// Clients that joined.
    pub fn clients(&self) -> usize {
        self.got.len()
    }

    /// Posts that somebody still has to get.
    pub fn in_flight(&self) -> usize {
        self.unseen + self.open.len()
    }

    /// Whether every post has reached everybody and was acknowledged.
    pub fn settled(&self) -> bool {
        self.posted.is_empty() && self.in_flight() == 0
    }

    /// Clients to whom the server said `ready`.
    pub fn ready(&self) -> usize {
        self.ready
    }

    /// Bytes of the last message's frame.
    pub fn frame_bytes(&self) -> usize {
        self.frame_bytes
    }

    /// What was acknowledged since the last call.
    pub fn take_acks(&mut self) -> Vec<Ack> {
        std::mem::take(&mut self.acks)
    }

    /// Notes a message that nobody had yet.
    fn first(&mut self, payload: &[u8], incoming: &Incoming) -> Fallible<()> {
        let client_id = incoming.client_id()?;
        let post = self.posted.get_mut(client_id).filter(|post| !post.seen);
        let post = post.ok_or("a message that nobody posted, or one delivered twice")?;
        if incoming.message.as_ref() != Some(&post.text) {
            return Err(format!("another text than was posted: {incoming:?}").into());
        }
        post.seen = true;
        if post.acked {
            self.posted.remove(client_id);
        }
        let seq = incoming.seq()?;
        if self.last_seq.is_some_and(|last| seq != last + 1) {
            return Err(format!("number {seq} came after {:?}", self.last_seq).into());
        }
        self.last_seq = Some(seq);
        self.unseen -= 1;
        self.frame_bytes = payload.len();
        self.open.push_back(Delivery { frame: payload.into(), missing: self.got.len() });
        Ok(())
    }

    fn acknowledge(&mut self, incoming: &Incoming) -> Fallible<()> {
        let (client_id, seq) = (incoming.client_id()?.to_owned(), incoming.seq()?);
        let post = self.posted.get_mut(&client_id).filter(|post| !post.acked);
        let post = post.ok_or("an ack of what nobody posted, or a second one")?;
        self.acks.push(Ack { client_id: client_id.clone(), seq, text: post.text.clone() });
        post.acked = true;
        if post.seen {
            self.posted.remove(&client_id);
        }
        Ok(())
    }

    /// Counts the `at`-th message (from the first ever) as delivered to a client.
    fn deliver(&mut self, client: usize, at: usize) -> Fallible<()> {
        *self.got.get_mut(client).ok_or("a client that never joined")? += 1;
        self.open.get_mut(at - self.complete).ok_or("a delivery out of order")?.missing -= 1;
        while self.open.front().is_some_and(|oldest| oldest.missing == 0) {
            self.open.pop_front();
            self.complete += 1;
        }
        Ok(())
    }
}

impl Listener for Audience {
    fn text(&mut self, client: usize, payload: &[u8]) -> Fallible<()> {
        let at = *self.got.get(client).ok_or("a client that never joined")?;
        if self.open.get(at - self.complete).is_some_and(|delivery| *delivery.frame == *payload) {
            return self.deliver(client, at);
        }
        let incoming = Incoming::parse(payload)?;
        match incoming.kind() {
            "chat_message" if at == self.complete + self.open.len() => {
                self.first(payload, &incoming)?;
                self.deliver(client, at)
            }
            "chat_message" => Err(format!("client {client} got another message than the others: {incoming:?}").into()),
            "ack" => self.acknowledge(&incoming),
            "ready" => {
                self.ready += 1;
                Ok(())
            }
            "error" | "reset" | "" => Err(format!("client {client}: {}", String::from_utf8_lossy(payload)).into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(clients: usize) -> Audience {
        let mut room = Audience::new(true);
        (0..clients).for_each(|_| room.join());
        for id in ["a", "b"] {
            room.expect(id.into(), format!("text of {id}"));
        }
        room
    }

    fn message(id: &str, seq: i64) -> Vec<u8> {
        format!(r#"{{"type":"chat_message","client_id":"{id}","seq":{seq},"message":"text of {id}"}}"#).into_bytes()
    }

    #[test]
    fn a_message_is_complete_when_everybody_has_it() {
        let mut room = room(2);
        room.text(0, &message("a", 1)).unwrap();
        room.text(0, &message("b", 2)).unwrap();
        assert_eq!((room.complete(), room.in_flight()), (0, 2));
        room.text(1, &message("a", 1)).unwrap();
        assert_eq!((room.complete(), room.in_flight()), (1, 1));
        room.text(1, &message("b", 2)).unwrap();
        assert_eq!((room.complete(), room.in_flight()), (2, 0));
    }

    #[test]
    fn a_gap_a_swap_a_repeat_and_a_changed_text_void_the_run() {
        let mut gap = room(1);
        gap.text(0, &message("a", 1)).unwrap();
        assert!(gap.text(0, &message("b", 3)).is_err());

        let mut swap = room(2);
        swap.text(0, &message("a", 1)).unwrap();
        assert!(swap.text(1, &message("b", 2)).is_err());

        let mut repeat = room(1);
        repeat.text(0, &message("a", 1)).unwrap();
        repeat.text(0, br#"{"type":"ack","client_id":"a","seq":1}"#).unwrap();
        assert!(repeat.text(0, &message("a", 2)).is_err());

        let mut changed = room(1);
        assert!(changed.text(0, br#"{"type":"chat_message","client_id":"a","seq":1,"message":"x"}"#).is_err());
    }
}
