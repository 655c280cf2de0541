//! The whole product under test: the release binary on a fresh data folder, real users with real logins in one room,
//! `synchronous=FULL`. Only the rates that would throttle a load test are switched off, by their flags.

use std::{path::PathBuf, process::Command};

use rusqlite::OptionalExtension as _;
use uuid::Uuid;

use crate::{Fallible, audience::Ack, site::Site};

/// A running server with users in a room.
pub struct Product {
    /// The server.
    pub site: Site,
    /// The room that all users belong to.
    pub room: String,
    /// A login cookie per user.
    cookies: Vec<String>,
}

impl Product {
    /// Starts a site with `users`, all members of one open room, who may open `sockets` together.
    ///
    /// # Errors
    /// The program does not do what its help says.
    pub fn start(site: Site, users: usize, sockets: usize) -> Fallible<Self> {
        let per_user = sockets.div_ceil(users.max(1)).to_string();
        let mut site = site.with(&["--posts-per-second", "0", "--max-sockets-per-user", &per_user]);
        for number in 0..users {
            site.create_user(&format!("bench{number}"), number == 0)?;
        }
        site.start()?;
        let cookies: Vec<String> =
            (0..users).map(|number| site.log_in(&format!("bench{number}"))).collect::<Result<_, _>>()?;
        let room = site.create_room(cookies.first().map_or("", String::as_str), "Bench")?;
        for cookie in cookies.iter().skip(1) {
            site.join(cookie, &room)?;
        }
        Ok(Self { site, room, cookies })
    }

    /// The cookie of the user who owns a numbered client.
    pub fn cookie_of(&self, client: usize) -> &str {
        self.cookies.get(client % self.cookies.len().max(1)).map_or("", String::as_str)
    }

    /// Looks every acknowledged post up: there once, under its number, with its text.
    ///
    /// # Errors
    /// One is not; the row is void.
    pub fn audit(&self, acks: &[Ack]) -> Fallible<()> {
        let database = self.site.database()?;
        let mut by_client_id =
            database.prepare("SELECT seq, content FROM messages WHERE room_id = ?1 AND seq = ?2 AND client_id = ?3")?;
        for ack in acks {
            let key = (&self.room, ack.seq, Uuid::parse_str(&ack.client_id)?.into_bytes());
            let stored =
                by_client_id.query_row(key, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?;
            if stored.as_ref().map(|(seq, text)| (*seq, text.as_str())) != Some((ack.seq, ack.text.as_str())) {
                return Err(format!("acknowledged {ack:?}, stored {stored:?}").into());
            }
        }
        Ok(())
    }
}

/// The release binary, built when it is not there or older than its sources: cargo decides.
///
/// # Errors
/// It does not compile.
pub fn build() -> Fallible<PathBuf> {
    let status = Command::new(env!("CARGO")).args(["build", "--release", "--package", "livechat"]).status()?;
    if !status.success() {
        return Err("cargo build --release failed".into());
    }
    let beside = std::env::current_exe()?.with_file_name("livechat");
    if beside.exists() { Ok(beside) } else { Err(format!("no program at {}", beside.display()).into()) }
}
