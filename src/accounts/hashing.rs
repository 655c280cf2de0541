//! Argon2id, off the worker threads: at most one hash a core at a time (19 MiB and about 20 ms each) and a bounded line
//! before it, so that a flood of logins costs the chat neither its workers nor its memory. With the last of a line its
//! memory goes too.

mod memory;

use std::{num::NonZeroUsize, sync::Arc};

use actors::Code;
use argon2::{
    CustomizedPasswordHasher as _, Params, PasswordHash, PasswordVerifier as _,
    password_hash::{self, try_generate_salt},
};
use tokio::sync::Semaphore;

use self::memory::{Memory, Shelf};
use super::password::Password;
use crate::error::{Error, Result};

/// KiB of memory of one hash (OWASP's first choice for argon2id, with the two below).
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over that memory.
const PASSES: u32 = 2;
/// Lanes of one hash.
const LANES: u32 = 1;
/// Hashes that may be under way or wait for their turn.
const HASHES_ADMITTED: usize = 64;

/// Hashes and verifies passwords. Cloning shares the turns, the line and the memory.
#[derive(Clone)]
pub struct Hashing {
    turns: Arc<Semaphore>,
    line: Arc<Semaphore>,
    shelf: Arc<Shelf>,
    params: Params,
    /// For names that nobody has: a hash that takes as long as any and that no password is known for.
    nobody: Arc<str>,
}

impl Hashing {
    /// Costs nothing yet: memory comes with the first hash.
    ///
    /// # Errors
    /// [`Error::Broken`] when argon2 does not take our parameters.
    pub fn new() -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self::with_turns(cores)
    }

    fn with_turns(turns: usize) -> Result<Self> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| Error::Broken(e.to_string()))?;
        let (salt, hash) = ("A".repeat(22), "A".repeat(43));
        Ok(Self {
            turns: Arc::new(Semaphore::new(turns)),
            line: Arc::new(Semaphore::new(HASHES_ADMITTED)),
            shelf: Arc::default(),
            params,
            nobody: format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${hash}").into(),
        })
    }

    /// The hash of a password, in PHC form with a salt of its own.
    ///
    /// # Errors
    /// `busy` when the line is full; [`Error::Broken`] when the system gives no randomness.
    pub async fn hash(&self, password: Password) -> Result<String> {
        let params = self.params.clone();
        let hash = self.in_turn(move |memory| hash(memory, params, password.as_bytes())).await?;
        hash.map_err(|error| Error::Broken(error.to_string()))
    }

    /// Whether a password is the one of `stored`. Without a stored hash, or with a password that nobody can have, the answer
    /// is no and takes as long.
    ///
    /// # Errors
    /// `busy` when the line is full.
    pub async fn verify(&self, password: Option<Password>, stored: Option<String>) -> Result<bool> {
        let is_possible = password.is_some() && stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let bytes = password.map_or_else(Vec::new, |password| password.as_bytes().to_vec());
        let is_right = self.in_turn(move |memory| verify(memory, &bytes, &stored).is_ok()).await?;
        Ok(is_possible && is_right)
    }

    async fn in_turn<T: Send + 'static>(&self, job: impl FnOnce(&Memory) -> T + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.line).try_acquire_owned().map_err(|_| Code::Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Code::Stopping)?;
        let (line, shelf) = (Arc::clone(&self.line), Arc::clone(&self.shelf));
        // The permits go with the job: an asker who hangs up does not make room for another hash before this one ends.
        let done = tokio::task::spawn_blocking(move || {
            let memory = shelf.take();
            let result = job(&memory);
            shelf.put(memory);
            drop((turn, place));
            if line.available_permits() == HASHES_ADMITTED {
                shelf.clear();
            }
            result
        });
        done.await.map_err(|error| Error::Broken(error.to_string()))
    }
}

fn hash(memory: &Memory, params: Params, password: &[u8]) -> password_hash::Result<String> {
    Ok(memory.hash_password_with_params(password, &try_generate_salt()?, params)?.to_string())
}

fn verify(memory: &Memory, password: &[u8], stored: &str) -> password_hash::Result<()> {
    memory.verify_password(password, &PasswordHash::new(stored)?)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn password(text: &str) -> Option<Password> {
        Password::given(text)
    }

    #[actix_web::test]
    async fn a_password_is_kept_as_argon2id_with_its_own_salt() {
        let hashing = Hashing::new().unwrap();
        let one = hashing.hash(password("қовун-тарвуз 7").unwrap()).await.unwrap();
        let two = hashing.hash(password("қовун-тарвуз 7").unwrap()).await.unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two);
        assert!(hashing.verify(password("қовун-тарвуз 7"), Some(one.clone())).await.unwrap());
        assert!(!hashing.verify(password("қовун-тарвуз 8"), Some(one)).await.unwrap());
    }

    #[actix_web::test]
    async fn nobodys_password_is_not_a_way_in() {
        let hashing = Hashing::new().unwrap();
        assert!(!hashing.verify(password("the password of nobody"), None).await.unwrap());
        // It was really hashed and compared.
        let compared = verify(&hashing.shelf.take(), b"the password of nobody", &hashing.nobody);
        assert_eq!(compared, Err(password_hash::Error::PasswordInvalid));
        assert_eq!(Params::try_from(&PasswordHash::new(&hashing.nobody).unwrap().params).unwrap(), hashing.params);
        let empty = hash(&hashing.shelf.take(), hashing.params.clone(), b"").unwrap();
        assert!(!hashing.verify(None, Some(empty)).await.unwrap());
        assert!(!hashing.verify(password("x"), Some("not a hash".into())).await.unwrap());
    }

    #[actix_web::test]
    async fn a_flood_waits_in_a_bounded_line_and_the_rest_is_told_busy() {
        let hashing = Hashing::with_turns(1).unwrap();
        let turn = Arc::clone(&hashing.turns).acquire_owned().await.unwrap();
        let mut waiting: Vec<_> = (0..HASHES_ADMITTED)
            .map(|_| {
                let hashing = hashing.clone();
                Box::pin(async move { hashing.verify(None, None).await })
            })
            .collect();
        for one in &mut waiting {
            assert!(one.as_mut().now_or_never().is_none());
        }
        assert_eq!(hashing.verify(None, None).await.unwrap_err().code(), "busy");
        drop(waiting);
        drop(turn);
        assert!(!hashing.verify(None, None).await.unwrap(), "those who hung up left the line");
    }
}
