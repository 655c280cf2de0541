//! Argon2id, off the worker threads: at most one hash a core at a time (19 MiB and about 30 ms each) and a bounded line
//! before it, so that a flood of logins costs the chat neither its workers nor its memory.

use std::{num::NonZeroUsize, sync::Arc};

use actors::Code;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;

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

/// Hashes and verifies passwords. Cloning shares the threads' turns and the line.
#[derive(Clone)]
pub struct Hashing {
    turns: Arc<Semaphore>,
    line: Arc<Semaphore>,
    argon2: Argon2<'static>,
    /// The hash of a password that nobody has, for names that nobody has.
    nobody: Arc<str>,
}

impl Hashing {
    /// Takes one hash to prepare (about 30 ms).
    ///
    /// # Errors
    /// [`Error::Broken`] when the system gives no randomness.
    pub fn new() -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self::with_turns(cores)
    }

    fn with_turns(turns: usize) -> Result<Self> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| Error::Broken(e.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, b"the password of nobody")?.into();
        Ok(Self {
            turns: Arc::new(Semaphore::new(turns)),
            line: Arc::new(Semaphore::new(HASHES_ADMITTED)),
            argon2,
            nobody,
        })
    }

    /// The hash of a password, in PHC form with a salt of its own.
    ///
    /// # Errors
    /// `busy` when the line is full.
    pub async fn hash(&self, password: Password) -> Result<String> {
        let argon2 = self.argon2.clone();
        self.in_turn(move || hash(&argon2, password.as_bytes())).await?
    }

    /// Whether a password is the one of `stored`. Without a stored hash, or with a password that nobody can have, the answer
    /// is no and takes as long.
    ///
    /// # Errors
    /// `busy` when the line is full.
    pub async fn verify(&self, password: Option<Password>, stored: Option<String>) -> Result<bool> {
        let argon2 = self.argon2.clone();
        let is_possible = password.is_some() && stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let bytes = password.map_or_else(Vec::new, |password| password.as_bytes().to_vec());
        let is_right = self.in_turn(move || argon2.verify_password(&bytes, stored.as_str()).is_ok()).await?;
        Ok(is_possible && is_right)
    }

    async fn in_turn<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.line).try_acquire_owned().map_err(|_| Code::Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Code::Stopping)?;
        // The permits go with the job: an asker who hangs up does not make room for another hash before this one ends.
        let done = tokio::task::spawn_blocking(move || {
            let result = job();
            drop((turn, place));
            result
        });
        done.await.map_err(|error| Error::Broken(error.to_string()))
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> Result<String> {
    let hash = argon2.hash_password(password).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(hash.to_string())
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
        let empty = hash(&hashing.argon2, b"").unwrap();
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
