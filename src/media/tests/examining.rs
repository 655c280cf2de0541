use std::os::unix::fs::symlink;

use super::*;

impl House {
    /// What is found, in order.
    async fn found(&self, examination: Examination) -> Vec<(Fault, String)> {
        let mut found: Vec<_> =
            self.examine(examination).await.findings.into_iter().map(|it| (it.fault, it.at)).collect();
        found.sort();
        found
    }

    pub(super) fn file(&self, hash: FileHash) -> PathBuf {
        let digits = hash.to_string();
        self.data.path().join("media/chat_files").join(&digits[..2]).join(&digits[2..])
    }
}

#[actix_web::test]
async fn what_is_whole_is_counted_and_found_whole() {
    let house = House::new().await;
    house.publish(house.post(), &[&noise(1, 1_000), &noise(2, 500)]).await.unwrap();
    house.publish(house.post(), &[&noise(2, 500)]).await.unwrap();
    for examination in [Examination::Start, Examination::Check] {
        let report = house.examine(examination).await;
        assert_eq!(report.sums, Sums { addresses: 2, files: 2, thumbnails: 0, bytes: 1_500 });
        assert_eq!(report.findings, []);
    }
}

#[actix_web::test]
async fn every_fault_is_found_both_ways_and_only_what_no_row_names_is_removed() {
    let house = House::new().await;
    let contents: Vec<Vec<u8>> = (0..4).map(|n| noise(n, 1_000)).collect();
    let mut hashes = Vec::new();
    for bytes in &contents {
        hashes.push(house.stage(bytes).await.hash);
        house.publish(house.post(), &[bytes]).await.unwrap();
    }
    let picture = Picture { width: 1, height: 1, animated: false };
    let hash = hashes[3];
    let row =
        NewFile { name: FileName::new("a.png"), size: 1_000, mime: "image/png".into(), hash, picture: Some(picture) };
    house.store.write(PostMessage { files: vec![row], ..house.post() }).await.unwrap();
    fs::remove_file(house.file(hashes[0])).unwrap();
    fs::write(house.file(hashes[1]), "short").unwrap();
    fs::write(house.file(hashes[2]), noise(9, 1_000)).unwrap();
    let nobodys = FileHash([0xab; 32]);
    for place in ["chat_files", "thumbnails"] {
        let shelf = house.data.path().join("media").join(place).join("ab");
        fs::create_dir_all(&shelf).unwrap();
        fs::write(shelf.join("ab".repeat(31)), "nobody's").unwrap();
    }
    fs::write(house.data.path().join("media/chat_files/ab/o'zga\n"), "").unwrap();
    fs::write(house.data.path().join("media/thumbnails/Thumbs.db"), "").unwrap();
    let strangers = ["chat_files/ab/o'zga\n", "thumbnails/Thumbs.db"].map(|path| (Fault::Stranger, path.to_owned()));
    let lasting = [
        (Fault::NoFile, hashes[0].to_string()),
        (Fault::NoThumbnail, hashes[3].to_string()),
        (Fault::OtherSize, hashes[1].to_string()),
    ];
    let unnamed = (Fault::NoRow, nobodys.to_string());
    let mut all: Vec<_> = lasting.iter().chain(&strangers).cloned().collect();
    all.push((Fault::OtherBytes, hashes[2].to_string()));
    all.push(unnamed.clone());
    all.sort();
    let before = house.kept();
    assert_eq!(house.found(Examination::Check).await, all);
    assert_eq!(house.kept(), before, "a check changes nothing");
    let mut at_start: Vec<_> = lasting.iter().chain(&strangers).chain([&unnamed]).cloned().collect();
    at_start.sort();
    assert_eq!(house.found(Examination::Start).await, at_start);
    assert_eq!(house.kept().len(), before.len() - 2, "the file and the thumbnail of nobody");
    at_start.retain(|found| *found != unnamed);
    assert_eq!(house.found(Examination::Start).await, at_start);
}

#[actix_web::test]
async fn a_bad_shelf_is_a_finding_and_the_others_are_compared_counted_and_cleaned() {
    let house = House::with(MediaLimits { quota_bytes: 1_000, ..LIMITS }).await;
    house.publish(house.post(), &[&noise(1, 600)]).await.unwrap();
    let media = house.data.path().join("media");
    let row = |shelf| NewFile {
        name: FileName::new("a"),
        size: 1,
        mime: "text/plain".into(),
        hash: FileHash([shelf; 32]),
        picture: None,
    };
    house.store.write(PostMessage { files: vec![row(0), row(3)], ..house.post() }).await.unwrap();
    fs::write(media.join("chat_files/00"), "in the way").unwrap();
    let elsewhere = house.data.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("01".repeat(31)), "another's").unwrap();
    symlink(&elsewhere, media.join("chat_files/01")).unwrap();
    symlink("nowhere", media.join("thumbnails/02")).unwrap();
    let closed = media.join("chat_files/03");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let nobodys = media.join("chat_files/fe");
    fs::create_dir(&nobodys).unwrap();
    fs::write(nobodys.join("fe".repeat(31)), "nobody's").unwrap();
    // Nothing is closed to the one who owns the machine.
    let of_closed = match fs::read_dir(&closed) {
        Ok(_) => (Fault::NoFile, row(3).hash.to_string()),
        Err(_) => (Fault::Unreadable, "chat_files/03".into()),
    };
    let mut expected = vec![
        (Fault::NoFile, row(0).hash.to_string()),
        of_closed,
        (Fault::NoRow, "fe".repeat(32)),
        (Fault::Stranger, "chat_files/00".into()),
        (Fault::Stranger, "chat_files/01".into()),
        (Fault::Stranger, "thumbnails/02".into()),
    ];
    expected.sort();
    assert_eq!(house.found(Examination::Start).await, expected);
    assert!(!nobodys.join("fe".repeat(31)).exists());
    assert!(elsewhere.join("01".repeat(31)).exists());
    assert!(house.room(400).is_ok() && house.room(401).is_err(), "the quota holds");
}

#[actix_web::test]
async fn a_place_that_cannot_be_read_is_a_finding() {
    let house = House::new().await;
    let hash = house.stage(b"bir").await.hash;
    house.publish(house.post(), &[b"bir"]).await.unwrap();
    let files = house.data.path().join("media/chat_files");
    fs::remove_dir_all(&files).unwrap();
    fs::write(&files, "in the way").unwrap();
    let expected = [(Fault::NoFile, hash.to_string()), (Fault::Unreadable, "chat_files".into())];
    assert_eq!(house.found(Examination::Check).await, expected);
}

#[actix_web::test]
async fn what_is_deleted_while_a_check_goes_on_goes_and_is_no_fault() {
    for is_sweep_on_its_way in [false, true] {
        let house = House::new().await;
        let hash = house.stage(b"hozir").await.hash;
        let mut done = Some(house.publish(house.post(), &[b"hozir"]).await.unwrap());
        let mut findings = Vec::new();
        let checked = house.media.examine(Examination::Check, async |report| {
            if let Some(done) = done.take() {
                house.delete(done).await;
                if is_sweep_on_its_way {
                    house.media.suspects().insert(hash);
                    house.store.write(ForgetLoose(vec![hash])).await.unwrap();
                }
            }
            findings.extend(report.findings);
            Ok(())
        });
        checked.await.unwrap();
        assert_eq!(findings, []);
        assert_eq!(house.kept(), [""; 0]);
    }
}

#[actix_web::test]
async fn what_was_to_go_and_cannot_ends_no_examination() {
    let house = House::new().await;
    let path = house.delete_one_that_stays().await;
    let stranger = path.strip_prefix(house.data.path().join("media")).unwrap().to_str().unwrap().to_owned();
    for examination in [Examination::Check, Examination::Start] {
        assert_eq!(house.found(examination).await, [(Fault::Stranger, stranger.clone())]);
    }
}

#[actix_web::test]
async fn bytes_that_were_lost_come_back_when_somebody_sends_them_again() {
    let house = House::new().await;
    let hash = house.stage(b"qaytadi").await.hash;
    house.publish(house.post(), &[b"qaytadi"]).await.unwrap();
    fs::write(house.file(hash), "buzildi").unwrap();
    assert_eq!(house.found(Examination::Check).await, [(Fault::OtherBytes, hash.to_string())]);
    house.publish(house.post(), &[b"qaytadi"]).await.unwrap();
    assert_eq!(house.found(Examination::Check).await, []);
}

#[actix_web::test]
async fn rows_are_compared_page_by_page() {
    let house = House::new().await;
    let named = |n: u16| {
        let mut hash = [0x77; 32];
        hash[30..].copy_from_slice(&n.to_be_bytes());
        let (name, mime) = (FileName::new("a"), "text/plain".to_owned());
        NewFile { name, size: 1, mime, hash: FileHash(hash), picture: None }
    };
    for first in (0..2_010).step_by(10) {
        let files = (first..first + 10).map(named).collect();
        house.store.write(PostMessage { files, ..house.post() }).await.unwrap();
    }
    let report = house.examine(Examination::Start).await;
    assert_eq!((report.sums.addresses, report.findings.len()), (2_010, 2_010));
}

#[test]
fn a_log_names_how_many_of_each_kind_and_the_first_of_them() {
    let mut findings: Vec<_> = (0..5).map(|n| Finding { fault: Fault::NoFile, at: n.to_string() }).collect();
    findings.push(Finding { fault: Fault::Stranger, at: "a\nb".into() });
    let mut summary = Summary::default();
    summary.add(&Report { findings, ..Report::default() });
    let lines: Vec<_> = summary.faults().collect();
    let stranger = "something that is no file of a message (1): a\\nb";
    assert_eq!(lines, ["a row without its file (5): 0, 1, 2, …", stranger]);
}
