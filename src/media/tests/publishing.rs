use std::os::unix::fs::symlink;

use super::*;

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

#[actix_web::test]
async fn a_caller_who_hangs_up_tears_nothing() {
    let house = House::new().await;
    let post = PostMessage { client_id: Some(ClientId(uuid::Uuid::from_u128(7))), ..house.post() };
    let staged = vec![(FileName::new("fayl"), house.stage(b"oxirigacha").await)];
    let mut publishing = Box::pin(house.media.publish(house.room(0).unwrap(), post.clone(), staged));
    assert!(publishing.as_mut().now_or_never().is_none());
    drop(publishing);
    // The same bytes wait for the same lock, and so for the end of the first.
    let again = house.publish(post, &[b"oxirigacha"]).await.unwrap();
    assert!(again.repeated);
    assert_eq!(house.bytes_of(again, 1).await.1, b"oxirigacha");
    assert_eq!(house.kept().len(), 1);
}

#[actix_web::test]
async fn bytes_that_cannot_be_synced_are_refused_before_anybody_waits_for_their_address() {
    let house = House::new().await;
    let room = house.room(0).unwrap();
    let mut staging = house.media.stage(&room).await.unwrap();
    staging.write(Bytes::from_static(b"diskda yo'q")).await.unwrap();
    // A device has nothing to sync, and says so.
    staging.temporary.file = Arc::new(File::open("/dev/null").unwrap());
    let refused = staging.finish().await.unwrap_err();
    assert_eq!((refused.status().as_u16(), refused.code(), refused.is_fault()), (503, "storage", true));
    assert_eq!(house.kept(), [""; 0]);
    assert!(house.publish(house.post(), &[b"diskda yo'q"]).await.is_ok(), "it can be sent again");
}

#[actix_web::test]
async fn a_place_that_cannot_be_had_refuses_the_message() {
    let house = House::new().await;
    let staged = house.stage(b"joyi band").await;
    let shelf = house.data.path().join("media/chat_files").join(&staged.hash.to_string()[..2]);
    fs::write(&shelf, "in the way").unwrap();
    let staged = vec![(FileName::new("a"), staged)];
    let refused = house.media.publish(house.room(0).unwrap(), house.post(), staged).await.unwrap_err();
    assert_eq!((refused.status().as_u16(), refused.code()), (503, "storage"));
    assert_eq!(house.kept().len(), 1, "what was in the way alone");
}

#[actix_web::test]
async fn what_somebody_put_in_the_place_of_a_file_is_not_opened_or_followed() {
    let house = House::new().await;
    let hash = house.stage(b"asl").await.hash;
    house.publish(house.post(), &[b"asl"]).await.unwrap();
    let (path, elsewhere) = (house.file(hash), house.data.path().join("elsewhere"));
    let shelf = path.parent().unwrap();
    fs::rename(shelf, &elsewhere).unwrap();
    symlink(&elsewhere, shelf).unwrap();
    assert!(house.media.open_file(hash).await.unwrap().is_none(), "on a shelf elsewhere");
    assert!(house.publish(house.post(), &[b"asl"]).await.is_err());
    fs::remove_file(shelf).unwrap();
    fs::create_dir(shelf).unwrap();
    symlink(elsewhere.join(path.file_name().unwrap()), &path).unwrap();
    assert!(house.media.open_file(hash).await.unwrap().is_none(), "a link");
    fs::remove_file(&path).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RUSR).unwrap();
    assert!(house.media.open_file(hash).await.unwrap().is_none(), "a pipe");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(house.media.open_file(hash).await.unwrap().is_none(), "a folder");
    fs::remove_dir(&path).unwrap();
    house.publish(house.post(), &[b"asl"]).await.unwrap();
    assert!(house.media.open_file(hash).await.unwrap().is_some());
}

#[actix_web::test]
async fn a_folder_that_is_only_a_link_is_one_clear_line_and_nothing_behind_it_is_emptied() {
    let house = House::new().await;
    let elsewhere = house.data.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("a"), "another's").unwrap();
    for (name, target) in [("tmp", elsewhere.as_path()), ("chat_files", Path::new("nowhere"))] {
        let path = house.data.path().join("media").join(name);
        fs::remove_dir(&path).unwrap();
        symlink(target, &path).unwrap();
        let program = "/proc/self/exe".into();
        let refused = Media::open(house.data.path().join("media"), LIMITS, program, house.store.clone()).err().unwrap();
        let line = refused.to_string();
        assert!(line.contains(path.to_str().unwrap()) && !line.contains('\n'), "{line}");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
    }
    assert!(elsewhere.join("a").exists());
}

#[actix_web::test]
async fn room_is_taken_by_what_has_come_and_not_by_what_is_promised() {
    let house = House::with(MediaLimits { quota_bytes: 1_000_000, ..LIMITS }).await;
    let take = async |room: &Room, bytes: usize| {
        let mut staging = house.media.stage(room).await?;
        for chunk in noise(1, bytes).chunks(50_000) {
            staging.write(Bytes::copy_from_slice(chunk)).await?;
        }
        staging.finish().await
    };
    let (slow, quick, silent) =
        (house.room(1_000_000).unwrap(), house.room(1_000_000).unwrap(), house.room(0).unwrap());
    let taken = take(&quick, 900_000).await.unwrap();
    assert!(matches!(house.room(100_001).err(), Some(Error::Full)));
    assert!(matches!(take(&slow, 600_000).await, Err(Error::Full)), "on its way");
    assert!(matches!(take(&silent, 100_001).await, Err(Error::Full)), "at its end");
    assert!(take(&silent, 100_000).await.is_ok());
    assert!(matches!(house.room(0).err(), Some(Error::Full)), "nothing is left");
    drop((taken, slow, quick, silent));
    assert!(house.room(1_000_000).is_ok());
    assert_eq!(house.kept(), [""; 0]);
}

#[actix_web::test]
async fn a_disk_that_fills_up_meanwhile_ends_an_upload() {
    let house = House::with(MediaLimits { file_bytes: 1 << 30, ..LIMITS }).await;
    let room = house.room(0).unwrap();
    let filled =
        open(&house.data, MediaLimits { reserve_bytes: u64::MAX, file_bytes: 1 << 30, ..LIMITS }, &house.store);
    let mut staging = filled.stage(&room).await.unwrap();
    let mut written = Ok(());
    for _ in 0..100 {
        written = staging.write(Bytes::from(noise(1, 256 * 1024))).await;
        if written.is_err() {
            break;
        }
    }
    assert!(matches!(written, Err(Error::Full)));
}

#[actix_web::test]
async fn a_quota_counts_what_is_kept() {
    let house = House::with(MediaLimits { quota_bytes: 1_000, ..LIMITS }).await;
    let done = house.publish(house.post(), &[&noise(1, 600)]).await.unwrap();
    house.publish(house.post(), &[&noise(1, 600)]).await.unwrap();
    house.examine(Examination::Start).await;
    assert!(matches!(house.room(401).err(), Some(Error::Full)), "what was there before it was counted");
    let second = house.publish(house.post(), &[&noise(2, 300)]).await.unwrap();
    assert!(matches!(house.room(101).err(), Some(Error::Full)), "what came after");
    assert!(house.room(100).is_ok());
    house.delete(second).await;
    house.delete(done).await;
    house.media.sweep().await.unwrap();
    assert!(house.room(400).is_ok() && house.room(401).is_err(), "what another message has stays");
}

#[actix_web::test]
async fn what_the_disk_must_keep_free_is_not_given_away() {
    let house = House::with(MediaLimits { reserve_bytes: u64::MAX, ..LIMITS }).await;
    let refused = house.room(1).err().unwrap();
    assert_eq!((refused.status().as_u16(), refused.code()), (507, "disk_full"));
    let house = House::new().await;
    assert!(matches!(house.room(u64::MAX).err(), Some(Error::Full)));
}

#[actix_web::test]
async fn so_many_uploads_at_once_and_no_more() {
    let house = House::new().await;
    let mine: Vec<Room> = (0..8).map(|_| house.room(1).unwrap()).collect();
    assert_eq!(house.room(1).err().unwrap().code(), "rate_limited");
    let others: Vec<Room> = (8..64).map(|n| house.media.reserve(UserId(1_000 + n), 1).unwrap()).collect();
    assert_eq!(house.media.reserve(UserId(2_000), 1).err().unwrap().code(), "busy");
    drop(mine);
    assert!(house.room(1).is_ok());
    drop(others);
}
