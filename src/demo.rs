//! `--demo`: a workspace to look at, in a folder that goes with the program. Forty people of an institute have talked for a year in
//! thirty rooms; the talk is the same at each start, its times are counted back from now.
//!
//! It is made before the program listens, through the store's own messages and the shelf of files, one transaction a room: a second
//! or two. Stopped by a signal, also while it is being made, the program removes the folder; killed, it leaves it to the system.

mod cast;
mod corpus;
mod fill;
mod history;
mod people;
mod play;
mod rooms;
mod samples;
mod seed;

use std::{
    io::{self, Write as _},
    pin::{Pin, pin},
    sync::Arc,
};

use actors::{
    clock,
    store::{Options, Store},
};
use tokio::select;

use crate::{
    config::{Config, DataFolder},
    error::{Error, Result},
    server::{self, Server},
};

/// What everybody of the workspace logs in with.
const PASSWORD: &str = "namoyish-uchun";
/// How the names of the folders begin, so that whoever finds one that was left knows what it was.
const FOLDER_PREFIX: &str = "livechat-demo-";

/// Makes the workspace and serves it until the system or a terminal asks the program to stop.
///
/// # Errors
/// It could not be made, or the server could not start.
pub fn run(mut config: Config) -> Result<()> {
    actix::System::new().block_on(async {
        // Signals are heard before there is anything that one would leave behind.
        let asked = pin!(server::asked_to_stop()?);
        let refused = |error: io::Error| Error::Start(format!("--demo: the temporary folder: {error}"));
        let folder = tempfile::Builder::new().prefix(FOLDER_PREFIX).tempdir().map_err(refused)?;
        config.data = DataFolder::new(folder.path().to_owned());
        let served = serve(config, asked).await;
        folder.close().map_err(refused)?;
        served
    })
}

async fn serve(config: Config, mut asked: Pin<&mut impl Future<Output = ()>>) -> Result<()> {
    config.data.prepare()?;
    let now = clock::system()();
    let clock = Arc::new(move || now - seed::YEAR_MS);
    let store = Store::open(Options { clock, ..Options::new(config.data.database()) })?;
    let made = select! {
        made = seed::make(&config, &store, now) => made.map(|()| true),
        () = &mut asked => Ok(false),
    };
    store.stop().await?;
    if made? {
        let server = Server::start(config).await?;
        server.announce()?;
        announce()?;
        asked.await;
        server.stop().await;
    }
    Ok(())
}

/// Says who may log in.
fn announce() -> Result<()> {
    let mut out = io::stdout();
    writeln!(out, "A workspace to look at; nothing of it is kept. The password of everybody is {PASSWORD}:")?;
    for person in people::PEOPLE.iter().filter(|person| !person.about.is_empty()) {
        writeln!(out, "  {:<10} {}: {}", person.username, person.name, person.about)?;
    }
    Ok(out.flush()?)
}
