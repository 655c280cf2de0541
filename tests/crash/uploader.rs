//! Somebody who sends files and never gives up: what was not acknowledged goes again under the same `client_id`, and some of it is
//! deleted again. What was acknowledged is written down.

use std::{
    net::SocketAddr,
    sync::{
        Mutex, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use benches::{
    http,
    noise::Noise,
    upload::{Told, Upload},
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use uuid::Uuid;

const RETRY: Duration = Duration::from_millis(20);
/// Bytes of a large file at most: some tens of writes of the server.
const LARGE: u64 = 3 * 1024 * 1024;
/// Small files that everybody sends again and again: what one deletes another may just be publishing.
const COMMON: u64 = 6;
/// One in so many messages is deleted again.
const DELETED: u32 = 4;

/// What all uploaders know together.
#[derive(Default)]
pub struct Album {
    /// What was acknowledged and is not deleted.
    pub acked: Mutex<Vec<(Upload, i64)>>,
    /// How many messages were deleted.
    pub deleted: Mutex<Vec<i64>>,
    /// Held while something is under way.
    pub gate: RwLock<()>,
    stopping: AtomicBool,
}

impl Album {
    pub fn count(&self) -> usize {
        self.acked.lock().unwrap().len() + self.deleted.lock().unwrap().len()
    }

    /// No new messages.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }
}

/// One person.
pub struct Uploader<'a> {
    pub to: SocketAddr,
    pub room: &'a str,
    pub cookie: &'a str,
    pub seed: u64,
    pub album: &'a Album,
}

impl Uploader<'_> {
    /// Sends until it is told to stop, and then what is still open.
    pub fn run(&self) {
        let mut dice = StdRng::seed_from_u64(self.seed);
        while !self.album.stopping.load(Ordering::Acquire) {
            let upload = self.next(&mut dice);
            let message_id = self.insist(|| match upload.send().ok()? {
                Told::Acked { message_id } => Some(message_id),
                // Going down, or too many at once after a restart.
                Told::Refused(429 | 503) => None,
                refused => panic!("{refused:?} of {upload:?}"),
            });
            if dice.random_ratio(1, DELETED) {
                let path = format!("/delete-content/{message_id}/all/");
                self.insist(|| match http::request(self.to, &path, self.cookie, Some("")).ok()?.status {
                    // Not found: it was deleted, but the answer did not come.
                    200..400 | 404 => Some(()),
                    429 | 503 => None,
                    status => panic!("{status} of {path}"),
                });
                self.album.deleted.lock().unwrap().push(message_id);
            } else {
                self.album.acked.lock().unwrap().push((upload, message_id));
            }
        }
    }

    fn insist<T>(&self, mut attempt: impl FnMut() -> Option<T>) -> T {
        loop {
            let under_way = self.album.gate.read().unwrap();
            if let Some(done) = attempt() {
                return done;
            }
            drop(under_way);
            std::thread::park_timeout(RETRY);
        }
    }

    fn next(&self, dice: &mut StdRng) -> Upload {
        let files = (0..dice.random_range(1..=3)).map(|n| {
            let noise = match dice.random_range(0..3) {
                0 => Noise::new(dice.random(), dice.random_range(0..LARGE)),
                1 => Noise::new(dice.random(), dice.random_range(0..4096)),
                _ => {
                    let seed = dice.random_range(0..COMMON);
                    Noise::new(seed, 1000 * seed)
                }
            };
            (format!("file {n}.bin"), noise)
        });
        Upload {
            to: self.to,
            room: self.room.to_owned(),
            cookie: self.cookie.to_owned(),
            client_id: Uuid::new_v4(),
            files: files.collect(),
        }
    }
}
