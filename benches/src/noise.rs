//! Bytes that stand for a file: nothing compresses them, no two seeds give the same, and they are made again rather than kept.

use std::io::{self, Read, Write};

use crate::{Fallible, http::pump};

/// Bytes that one step makes.
const WORD: u64 = 8;

/// A file's bytes, read from its beginning.
#[derive(Clone, Debug)]
pub struct Noise {
    seed: u64,
    at: u64,
    bytes: u64,
}

impl Noise {
    /// So many bytes, by a seed.
    pub fn new(seed: u64, bytes: u64) -> Self {
        Self { seed, at: 0, bytes }
    }

    /// How many it is in all.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// BLAKE3 of all of it.
    ///
    /// # Errors
    /// None; a hasher takes everything.
    pub fn hash(&self) -> Fallible<[u8; 32]> {
        let mut hasher = Hasher::default();
        pump(&mut Self::new(self.seed, self.bytes), &mut hasher)?;
        Ok(hasher.hash())
    }

    /// The word that a byte is in (`SplitMix64`).
    fn word(&self) -> [u8; WORD as usize] {
        let mut z = self.seed.wrapping_add((self.at / WORD).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)).to_le_bytes()
    }
}

impl Read for Noise {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.bytes - self.at).unwrap_or(usize::MAX);
        let count = left.min(into.len());
        let (mut into, _) = into.split_at_mut(count);
        while !into.is_empty() {
            let word = self.word();
            let (_, word) = word.split_at((self.at % WORD) as usize);
            let (now, later) = into.split_at_mut(word.len().min(into.len()));
            now.iter_mut().zip(word).for_each(|(to, from)| *to = *from);
            self.at += now.len() as u64;
            into = later;
        }
        Ok(count)
    }
}

/// BLAKE3 of whatever is written to it.
#[derive(Default)]
pub struct Hasher(blake3::Hasher);

impl Hasher {
    /// Of all that was written.
    pub fn hash(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_is_the_same_file_however_it_is_read() {
        let mut whole = Vec::new();
        Noise::new(7, 100_003).read_to_end(&mut whole).unwrap();
        assert_eq!(whole.len(), 100_003);
        let (mut parts, mut noise) = (Vec::new(), Noise::new(7, 100_003));
        for size in (1..30).cycle() {
            let mut part = vec![0; size];
            match noise.read(&mut part).unwrap() {
                0 => break,
                read => parts.extend_from_slice(&part[..read]),
            }
        }
        assert!(parts == whole);
        assert_ne!(Noise::new(8, 100_003).hash().unwrap(), Noise::new(7, 100_003).hash().unwrap());
    }
}
