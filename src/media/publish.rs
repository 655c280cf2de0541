//! From `tmp/` to a message: the bytes first, which were synced before, then the row; both under the lock of their addresses.

use std::sync::Arc;

use actors::{
    domain::FileName,
    file_hash::FileHash,
    store::messages::{Done, PostMessage},
};

use super::{Media, Room, Staged, folder::Place, off_thread, shelves::Held, sweep::Removal};
use crate::error::{Error, Result};

impl Media {
    /// Keeps the files and writes the message that has them; `post.files` is filled in here. It goes on when the caller hangs up, and
    /// a `client_id` makes asking again harmless. What a refused message would have kept is removed before this returns.
    ///
    /// # Errors
    /// What [`PostMessage`] refuses; [`Error::Full`]; [`Error::Disk`].
    pub async fn publish(
        self: &Arc<Self>,
        room: Room,
        post: PostMessage,
        files: Vec<(FileName, Staged)>,
    ) -> Result<Done> {
        let media = self.clone();
        let published = self.runtime.spawn(async move {
            let done = media.keep_and_write(post, files).await;
            drop(room);
            done
        });
        published.await.map_err(|error| Error::Broken(error.to_string()))?
    }

    async fn keep_and_write(self: Arc<Self>, mut post: PostMessage, files: Vec<(FileName, Staged)>) -> Result<Done> {
        let (rows, staged): (Vec<_>, Vec<_>) =
            files.into_iter().map(|(name, staged)| (staged.row(name), staged)).unzip();
        post.files = rows;
        let hashes: Vec<FileHash> = staged.iter().map(|it| it.hash).collect();
        let held = self.shelves.lock(&hashes).await;
        self.suspects().extend(&hashes);
        let media = self.clone();
        let (held, kept) = off_thread(move || {
            let kept = media.keep(&held, &staged);
            (held, kept)
        })
        .await?;
        let done = match kept {
            Ok(()) => self.store.write(post).await.map_err(Error::from),
            Err(error) => Err(error),
        };
        if matches!(done, Ok(Done { repeated: false, .. })) {
            self.suspects().retain(|hash| !hashes.contains(hash));
        } else if let Err(error) = self.remove_unnamed(held, hashes).await.and_then(Removal::whole) {
            log::warn!("bytes of a refused message stay for now: {error}");
        }
        done
    }

    /// Moves files to their places. One that fails leaves those before it: the caller removes what no row names.
    pub(super) fn keep(&self, held: &Held, staged: &[Staged]) -> Result<()> {
        let kept = staged.iter().try_for_each(|it| {
            let thumbnail = it.thumbnail.iter().map(|thumbnail| (Place::Thumbnail, thumbnail));
            for (place, temporary) in thumbnail.chain([(Place::File, &it.file)]) {
                let bytes = self.folder.put(temporary, place, it.hash)?;
                if held.is_counted(it.hash) {
                    self.ledger.add(bytes);
                }
                self.folder.settle(place, it.hash)?;
            }
            Ok(())
        });
        kept.map_err(Error::disk)
    }
}
