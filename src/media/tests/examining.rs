use super::*;

impl House {
    /// What is found, in order.
    async fn found(&self, examination: Examination) -> Vec<(Fault, String)> {
        let mut found: Vec<_> =
            self.examine(examination).await.findings.into_iter().map(|it| (it.fault, it.at)).collect();
        found.sort();
        found
    }

    fn file(&self, hash: FileHash) -> PathBuf {
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
