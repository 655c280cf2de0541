//! The address of a file's bytes: their BLAKE3. It costs a quarter of what SHA-256 does where the processor helps with neither.
//! Files that came before lie under their SHA-256, which is as good an address; whoever checks bytes asks for both.

use std::io::{self, Read};

use actors::file_hash::FileHash;
use sha2::{Digest as _, Sha256};

use super::staging::GATHER_BYTES;

/// Finds the address of the bytes that it is given.
#[derive(Default)]
pub(super) struct Addresser(Box<blake3::Hasher>);

impl Addresser {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn address(&self) -> FileHash {
        FileHash(self.0.finalize().into())
    }
}

/// Whether bytes belong to an address, read once to their end.
pub(super) fn belongs(mut bytes: impl Read, address: FileHash) -> io::Result<bool> {
    let (mut now, mut before, mut buffer) = (Addresser::default(), Sha256::new(), vec![0; GATHER_BYTES]);
    loop {
        let length = bytes.read(&mut buffer)?;
        if length == 0 {
            return Ok(now.address() == address || FileHash(before.finalize().into()) == address);
        }
        let read = buffer.get(..length).unwrap_or_default();
        now.update(read);
        before.update(read);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_blake3_of_all_bytes() {
        let none = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert_eq!(Addresser::default().address().to_string(), none, "the specification's vector");
        let (mut whole, mut parts) = (Addresser::default(), Addresser::default());
        whole.update(b"salom");
        parts.update(b"sal");
        parts.update(b"om");
        assert_eq!(whole.address(), parts.address());
    }

    #[test]
    fn bytes_belong_to_their_address_and_to_the_one_that_they_had_before() {
        let mut now = Addresser::default();
        now.update(b"salom");
        let before = "038f270ca678c66f5bf393f958e8eebcf98b049e5a0d32a69cabf46b576cabbf".parse().unwrap();
        for address in [now.address(), before] {
            assert!(belongs(&b"salom"[..], address).unwrap());
            assert!(!belongs(&b"salon"[..], address).unwrap());
        }
    }
}
