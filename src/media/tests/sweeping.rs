use actors::store::files::LooseFiles;

use super::*;

/// Everybody sends one of few files, looks at it and deletes it, again and again, while the sweeper goes round.
#[actix_web::test]
async fn no_message_is_ever_without_its_bytes_whoever_sends_and_deletes_the_same_ones() {
    let house = Arc::new(House::new().await);
    let senders: Vec<_> = (0..8_u8)
        .map(|sender| {
            let house = house.clone();
            actix_web::rt::spawn(async move {
                for round in 0..12 {
                    let bytes = noise((sender + round) % 3, 5_000);
                    let done = house.publish(house.post(), &[&bytes, b"hammada bor"]).await.unwrap();
                    assert_eq!(house.bytes_of(done, 1).await.1, bytes);
                    assert_eq!(house.bytes_of(done, 2).await.1, b"hammada bor");
                    house.delete(done).await;
                }
            })
        })
        .collect();
    let sweeper = actix_web::rt::spawn({
        let house = house.clone();
        async move {
            loop {
                house.media.sweep().await.unwrap();
                house.examine(Examination::Start).await;
            }
        }
    });
    for sender in senders {
        sender.await.unwrap();
    }
    sweeper.abort();
    assert!(sweeper.await.unwrap_err().is_cancelled(), "the sweeper went on to the end");
    house.media.sweep().await.unwrap();
    assert_eq!(house.kept(), [""; 0]);
}

#[actix_web::test]
async fn a_thumbnail_goes_with_its_file() {
    let house = House::new().await;
    let mut staged = house.stage(b"rasm").await;
    staged.picture = Some(Picture { width: 1, height: 1, animated: false });
    staged.thumbnail = Some(house.media.folder.temporary_of(b"kichik").unwrap());
    let hash = staged.hash;
    let staged = vec![(FileName::new("rasm.png"), staged)];
    let done = house.media.publish(house.room(0).unwrap(), house.post(), staged).await.unwrap();
    assert!(house.media.open_thumbnail(hash).await.unwrap().is_some());
    let report = house.examine(Examination::Check).await;
    assert_eq!((report.sums, report.findings.len()), (Sums { addresses: 1, files: 1, thumbnails: 1, bytes: 10 }, 0));
    house.delete(done).await;
    assert_eq!(house.media.sweep().await.unwrap(), 1);
    assert_eq!(house.kept(), [""; 0]);
    assert!(house.media.open_thumbnail(hash).await.unwrap().is_none());
}

#[actix_web::test]
async fn bytes_of_a_message_torn_after_they_were_kept_go_with_the_next_sweep() {
    let house = House::new().await;
    let staged = [house.stage(b"yarim yo'lda").await];
    let hash = staged[0].hash;
    let held = house.media.shelves.lock(&[hash]).await;
    house.media.suspects().insert(hash);
    house.media.keep(&held, &staged).unwrap();
    drop(held);
    assert_eq!(house.kept().len(), 1);
    assert_eq!(house.media.sweep().await.unwrap(), 1);
    assert_eq!(house.kept(), [""; 0]);
    assert!(house.media.suspects().is_empty());
}

impl House {
    /// Deletes a message whose file cannot be removed: something is in the way of that. Its path.
    pub(super) async fn delete_one_that_stays(&self) -> PathBuf {
        let hash = self.stage(b"qimirlamaydi").await.hash;
        let done = self.publish(self.post(), &[b"qimirlamaydi"]).await.unwrap();
        let path = self.file(hash);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        self.delete(done).await;
        path
    }
}

#[actix_web::test]
async fn what_cannot_be_removed_keeps_nothing_else_and_is_tried_again() {
    let house = House::new().await;
    let path = house.delete_one_that_stays().await;
    for n in 0..4 {
        let done = house.publish(house.post(), &[&noise(n, 10)]).await.unwrap();
        house.delete(done).await;
    }
    let refused = house.media.sweep().await.unwrap_err();
    assert_eq!((refused.status().as_u16(), refused.code()), (503, "storage"));
    assert_eq!(house.kept(), [""; 0], "all others are gone");
    fs::remove_dir(&path).unwrap();
    fs::write(&path, "qimirlamaydi").unwrap();
    assert!(house.store.read(LooseFiles { limit: 1 }).await.unwrap().is_empty());
    assert_eq!(house.media.sweep().await.unwrap(), 1);
    assert_eq!(house.kept(), [""; 0]);
    assert!(house.media.suspects().is_empty());
}

#[actix_web::test]
async fn nothing_is_removed_once_the_writer_stops() {
    let house = House::new().await;
    let done = house.publish(house.post(), &[b"qoladi"]).await.unwrap();
    house.delete(done).await;
    let staged = vec![(FileName::new("a"), house.stage(b"kech qoldi").await)];
    let room = house.room(0).unwrap();
    house.store.stop().await.unwrap();
    assert!(house.media.sweep().await.is_err());
    let refused = house.media.publish(room, house.post(), staged).await.unwrap_err();
    assert_eq!(refused.code(), "stopping");
    assert_eq!(house.kept().len(), 2, "the next start looks for itself");
}
