mod examining;
mod publishing;
mod sweeping;

use std::{
    fs,
    io::Read as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use actors::{
    domain::{Body, DeleteType, FileName, RoomName, Username, Visibility},
    ids::{ClientId, RoomId},
    message::{FileInfo, Picture},
    store::{
        By, Options,
        accounts::CreateUser,
        files::{FileOf, ForgetLoose, NewFile},
        messages::{DeleteMessage, Done, PostMessage},
        rooms::CreateRoom,
    },
};
use bytes::Bytes;
use futures_util::FutureExt as _;
use tempfile::TempDir;

use super::*;

/// A store with somebody in a room, and its files.
struct House {
    data: TempDir,
    store: Store,
    media: Arc<Media>,
    by: By,
    room_id: RoomId,
}

const LIMITS: MediaLimits = MediaLimits { file_bytes: 1 << 20, quota_bytes: 0, reserve_bytes: 0 };

impl House {
    async fn new() -> Self {
        Self::with(LIMITS).await
    }

    async fn with(limits: MediaLimits) -> Self {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(Options::new(data.path().join("livechat.db"))).unwrap();
        let user = CreateUser {
            username: Username::parse("ali").unwrap(),
            display_name: None,
            email: None,
            password_hash: String::new(),
            is_admin: false,
            only_first_admin: false,
        };
        let by = By { user_id: store.write(user).await.unwrap(), login_id: None };
        let (name, visibility) = (RoomName::parse("fayllar").unwrap(), Visibility::Private);
        let room_id = store.write(CreateRoom { by, name, visibility, client_id: None }).await.unwrap();
        let media = open(&data, limits, &store);
        Self { media, by, room_id, store, data }
    }

    fn post(&self) -> PostMessage {
        PostMessage {
            by: self.by,
            room_id: self.room_id,
            body: None,
            files: Vec::new(),
            reply_to: None,
            client_id: None,
        }
    }

    fn room(&self, bytes: u64) -> Result<Room> {
        self.media.reserve(self.by.user_id, bytes)
    }

    async fn stage(&self, bytes: &[u8]) -> Staged {
        stage(&self.media, self.by.user_id, bytes).await.unwrap()
    }

    async fn publish(&self, post: PostMessage, files: &[&[u8]]) -> Result<Done> {
        let mut staged = Vec::new();
        for bytes in files {
            staged.push((FileName::new("fayl"), self.stage(bytes).await));
        }
        self.media.publish(self.room(0).unwrap(), post, staged).await
    }

    async fn examine(&self, examination: Examination) -> Report {
        let mut whole = Report::default();
        let examined = self.media.examine(examination, async |report| {
            whole.sums += report.sums;
            whole.findings.extend(report.findings);
            Ok(())
        });
        examined.await.unwrap();
        whole
    }

    /// What is kept: each file below the folder, as its path there.
    fn kept(&self) -> Vec<String> {
        let root = self.data.path().join("media");
        let mut kept: Vec<String> =
            files(&root).iter().map(|it| it.strip_prefix(&root).unwrap().to_str().unwrap().to_owned()).collect();
        kept.sort();
        kept
    }

    async fn delete(&self, done: Done) {
        let delete = DeleteMessage {
            by: self.by,
            message_id: done.message_id,
            room_id: None,
            delete_type: DeleteType::All,
            client_id: None,
        };
        self.store.write(delete).await.unwrap();
    }

    async fn bytes_of(&self, done: Done, n: u32) -> (FileInfo, Vec<u8>) {
        let file = FileOf { user_id: self.by.user_id, message_id: done.message_id, n };
        let file = self.store.read(file).await.unwrap().unwrap();
        let mut bytes = Vec::new();
        self.media.open_file(file.hash).await.unwrap().unwrap().read_to_end(&mut bytes).unwrap();
        (file.info, bytes)
    }
}

fn open(data: &TempDir, limits: MediaLimits, store: &Store) -> Arc<Media> {
    let folder = data.path().join("media");
    fs::create_dir_all(&folder).unwrap();
    Media::open(folder, limits, "/proc/self/exe".into(), store.clone()).unwrap()
}

async fn stage(media: &Arc<Media>, user_id: UserId, bytes: &[u8]) -> Result<Staged> {
    let room = media.reserve(user_id, 0)?;
    let mut staging = media.stage(&room).await?;
    for chunk in bytes.chunks(32 * 1024) {
        staging.write(Bytes::copy_from_slice(chunk)).await?;
    }
    staging.finish().await
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Bytes that compress, repeat and collide with nobody's.
fn noise(seed: u8, length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 31 + n / 251) as u8 ^ seed).collect()
}
