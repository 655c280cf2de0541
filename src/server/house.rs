//! What the server does by itself beside answering: it looks whether it is whole, compares files with rows once at the start, and
//! purges what is over. Costs a look a second, and a short write or two a minute.

use std::{process, sync::Arc, time::Duration};

use actors::store::rooms::PurgeSome;

use crate::{
    media::{Examination, Summary},
    state::State,
};

/// How often the server looks whether it is whole.
const WATCH: Duration = Duration::from_secs(1);
/// How often the house is kept: rooms purged, old rows, full buckets and files without rows dropped.
const HOUSEKEEPING: Duration = Duration::from_secs(60);
/// A pause between two parts of a purge, in which others write.
const PURGE_PAUSE: Duration = Duration::from_millis(20);

/// Ends the process when the directory or the writer is gone: nothing is live or kept any more then, and a new start is clean.
pub(super) async fn watch(state: Arc<State>) {
    while state.is_stopping() || (state.hub.connected() && state.store.is_alive()) {
        tokio::time::sleep(WATCH).await;
    }
    log::error!("the directory of rooms and sessions or the writer is gone; stopping");
    process::exit(1);
}

/// Compares the files with their rows beside everything else, removes what no row names and tells what it found. Until that is
/// done the quota is not sure of all that is kept, so what fails is tried again.
pub(super) async fn look_over(state: Arc<State>) {
    while !state.is_stopping() {
        let mut summary = Summary::default();
        let compared = state.media.examine(Examination::Start, async |report| {
            summary.add(&report);
            Ok(())
        });
        let compared = compared.await;
        summary.faults().for_each(|line| log::warn!("media: {line}"));
        match compared {
            Ok(()) => return log::info!("media: compared {}", summary.sums),
            Err(error) => log::warn!("media: the files could not all be compared with their rows yet: {error}"),
        }
        tokio::time::sleep(HOUSEKEEPING).await;
    }
}

/// Purges what was deleted and forgets what is over, a little at a time, for as long as the server runs.
pub(super) async fn keep_house(state: Arc<State>) {
    loop {
        tokio::time::sleep(HOUSEKEEPING).await;
        state.rates.forget();
        loop {
            match state.store.write(PurgeSome).await {
                Ok(true) => tokio::time::sleep(PURGE_PAUSE).await,
                Ok(false) => break,
                Err(error) => {
                    log::warn!("old rows stay for now: {error}");
                    break;
                }
            }
        }
        if let Err(error) = state.media.sweep().await {
            log::warn!("files of deleted messages stay for now: {error}");
        }
    }
}
