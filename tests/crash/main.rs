//! What an acknowledgement is worth: the real program is killed, stopped and given a failing disk under load, and whatever it had
//! acknowledged must be there afterwards, once, under its number. `CRASH_SEED` repeats a run's moments of death.

#![cfg(test)]

mod files;
mod poster;
mod uploader;

use std::{
    collections::HashMap,
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use benches::site::Site;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;
use serde_json::Value;
use tokio_tungstenite::tungstenite::WebSocket;
use uuid::Uuid;

use poster::{Acked, Ledger, connect, next, post};

const KILLS: usize = 25;
const POSTERS: usize = 6;
/// How long the program lives between its start and its death, at random up to this.
const LIFE: Duration = Duration::from_millis(350);
const PATIENCE: Duration = Duration::from_secs(20);

/// A site with people in a room.
struct Talk {
    site: Site,
    room: String,
    cookies: Vec<String>,
}

fn talk(people: usize, prepare: impl FnOnce(&mut Site)) -> Talk {
    let disk = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut site = Site::new(Path::new(env!("CARGO_BIN_EXE_livechat")), disk).unwrap();
    site = site.with(&["--posts-per-second", "0"]);
    prepare(&mut site);
    let names: Vec<String> = (0..people).map(|number| format!("poster{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        site.create_user(name, number == 0).unwrap();
    }
    site.start().unwrap();
    let cookies: Vec<String> = names.iter().map(|name| site.log_in(name).unwrap()).collect();
    let room = site.create_room(&cookies[0], "Crash").unwrap();
    for cookie in &cookies[1..] {
        site.join(cookie, &room).unwrap();
    }
    Talk { site, room, cookies }
}

/// Starts everybody, two sockets each.
fn start_posting(talk: &Talk, insist: bool, ledger: &Arc<Ledger>) -> Vec<std::thread::JoinHandle<usize>> {
    let posters = talk.cookies.iter().flat_map(|cookie| [cookie, cookie]).enumerate();
    posters
        .map(|(number, cookie)| {
            poster::start(&format!("poster {number}"), insist, talk.site.address(), &talk.room, cookie, ledger)
        })
        .collect()
}

fn wait_until(what: &str, mut happened: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !happened() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// The promise itself: every ack is a row, once, as acknowledged; numbers have no gap; the file is sound.
fn audit(database: &Connection, room: &str, acked: &HashMap<Uuid, Acked>) -> usize {
    let sound: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let strays: Vec<String> = database
        .prepare("PRAGMA foreign_key_check")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .flatten()
        .collect();
    assert!(strays.is_empty(), "rows without their parents in {strays:?}");

    let mut rows =
        database.prepare("SELECT id, seq, content, client_id FROM messages WHERE room_id = ?1 ORDER BY seq").unwrap();
    let mut stored: HashMap<Uuid, Vec<Acked>> = HashMap::new();
    let mut numbers = Vec::new();
    let mut rows = rows.query([room]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        numbers.push(row.get::<_, i64>(1).unwrap());
        if let Some(client_id) = row.get::<_, Option<[u8; 16]>>(3).unwrap() {
            let acked = Acked { message_id: row.get(0).unwrap(), seq: row.get(1).unwrap(), text: row.get(2).unwrap() };
            stored.entry(Uuid::from_bytes(client_id)).or_default().push(acked);
        }
    }
    assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>(), "the numbers of the room have a gap");
    let counter: i64 = database.query_row("SELECT seq FROM rooms WHERE id = ?1", [room], |row| row.get(0)).unwrap();
    assert_eq!(counter, numbers.len() as i64, "the room's counter is not its last number");
    for (client_id, ack) in acked {
        assert_eq!(stored.get(client_id), Some(&vec![ack.clone()]), "acknowledged, but stored otherwise");
    }
    let unsearchable: i64 = database
        .query_row(
            "SELECT count(*) FROM messages WHERE message_type = 'text' AND deleted_at IS NULL
               AND id NOT IN (SELECT id FROM message_search_docsize)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(unsearchable, 0, "messages without their search row");
    stored.len()
}

/// What decides of a run; printed, so that it can be repeated.
fn seed() -> u64 {
    let seed = std::env::var("CRASH_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("CRASH_SEED={seed}");
    seed
}

#[test]
fn what_was_acknowledged_survives_kills_at_random_moments_once_and_under_its_number() {
    let mut dice = StdRng::seed_from_u64(seed());
    let mut talk = talk(POSTERS, |_| {});
    let ledger = Arc::new(Ledger::default());
    let posters = start_posting(&talk, true, &ledger);

    for kill in 0..KILLS {
        // Each life acknowledges something, so each death can lose something.
        let before = ledger.count();
        wait_until("an ack", || ledger.count() > before);
        std::thread::park_timeout(dice.random_range(Duration::ZERO..LIFE));
        talk.site.kill().unwrap();
        audit(&talk.site.database().unwrap(), &talk.room, &ledger.acked.lock().unwrap());
        talk.site.start().unwrap_or_else(|error| panic!("after kill {kill}: {error}"));
    }
    ledger.stop();
    let posts: usize = posters.into_iter().map(|poster| poster.join().unwrap()).sum();

    let acked = ledger.acked.lock().unwrap();
    assert_eq!(acked.len(), posts, "a post was never acknowledged");
    assert_eq!(audit(&talk.site.database().unwrap(), &talk.room, &acked), posts, "stored more than was posted");
    println!("{posts} posts over {KILLS} kills");
}

#[test]
fn a_stop_under_load_says_1001_to_everybody_and_leaves_nothing_behind() {
    let mut talk = talk(POSTERS, |_| {});
    let ledger = Arc::new(Ledger::default());
    let posters = start_posting(&talk, false, &ledger);
    wait_until("posts", || ledger.count() > 100);
    talk.site.ask_to_stop().unwrap();
    let status = talk.site.ended().unwrap();
    for poster in posters {
        poster.join().unwrap();
    }

    assert_eq!(status.code(), Some(0), "{status}");
    assert_eq!(ledger.closes.lock().unwrap().iter().collect::<Vec<_>>(), [(&1001, &(2 * POSTERS as u32))]);
    let log = talk.site.folder().join("livechat.db-wal");
    assert!(fs::metadata(&log).map_or(0, |log| log.len()) == 0, "the log was not brought home");
    audit(&talk.site.database().unwrap(), &talk.room, &ledger.acked.lock().unwrap());
}

/// A disk that fails on demand: the library to preload and the file whose presence breaks it.
fn failing(site: &mut Site, fault: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Tests run at the same time; each builds its own.
    let name = format!("{fault}.so");
    let library = folder.join(&name);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/faults.c");
    let built =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(built.expect("a C compiler").success());
    let trigger = site.folder().join("fault");
    // By its name alone: a path with a space in it would be taken for two.
    site.set("LD_PRELOAD", name);
    site.set("LD_LIBRARY_PATH", folder);
    site.set(fault, &trigger);
    trigger
}

/// Posts and waits for the answer: the ack or the error of this post; `None` when the connection ended instead.
fn answer(socket: &mut WebSocket<TcpStream>, client_id: Uuid, text: &str) -> Option<Value> {
    if !post(socket, client_id, text) {
        return None;
    }
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        match next(socket) {
            Ok(Some(frame)) if frame["client_id"] == client_id.to_string() && frame["type"] != "chat_message" => {
                return Some(frame);
            }
            Ok(_) => {}
            Err(_) => return None,
        }
    }
    panic!("neither an answer nor an end for {text}");
}

fn acked(answer: &Value, text: &str) -> Acked {
    assert_eq!(answer["type"], "ack", "{answer}");
    let number = |name: &str| answer[name].as_i64().unwrap();
    Acked { message_id: number("message_id"), seq: number("seq"), text: text.into() }
}

#[test]
fn a_failed_sync_acknowledges_nothing_and_ends_the_program_and_a_restart_heals_it() {
    let mut trigger = PathBuf::new();
    let mut talk = talk(1, |site| trigger = failing(site, "FAULT_SYNC"));
    let address = talk.site.address();
    let mut ledger = HashMap::new();

    let mut socket = connect(address, &talk.room, &talk.cookies[0]).unwrap();
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    ledger.insert(first, acked(&answer(&mut socket, first, "before").unwrap(), "before"));
    fs::write(&trigger, "").unwrap();
    let refused = answer(&mut socket, second, "during");
    assert!(refused.as_ref().is_none_or(|frame| frame["type"] == "error"), "acknowledged without a sync: {refused:?}");
    let status = talk.site.ended().unwrap();
    assert!(!status.success(), "a program whose disk failed ended as if nothing was");

    fs::remove_file(&trigger).unwrap();
    talk.site.start().unwrap();
    let mut socket = connect(address, &talk.room, &talk.cookies[0]).unwrap();
    ledger.insert(second, acked(&answer(&mut socket, second, "during").unwrap(), "during"));
    audit(&talk.site.database().unwrap(), &talk.room, &ledger);
}

#[test]
fn a_full_disk_refuses_posts_reads_on_and_recovers_by_itself() {
    let mut trigger = PathBuf::new();
    let talk = talk(1, |site| trigger = failing(site, "FAULT_SPACE"));
    let address = talk.site.address();
    let mut ledger = HashMap::new();

    let mut socket = connect(address, &talk.room, &talk.cookies[0]).unwrap();
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    ledger.insert(first, acked(&answer(&mut socket, first, "before").unwrap(), "before"));
    fs::write(&trigger, "").unwrap();
    let refused = answer(&mut socket, second, "during").expect("the socket stays open");
    assert_eq!((&refused["type"], &refused["code"]), (&Value::from("error"), &Value::from("storage")), "{refused}");
    let page = benches::http::request(address, &format!("/room/{}/", talk.room), &talk.cookies[0], None).unwrap();
    assert_eq!(page.status, 200, "reading goes on");

    fs::remove_file(&trigger).unwrap();
    ledger.insert(second, acked(&answer(&mut socket, second, "during").expect("the same socket"), "during"));
    audit(&talk.site.database().unwrap(), &talk.room, &ledger);
}
