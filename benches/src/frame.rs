//! As much of RFC 6455 as two programs need that trust each other: whole frames, masked with zeroes, which changes no byte.
//! Costs one pass over the header; the payload is never copied.

use crate::Fallible;

/// A text frame.
pub const TEXT: u8 = 1;
/// A close frame.
pub const CLOSE: u8 = 8;
/// A ping, to be answered by a pong.
pub const PING: u8 = 9;
/// A pong.
pub const PONG: u8 = 10;

const FIN: u8 = 0x80;
const MASKED: u8 = 0x80;

/// One whole frame at the start of some bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame<'b> {
    /// What kind of frame.
    pub opcode: u8,
    /// What it carries.
    pub payload: &'b [u8],
    /// Bytes that it takes, header included.
    pub length: usize,
}

/// The frame at the start of `bytes`, or `None` while it is not all there.
///
/// # Errors
/// A fragment, or a mask that is not zero: nobody here sends them.
pub fn parse(bytes: &[u8]) -> Fallible<Option<Frame<'_>>> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    let (size, header) = match second & 0x7f {
        126 => match rest {
            [a, b, ..] => (usize::from(u16::from_be_bytes([*a, *b])), 4),
            _ => return Ok(None),
        },
        127 => match rest.first_chunk::<8>() {
            Some(length) => (usize::try_from(u64::from_be_bytes(*length))?, 10),
            None => return Ok(None),
        },
        small => (usize::from(small), 2),
    };
    if first & FIN == 0 {
        return Err("a fragmented frame".into());
    }
    let header = if second & MASKED == 0 {
        header
    } else {
        match bytes.get(header..header + 4) {
            None => return Ok(None),
            Some([0, 0, 0, 0]) => header + 4,
            Some(_) => return Err("a masked frame".into()),
        }
    };
    let length = header + size;
    Ok(bytes.get(header..length).map(|payload| Frame { opcode: first & 0x0f, payload, length }))
}

/// Appends a frame as a server sends it.
pub fn from_server(opcode: u8, payload: &[u8], out: &mut Vec<u8>) {
    header(opcode, payload.len(), 0, out);
    out.extend_from_slice(payload);
}

/// Appends a frame as a client sends it.
pub fn from_client(opcode: u8, payload: &[u8], out: &mut Vec<u8>) {
    header(opcode, payload.len(), MASKED, out);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(payload);
}

fn header(opcode: u8, length: usize, masked: u8, out: &mut Vec<u8>) {
    out.push(FIN | opcode);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(small), _) if small < 126 => out.push(masked | small),
        (_, Ok(medium)) => {
            out.push(masked | 126);
            out.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            out.push(masked | 127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_at_every_length_class() {
        for length in [0, 1, 125, 126, 65_535, 65_536, 200_000] {
            let payload = vec![7; length];
            for write in [from_server, from_client] {
                let mut bytes = Vec::new();
                write(TEXT, &payload, &mut bytes);
                for cut in [0, 1, 2, 5, bytes.len() - 1] {
                    assert_eq!(parse(&bytes[..cut.min(bytes.len() - 1)]).unwrap(), None);
                }
                let frame = parse(&bytes).unwrap().unwrap();
                assert_eq!((frame.opcode, frame.payload, frame.length), (TEXT, &payload[..], bytes.len()));
            }
        }
    }

    #[test]
    fn fragments_and_real_masks_are_refused() {
        assert!(parse(&[TEXT, 0]).is_err());
        assert!(parse(&[0x81, 0x81, 1, 2, 3, 4, 5]).is_err());
    }
}
