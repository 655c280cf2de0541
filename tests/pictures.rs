//! The real program looks at real pictures, and at what pretends to be one.

#![cfg(test)]

use std::{
    fs::File,
    io::{Cursor, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::process::ExitStatusExt as _,
    process::{Command, Output, Stdio},
};

use actors::{
    domain::{FileName, RoomName, Username, Visibility},
    store::{By, Options, Store, accounts::CreateUser, files::FileOf, messages::PostMessage, rooms::CreateRoom},
};
use bytes::Bytes;
use futures_util::future::join_all;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use livechat::media::{
    Media, MediaLimits,
    picture::{Line, Looked, MEMORY_BYTES, Pictures, thumbnail_type},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_livechat");

fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 90]))
}

fn bytes(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image: DynamicImage = image.into();
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A file as an upload leaves it: written, its position at the end.
fn staged(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

async fn look(bytes: &[u8], mime: &str) -> Option<Looked> {
    Pictures::new(PROGRAM.into()).look(&Line::default(), staged(bytes), mime).await
}

/// The child alone, as the server starts it.
fn child(file: File, out: Stdio) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(["--make-thumbnail", "image/jpeg"]).env_clear().stdin(file).stdout(out).stderr(Stdio::piped());
    command.spawn().unwrap().wait_with_output().unwrap()
}

#[actix_web::test]
async fn every_type_of_picture_has_a_thumbnail() {
    for (format, mime) in [
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Png, "image/png"),
        (ImageFormat::Gif, "image/gif"),
        (ImageFormat::WebP, "image/webp"),
    ] {
        let looked = look(&bytes(picture(1200, 300), format), mime).await.unwrap();
        assert_eq!((looked.picture.width, looked.picture.height, looked.picture.animated), (1200, 300, false));
        assert_eq!(thumbnail_type(&looked.thumbnail), Some("image/jpeg"));
        let thumbnail = image::load_from_memory(&looked.thumbnail).unwrap();
        assert_eq!((thumbnail.width(), thumbnail.height()), (960, 240), "{mime}");
    }
    let clear = look(&bytes(RgbaImage::new(40, 30), ImageFormat::Png), "image/png").await.unwrap();
    assert_eq!(thumbnail_type(&clear.thumbnail), Some("image/png"));
}

#[actix_web::test]
async fn what_is_no_picture_harms_nobody() {
    let whole = bytes(picture(300, 200), ImageFormat::Png);
    let hostile: [&[u8]; 6] = [
        b"",
        b"GIF89a/*<script>*/",
        &whole[..whole.len() / 2],
        &[0; 100_000],
        b"RIFF\xff\xff\xff\xffWEBPVP8X",
        b"\xff\xd8\xff\xe0",
    ];
    for file in hostile {
        for mime in ["image/jpeg", "image/png", "image/gif", "image/webp"] {
            assert!(look(file, mime).await.is_none(), "{mime}: {}", String::from_utf8_lossy(file));
        }
    }
    assert!(look(&whole, "image/png").await.is_some());
}

#[actix_web::test]
async fn ten_at_once_all_get_theirs() {
    let pictures = Pictures::new(PROGRAM.into());
    let files: Vec<Vec<u8>> = (1..=10).map(|n| bytes(picture(n * 10, 7), ImageFormat::Png)).collect();
    let lines: Vec<_> = files.iter().map(|_| Line::default()).collect();
    let looks = files.iter().zip(&lines).map(|(file, line)| pictures.look(line, staged(file), "image/png"));
    let widths: Vec<u32> = join_all(looks).await.into_iter().map(|looked| looked.unwrap().picture.width).collect();
    assert_eq!(widths, (1..=10).map(|n| n * 10).collect::<Vec<u32>>());
}

/// The decoder of JPEGs takes a file into memory whole. What follows the picture's end is ignored: with enough memory it is seen.
#[actix_web::test]
async fn too_much_memory_ends_the_child_alone() {
    let photo = bytes(picture(64, 64), ImageFormat::Jpeg);
    let padded = |length: u64| {
        let mut file = staged(&photo);
        file.set_len(length).unwrap();
        file.seek(SeekFrom::End(0)).unwrap();
        file
    };
    let (pictures, line) = (Pictures::new(PROGRAM.into()), Line::default());
    assert!(pictures.look(&line, padded(1024 * 1024), "image/jpeg").await.is_some());
    assert!(pictures.look(&line, padded(MEMORY_BYTES), "image/jpeg").await.is_none());
    let output = child(padded(MEMORY_BYTES), Stdio::piped());
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("memory"), "{} {complaint}", output.status);
    assert!(pictures.look(&line, staged(&photo), "image/jpeg").await.is_some());
}

#[test]
fn the_child_cannot_write_files() {
    const SIGXFSZ: i32 = 25;
    let photo = bytes(picture(64, 64), ImageFormat::Jpeg);
    let output = child(staged(&photo), Stdio::piped());
    assert!(output.status.success() && !output.stdout.is_empty());
    let file = tempfile::tempfile().unwrap();
    let output = child(staged(&photo), file.try_clone().unwrap().into());
    assert_eq!(output.status.signal(), Some(SIGXFSZ), "{output:?}");
    assert_eq!(file.metadata().unwrap().len(), 0);
}

#[actix_web::test]
async fn a_message_keeps_the_thumbnails_of_its_pictures_and_of_nothing_else() {
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
    let user_id = store.write(user).await.unwrap();
    let by = By { user_id, login_id: None };
    let (name, visibility) = (RoomName::parse("rasmlar").unwrap(), Visibility::Private);
    let room_id = store.write(CreateRoom { by, name, visibility, client_id: None }).await.unwrap();
    let limits = MediaLimits { file_bytes: 1 << 20, quota_bytes: 0, reserve_bytes: 0 };
    let media = Media::open(data.path().to_owned(), limits, PROGRAM.into(), store.clone()).unwrap();

    let photo = bytes(picture(1000, 500), ImageFormat::Jpeg);
    let mut files = Vec::new();
    for file in [photo.as_slice(), &photo[..100], b"salom"] {
        let mut staging = media.stage(&media.reserve(user_id, 0).unwrap()).await.unwrap();
        staging.write(Bytes::copy_from_slice(file)).await.unwrap();
        files.push((FileName::new("rasm.jpg"), staging.finish().await.unwrap()));
    }
    let post = PostMessage { by, room_id, body: None, files: Vec::new(), reply_to: None, client_id: None };
    let done = media.publish(media.reserve(user_id, 0).unwrap(), post, files).await.unwrap();
    for (n, has_thumbnail) in [(1, true), (2, false), (3, false)] {
        let file = store.read(FileOf { user_id, message_id: done.message_id, n }).await.unwrap().unwrap();
        assert_eq!(file.info.picture.is_some(), has_thumbnail, "{n}");
        let thumbnail = media.open_thumbnail(file.hash).await.unwrap();
        assert_eq!(thumbnail.is_some(), has_thumbnail, "{n}");
        if let Some(mut thumbnail) = thumbnail {
            let mut read = Vec::new();
            thumbnail.read_to_end(&mut read).unwrap();
            assert_eq!(image::load_from_memory(&read).unwrap().width(), 960);
        }
    }
}
