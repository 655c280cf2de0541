//! The write side of a socket over TCP, as the worker's Relay uses it.

use std::{io, net::Shutdown, sync::Arc};

use actix_rt::net::TcpStream;
use actors::outlet::{Control, Outlet};
use bytes::Bytes;
use futures_util::{FutureExt as _, future::BoxFuture};
use socket2::SockRef;

use super::wire::{CloseCode, CloseReason, Message, encode};

/// One socket's write side; the read side shares the stream.
pub(super) struct TcpOutlet(pub Arc<TcpStream>);

impl TcpOutlet {
    fn shutdown(&self, how: Shutdown) {
        // A peer that is gone already needs no goodbye.
        let _ = SockRef::from(&*self.0).shutdown(how);
    }
}

/// A write side that is gone takes the read side with it: nobody could answer any more.
impl Drop for TcpOutlet {
    fn drop(&mut self) {
        self.shutdown(Shutdown::Both);
    }
}

impl Outlet for TcpOutlet {
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn writable(&self) -> BoxFuture<'static, ()> {
        let stream = self.0.clone();
        // An error shows at the next write.
        async move { stream.writable().await.unwrap_or_default() }.boxed()
    }

    fn control(&self, control: Control) -> Bytes {
        let message = match control {
            Control::Ping => Message::Ping(Bytes::new()),
            Control::Pong(payload) => Message::Pong(payload),
            Control::Close(close) => Message::Close(Some(CloseReason::from(CloseCode::from(close as u16)))),
        };
        encode(message, 0)
    }

    fn finish(&self) {
        self.shutdown(Shutdown::Write);
    }

    fn abort(&self) {
        self.shutdown(Shutdown::Both);
    }
}
