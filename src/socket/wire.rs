//! The frame types and the codec that we use. They come from `actix-web-actors` and the crate under it; the former is marked
//! as deprecated, and this is the one file to change when it goes.

pub use actix_http::ws::{Codec, Item, handshake};
pub use actix_web_actors::ws::{CloseCode, CloseReason, Frame, Message, ProtocolError};

use actix_codec::Encoder as _;
use bytes::{Bytes, BytesMut};

/// The most bytes a frame's header takes.
const HEADER_BYTES: usize = 14;

/// A whole text message from the server as it goes on the wire (RFC 6455 §5.2, unmasked).
#[must_use]
pub fn text_frame(text: &str) -> Bytes {
    encode(Message::Text(text.to_owned().into()), text.len())
}

/// A message from the server as it goes on the wire.
pub fn encode(message: Message, payload: usize) -> Bytes {
    let mut wire = BytesMut::with_capacity(payload + HEADER_BYTES);
    // A server's message that is not a continuation has nothing that the codec could refuse.
    if let Err(error) = Codec::new().encode(message, &mut wire) {
        log::error!("a frame could not be encoded: {error}");
    }
    wire.freeze()
}
