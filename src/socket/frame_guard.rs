//! Looks at a frame's header as soon as it is there. The codec judges a frame's length only once the whole frame has arrived,
//! so that one socket could make a server keep what it declares; here the declared length, the sum of a message's fragments
//! and their number are judged from the header, before any of the payload is kept.

use actors::{limits::FRAME_BYTES, outlet::Close};

/// Fragments that one message may come in.
const FRAGMENTS_MAX: usize = 1_024;

const FIN: u8 = 0x80;
const OPCODE: u8 = 0x0F;
const CONTROL: u8 = 0x08;
const LENGTH: u8 = 0x7F;
const LENGTH_U16: u8 = 126;
const LENGTH_U64: u8 = 127;

/// What is known of the message that is arriving.
#[derive(Debug, Default)]
pub(super) struct FrameGuard {
    bytes: usize,
    fragments: usize,
    /// Whether the frame at the front was judged already.
    judged: bool,
}

impl FrameGuard {
    /// Judges the frame at the front of `buffer`. `Ok(false)` when its header is not all there yet.
    ///
    /// # Errors
    /// [`Close::TooLong`] when it declares more than a message may have.
    pub fn judge(&mut self, buffer: &[u8]) -> Result<bool, Close> {
        if self.judged {
            return Ok(true);
        }
        let Some(Header { is_last, is_control, length }) = header(buffer) else { return Ok(false) };
        self.judged = true;
        if is_control {
            // The codec refuses what is over 125 bytes; until then it may keep no more than a message's worth.
            return if length > FRAME_BYTES as u64 { Err(Close::TooLong) } else { Ok(true) };
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        self.bytes = self.bytes.saturating_add(length);
        self.fragments += 1;
        if self.bytes > FRAME_BYTES || self.fragments > FRAGMENTS_MAX {
            return Err(Close::TooLong);
        }
        if is_last {
            (self.bytes, self.fragments) = (0, 0);
        }
        Ok(true)
    }

    /// The frame at the front was taken: the next one is to be judged.
    pub fn taken(&mut self) {
        self.judged = false;
    }
}

struct Header {
    is_last: bool,
    is_control: bool,
    length: u64,
}

fn header(buffer: &[u8]) -> Option<Header> {
    let [first, second, rest @ ..] = buffer else { return None };
    let length = match second & LENGTH {
        LENGTH_U16 => u64::from(u16::from_be_bytes(*rest.first_chunk()?)),
        LENGTH_U64 => u64::from_be_bytes(*rest.first_chunk()?),
        short => u64::from(short),
    };
    Some(Header { is_last: first & FIN != 0, is_control: first & OPCODE & CONTROL != 0, length })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(first: u8, length: u64) -> Vec<u8> {
        let mut frame = vec![first, 0x80 | LENGTH_U64];
        frame.extend(length.to_be_bytes());
        frame
    }

    #[test]
    fn a_gibibyte_is_refused_by_its_header() {
        assert_eq!(FrameGuard::default().judge(&frame(0x81, 1 << 30)), Err(Close::TooLong));
        assert_eq!(FrameGuard::default().judge(&frame(0x81, u64::MAX)), Err(Close::TooLong));
        assert_eq!(FrameGuard::default().judge(&frame(0x89, u64::MAX)), Err(Close::TooLong), "a ping");
        assert_eq!(FrameGuard::default().judge(&frame(0x81, FRAME_BYTES as u64)), Ok(true));
    }

    #[test]
    fn a_header_in_pieces_is_waited_for() {
        let whole = frame(0x81, 70_000);
        let mut guard = FrameGuard::default();
        for end in 0..whole.len() {
            assert_eq!(guard.judge(&whole[..end]), Ok(false), "{end}");
        }
        assert_eq!(guard.judge(&whole), Ok(true));
    }

    #[test]
    fn fragments_are_summed_and_counted_until_the_message_ends() {
        let mut guard = FrameGuard::default();
        let mut judge = |first, length| {
            guard.taken();
            guard.judge(&frame(first, length))
        };
        assert_eq!(judge(0x01, FRAME_BYTES as u64 - 1), Ok(true));
        assert_eq!(judge(0x89, 5), Ok(true), "a ping between fragments does not count");
        assert_eq!(judge(0x80, 1), Ok(true));
        assert_eq!(judge(0x01, FRAME_BYTES as u64), Ok(true), "a new message counts from nothing");
        assert_eq!(judge(0x00, 1), Err(Close::TooLong));
    }

    #[test]
    fn empty_fragments_without_end_are_refused() {
        let mut guard = FrameGuard::default();
        let mut refused = None;
        for n in 0..FRAGMENTS_MAX + 1 {
            guard.taken();
            refused = guard.judge(&frame(if n == 0 { 0x01 } else { 0x00 }, 0)).err();
        }
        assert_eq!(refused, Some(Close::TooLong));
    }
}
