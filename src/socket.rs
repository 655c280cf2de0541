//! The bytes of a WebSocket: handshake, guard, codec, write side.
