//! Files under the same deaths and faults: no row without its bytes, no bytes without a row, and what was acknowledged comes back.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use benches::{
    http,
    noise::{Hasher, Noise},
    site::Site,
    upload::{Told, Upload},
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use uuid::Uuid;

use crate::{
    LIFE, Talk, seed, talk,
    uploader::{Album, Uploader},
    wait_until,
};

const KILLS: usize = 20;
const PEOPLE: usize = 6;
/// Uploads that are broken off, and bytes of each.
const CUTS: usize = 200;
const CUT_BYTES: u64 = 2 * 1024 * 1024;

/// What `--check-media` says: whether all is well, and its lines.
fn check_media(site: &Site) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_livechat"));
    let output = command.arg("--data").arg(site.folder()).arg("--check-media").output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

/// Each file below a folder, by its path there.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { [path].into() }).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where the bytes of every address that a row names have to be, and how many there are.
fn named(site: &Site) -> BTreeMap<PathBuf, u64> {
    let database = site.database().unwrap();
    let mut rows = database.prepare("SELECT hash, size FROM attachments").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, i64>(1)?))).unwrap();
    let place = |hash: &[u8]| {
        let digits = hex(hash);
        site.folder().join("media/chat_files").join(&digits[..2]).join(&digits[2..])
    };
    rows.map(Result::unwrap).map(|(hash, size)| (place(&hash), size as u64)).collect()
}

/// Both ways: every row has its file, every file its row, byte for byte what its name says; nothing else lies about.
fn assert_whole(site: &Site) {
    let (named, media) = (named(site), site.folder().join("media"));
    assert_eq!(files(&media), named.keys().cloned().collect(), "rows and files differ");
    for (path, size) in named {
        let (mut bytes, mut hasher) = (fs::File::open(&path).unwrap(), Hasher::default());
        assert_eq!(http::pump(&mut bytes, &mut hasher).unwrap(), size, "{}", path.display());
        let digits = hex(&hasher.hash());
        assert!(path.ends_with(Path::new(&digits[..2]).join(&digits[2..])), "{}", path.display());
    }
}

/// A file comes back as it was sent.
fn assert_downloads(upload: &Upload, message_id: i64) {
    for (n, (_, noise)) in (1..).zip(&upload.files) {
        let (mut hasher, path) = (Hasher::default(), format!("/download/{message_id}/{n}/"));
        let answer = http::fetch(upload.to, &path, &upload.cookie, None, &mut hasher).unwrap();
        assert!(answer.status == 200 && hasher.hash() == noise.hash().unwrap(), "{path}: {answer:?}");
    }
}

fn upload(talk: &Talk, person: usize, noise: Noise) -> Upload {
    Upload {
        to: talk.site.address(),
        room: talk.room.clone(),
        cookie: talk.cookies[person].clone(),
        client_id: Uuid::new_v4(),
        files: vec![("file.bin".into(), noise)],
    }
}

#[test]
fn kills_during_uploads_leave_no_row_without_its_file_and_no_file_without_its_row() {
    let seed = seed();
    let mut dice = StdRng::seed_from_u64(seed);
    let mut talk = talk(PEOPLE, |_| {});
    let album = Album::default();
    let (to, room, cookies) = (talk.site.address(), talk.room.clone(), talk.cookies.clone());
    std::thread::scope(|scope| {
        for (number, cookie) in cookies.iter().enumerate() {
            let seed = seed.wrapping_add(number as u64);
            let uploader = Uploader { to, room: &room, cookie, seed, album: &album };
            scope.spawn(move || uploader.run());
        }
        for kill in 0..KILLS {
            // Each life acknowledges something, so each death can lose something.
            let before = album.count();
            wait_until("an upload", || album.count() > before);
            std::thread::park_timeout(dice.random_range(Duration::ZERO..LIFE));
            talk.site.kill().unwrap();
            let quiet = album.gate.write().unwrap();
            for (path, size) in named(&talk.site) {
                let found = fs::metadata(&path).map(|file| file.len()).ok();
                assert_eq!(found, Some(size), "kill {kill}: a row without its file, {}", path.display());
            }
            talk.site.start().unwrap_or_else(|error| panic!("after kill {kill}: {error}"));
            wait_until("a clean folder", || check_media(&talk.site).0);
            assert_whole(&talk.site);
            drop(quiet);
        }
        album.stop();
    });
    let (acked, deleted) = (album.acked.lock().unwrap(), album.deleted.lock().unwrap());
    for (upload, message_id) in acked.iter() {
        assert_downloads(upload, *message_id);
    }
    let messages = "SELECT count(*) FROM messages WHERE client_id IS NOT NULL AND deleted_at IS NULL";
    let messages: i64 = talk.site.database().unwrap().query_row(messages, [], |row| row.get(0)).unwrap();
    assert_eq!(messages as usize, acked.len(), "an upload is there twice, or not at all");
    wait_until("the sweep", || check_media(&talk.site).0);
    assert_whole(&talk.site);
    println!("{} messages, {} deleted, over {KILLS} kills", acked.len(), deleted.len());
}

#[test]
fn uploads_that_break_off_anywhere_leave_nothing() {
    let mut dice = StdRng::seed_from_u64(seed());
    let talk = talk(PEOPLE, |_| {});
    let cuts: Vec<(Upload, u64)> = (0..CUTS)
        .map(|number| {
            let upload = upload(&talk, number % PEOPLE, Noise::new(dice.random(), CUT_BYTES));
            // The end of the last line is no part of what has to come.
            let bytes = dice.random_range(0..upload.request().bytes - 8);
            (upload, bytes)
        })
        .collect();
    std::thread::scope(|scope| {
        for person in 0..PEOPLE {
            let mine = cuts.iter().skip(person).step_by(PEOPLE);
            scope.spawn(move || mine.for_each(|(upload, bytes)| upload.send_until(*bytes).unwrap()));
        }
    });
    let media = talk.site.folder().join("media");
    wait_until("an empty folder", || files(&media).is_empty());
    let rows =
        "SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM messages WHERE client_id IS NOT NULL)";
    let rows: i64 = talk.site.database().unwrap().query_row(rows, [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0);
    let (upload, _) = &cuts[0];
    let Told::Acked { message_id } = upload.send().unwrap() else { panic!("refused when it came whole") };
    assert_downloads(upload, message_id);
    assert_whole(&talk.site);
}

/// A site whose media folder is a disk of its own, of so many MiB: mounted for the server alone, and gone with it.
fn small_disk(mib: u64) -> impl FnOnce(&mut Site) {
    move |site| {
        let media = site.folder().join("media");
        fs::create_dir(&media).unwrap();
        let mounts = [&["unshare", "--mount"][..], &["unshare", "--user", "--map-root-user", "--mount"]];
        let may = |mounts: &&&[&str]| {
            Command::new(mounts[0]).args(&mounts[1..]).arg("true").output().unwrap().status.success()
        };
        let mount = mounts.iter().find(may).expect("neither root nor a user namespace: a small disk cannot be mounted");
        let script = format!("mount -t tmpfs -o mode=700,size={mib}m livechat \"$0\" && exec \"$@\"");
        let media = media.to_str().unwrap().to_owned();
        site.start_by(mount.iter().map(|word| (*word).to_owned()).chain(["sh".into(), "-c".into(), script, media]));
        site.arguments(&["--disk-reserve-mib", "0"]);
    }
}

/// The media folder as the server sees it.
fn mounted(talk: &Talk) -> PathBuf {
    let folder = talk.site.folder().join("media");
    Path::new("/proc").join(talk.site.pid().unwrap().to_string()).join("root").join(folder.strip_prefix("/").unwrap())
}

#[test]
fn a_full_disk_refuses_files_alone_and_takes_the_same_upload_when_there_is_space() {
    const MIB: u64 = 1024 * 1024;
    let talk = talk(1, small_disk(16));
    let media = mounted(&talk);
    let kept = upload(&talk, 0, Noise::new(1, 4 * MIB));
    let Told::Acked { message_id } = kept.send().unwrap() else { panic!("no room for the first") };
    let before = files(&media);
    assert_eq!(before.len(), 1);
    let goes_on = || {
        assert_downloads(&kept, message_id);
        let room = format!("/room/{}/", talk.room);
        let posted = http::request(kept.to, &room, &kept.cookie, Some("content=gap+ketaveradi")).unwrap();
        assert_eq!(posted.status, 303, "{posted:?}");
    };

    // More than there is room for, told beforehand.
    assert_eq!(upload(&talk, 0, Noise::new(2, 14 * MIB)).send().unwrap(), Told::Refused(507));
    assert_eq!(files(&media), before);
    goes_on();

    // The room goes while the file comes.
    let late = upload(&talk, 0, Noise::new(3, 8 * MIB));
    let (mut stream, mut request) = (http::connect(late.to).unwrap(), late.request());
    http::pump(&mut request.by_ref().take(4 * MIB), &mut stream).unwrap();
    wait_until("the first half", || {
        let arriving: u64 = files(&media.join("tmp")).iter().map(|path| fs::metadata(path).unwrap().len()).sum();
        arriving > 2 * MIB
    });
    let ballast = media.join("ballast");
    let filled = http::pump(&mut Noise::new(4, 16 * MIB), &mut fs::File::create(&ballast).unwrap());
    assert!(filled.is_err(), "the disk is not small");
    // The answer may come before all of it was sent.
    let _ = http::pump(&mut request, &mut stream);
    assert_eq!(http::answer(stream, &mut Vec::new()).unwrap().status, 507);
    wait_until("the part to go", || files(&media.join("tmp")).is_empty());
    goes_on();

    fs::remove_file(&ballast).unwrap();
    assert_eq!(files(&media), before);
    let Told::Acked { message_id } = late.send().unwrap() else { panic!("refused with space") };
    assert_downloads(&late, message_id);
    assert_eq!(files(&media).len(), 2);
}
