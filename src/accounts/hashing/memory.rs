//! The memory of hashes: taken over from the hash before while others wait, and given back to the system with the last of a line.
//! An allocator that keeps what is freed would keep some of it for each thread that ever hashed.

use std::{
    cell::RefCell,
    sync::{Mutex, MutexGuard, PoisonError},
};

use argon2::{
    Algorithm, Argon2, Block, CustomizedPasswordHasher, Params, PasswordHash, Version,
    password_hash::{
        Error, Result,
        phc::{Output, ParamsString, Salt},
    },
};

/// KiB that a memory reserves, and that a stored hash may ask for; what is not used of it costs nothing. More than the 32 MiB that
/// glibc ever serves from its heaps (`M_MMAP_THRESHOLD` in mallopt(3)): it is mapped by itself, and unmapped when it is dropped.
const RESERVED_KIB: usize = 64 * 1024;

/// The memory of one hash at a time, in blocks of 1 KiB. It is what hashes and, through `PasswordVerifier`, verifies.
pub struct Memory(RefCell<Vec<Block>>);

impl CustomizedPasswordHasher<PasswordHash> for Memory {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        let algorithm = algorithm.map_or(Ok(Algorithm::default()), Algorithm::try_from)?;
        let version = version.map_or(Ok(Version::default()), Version::try_from)?;
        let count = params.block_count();
        if count > RESERVED_KIB {
            return Err(Error::OutOfMemory);
        }
        let mut blocks = self.0.borrow_mut();
        if blocks.len() < count {
            blocks.resize(count, Block::new());
        }
        let mut output = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
        let argon2 = Argon2::new(algorithm, version, params.clone());
        argon2.hash_password_into_with_memory(password, salt, &mut output, blocks.as_mut_slice())?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(Salt::new(salt)?),
            hash: Some(Output::new(&output)?),
        })
    }
}

/// Memories that wait for their next hash.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<Memory>>);

impl Shelf {
    /// A memory that was used before, or a new one.
    pub fn take(&self) -> Memory {
        self.memories().pop().unwrap_or_else(|| Memory(RefCell::new(Vec::with_capacity(RESERVED_KIB))))
    }

    /// Keeps a memory for the next hash.
    pub fn put(&self, memory: Memory) {
        self.memories().push(memory);
    }

    /// Gives all of it back to the system.
    pub fn clear(&self) {
        self.memories().clear();
    }

    fn memories(&self) -> MutexGuard<'_, Vec<Memory>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    /// (KiB, passes, lanes): smaller, as ours, and larger; each in whatever the one before left.
    const PARAMS: [(u32, u32, u32); 4] = [(64, 3, 4), (19 * 1024, 2, 1), (46 * 1024, 1, 1), (19 * 1024, 2, 1)];

    #[test]
    fn a_hash_in_used_memory_is_the_one_of_the_library() {
        let memory = Shelf::default().take();
        for (kib, passes, lanes) in PARAMS {
            let params = Params::new(kib, passes, lanes, None).unwrap();
            let theirs = Argon2::from(params.clone()).hash_password_with_salt(b"qovun", b"a salt of theirs").unwrap();
            let ours = memory.hash_password_with_params(b"qovun", b"a salt of theirs", params).unwrap();
            assert_eq!(ours.to_string(), theirs.to_string());
            memory.verify_password(b"qovun", &theirs).unwrap();
            assert_eq!(memory.verify_password(b"tarvuz", &theirs), Err(Error::PasswordInvalid));
        }
    }

    #[test]
    fn a_stored_hash_that_asks_for_more_than_is_reserved_is_refused() {
        let params = Params::new(64 * 1024 + 1024, 1, 1, None).unwrap();
        let refused = Shelf::default().take().hash_password_with_params(b"qovun", b"a salt of theirs", params);
        assert_eq!(refused, Err(Error::OutOfMemory));
    }
}
