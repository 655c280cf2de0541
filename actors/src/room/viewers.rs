//! The live sessions of a room, and the workers they are on.

use std::collections::HashMap;

use actix::{Context, Handler, Message};

use super::Room;
use crate::relay::{RelayRef, SocketId};

#[derive(Default)]
pub(super) struct Viewers {
    sockets: HashMap<SocketId, ()>,
    relays: Vec<(RelayRef, usize)>,
}

impl Viewers {
    pub fn is_empty(&self) -> bool {
        self.sockets.is_empty()
    }

    /// The workers with at least one viewer.
    pub fn relays(&self) -> impl Iterator<Item = &RelayRef> {
        self.relays.iter().map(|(relay, _)| relay)
    }

    pub fn add(&mut self, socket: SocketId, relay: &RelayRef) {
        if self.sockets.insert(socket, ()).is_some() {
            return;
        }
        match self.relays.iter_mut().find(|(known, _)| known.id == relay.id) {
            Some((_, count)) => *count += 1,
            None => self.relays.push((relay.clone(), 1)),
        }
    }

    /// Forgets the sockets of workers that are gone.
    pub fn retain(&mut self, relays: &[RelayRef]) {
        let lives = |id| relays.iter().any(|relay| relay.id == id);
        self.sockets.retain(|socket, ()| lives(socket.relay));
        self.relays.retain(|(relay, _)| lives(relay.id));
    }

    pub fn remove(&mut self, socket: SocketId) {
        if self.sockets.remove(&socket).is_none() {
            return;
        }
        if let Some((_, count)) = self.relays.iter_mut().find(|(known, _)| known.id == socket.relay) {
            *count -= 1;
        }
        self.relays.retain(|(_, count)| *count > 0);
    }
}

/// A socket does not view this room any more.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Left {
    /// Which.
    pub socket: SocketId,
}

impl Handler<Left> for Room {
    type Result = ();

    fn handle(&mut self, Left { socket }: Left, _: &mut Context<Self>) {
        self.viewers.remove(socket);
    }
}
