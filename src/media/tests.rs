use std::{
    fs,
    io::Read as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use actors::{
    domain::{Body, DeleteType, FileName, RoomName, Username, Visibility},
    ids::{ClientId, RoomId},
    message::FileInfo,
    store::{
        By, Options,
        accounts::CreateUser,
        files::FileOf,
        messages::{DeleteMessage, Done, PostMessage},
        rooms::CreateRoom,
    },
};
use bytes::Bytes;
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

    /// What is kept: each file below the folder, as its path there.
    fn kept(&self) -> Vec<String> {
        let root = self.data.path().join("media");
        let mut kept: Vec<String> =
            files(&root).iter().map(|it| it.strip_prefix(&root).unwrap().to_str().unwrap().to_owned()).collect();
        kept.sort();
        kept
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

#[actix_web::test]
async fn an_album_comes_back_byte_for_byte_and_only_its_owner_may_read_the_folder() {
    let house = House::new().await;
    let (large, small) = (noise(1, 900_001), b"salom\n".to_vec());
    let done = house.publish(house.post(), &[&large, &small, b""]).await.unwrap();
    for (n, bytes) in [(1, &large), (2, &small), (3, &Vec::new())] {
        let (info, read) = house.bytes_of(done, n).await;
        assert_eq!((info.size, &read), (bytes.len() as u64, bytes));
    }
    assert_eq!(house.bytes_of(done, 2).await.0.mime, "text/plain");
    assert!(house.kept().iter().all(|it| it.starts_with("chat_files/") && it.len() == "chat_files/".len() + 65));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for file in files(&house.data.path().join("media")) {
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700), "{}", file.display());
    }
}

#[actix_web::test]
async fn the_same_bytes_are_kept_once_and_go_with_their_last_message() {
    let house = House::new().await;
    let first = house.publish(house.post(), &[b"bir xil", b"bir xil"]).await.unwrap();
    let second = house.publish(house.post(), &[b"bir xil"]).await.unwrap();
    assert_eq!(house.kept().len(), 1);
    house.delete(first).await;
    assert_eq!(house.media.sweep().await.unwrap(), 0);
    assert_eq!(house.bytes_of(second, 1).await.1, b"bir xil");
    house.delete(second).await;
    assert_eq!(house.media.sweep().await.unwrap(), 1);
    assert_eq!(house.kept(), [""; 0]);
}

#[actix_web::test]
async fn what_is_not_published_leaves_nothing() {
    let house = House::new().await;
    let room = house.room(10).unwrap();
    let mut staging = house.media.stage(&room).await.unwrap();
    staging.write(Bytes::from(noise(1, 500_000))).await.unwrap();
    assert_eq!(house.kept(), ["tmp/0"]);
    drop(staging);
    assert_eq!(house.kept(), [""; 0]);
    let staged = house.stage(b"x").await;
    assert_eq!(house.kept().len(), 1);
    drop(staged);
    assert_eq!(house.kept(), [""; 0]);
}

#[actix_web::test]
async fn a_file_over_its_limit_is_refused_with_the_limit() {
    let house = House::new().await;
    assert!(stage(&house.media, house.by.user_id, &noise(1, 1 << 20)).await.is_ok());
    let refused = stage(&house.media, house.by.user_id, &noise(1, (1 << 20) + 1)).await.unwrap_err();
    assert!(matches!(refused, Error::TooLarge(limit) if limit == LIMITS.file_bytes), "{refused}");
    assert_eq!(house.kept(), [""; 0]);
}

#[actix_web::test]
async fn a_refused_message_keeps_nothing_of_its_own_and_all_of_others() {
    let house = House::new().await;
    let done = house.publish(house.post(), &[b"eski"]).await.unwrap();
    let refused = PostMessage { reply_to: Some(actors::ids::MessageId(999)), ..house.post() };
    let refused = house.publish(refused, &[b"yangi", b"eski"]).await.unwrap_err();
    assert_eq!(refused.code(), "bad_reply");
    assert_eq!(house.kept().len(), 1);
    assert_eq!(house.bytes_of(done, 1).await.1, b"eski");
}

#[actix_web::test]
async fn the_same_client_id_twice_is_one_message_and_keeps_only_its_bytes() {
    let house = House::new().await;
    let post = PostMessage {
        client_id: Some(ClientId(uuid::Uuid::from_u128(7))),
        body: Some(Body::parse("izoh", 100).unwrap()),
        ..house.post()
    };
    let first = house.publish(post.clone(), &[b"bir"]).await.unwrap();
    let again = house.publish(post, &[b"ikki"]).await.unwrap();
    assert_eq!((again.message_id, again.repeated), (first.message_id, true));
    assert_eq!(house.kept().len(), 1);
}

#[actix_web::test]
async fn a_start_empties_what_was_arriving() {
    let house = House::new().await;
    fs::write(house.data.path().join("media/tmp/0"), "half").unwrap();
    let media = open(&house.data, LIMITS, &house.store);
    assert_eq!(house.kept(), [""; 0]);
    assert!(stage(&media, house.by.user_id, b"x").await.is_ok());
}

impl House {
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
}
