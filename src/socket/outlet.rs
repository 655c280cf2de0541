//! The write side of a socket over TCP, as the worker's Relay uses it.

use std::{hint::black_box, io, net::Shutdown, os::fd::AsRawFd as _, sync::Arc};

use actix_rt::net::TcpStream;
use actors::outlet::{Control, Outlet};
use bytes::Bytes;
use futures_util::{FutureExt as _, future::BoxFuture};
use rustix::{
    io::Errno,
    net::{SendFlags, send},
};
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
        // Straight to the kernel: asking the reactor first costs a tenth of a delivery to a thousand sockets, because its note on
        // each lies in a cache line of its own. It is asked when there is something to wait for, and then learns of it.
        match send(&*self.0, bytes, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
            Err(Errno::AGAIN) => self.0.try_write(bytes),
            sent => Ok(sent?),
        }
    }

    fn warm(&self) {
        black_box(self.0.as_raw_fd());
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
