//! What goes wrong, and what stays whole.

use std::{
    future::{Future, poll_fn},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    task::Poll,
    time::Duration,
};

use actors::{
    Code,
    limits::{READS_ADMITTED, WRITES_ADMITTED},
    store::{Options, Store, logins::TouchLogin},
};
use futures_util::future::{join, join_all};
use rusqlite::ffi::{SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMMAP, SQLITE_IOERR_SHMSIZE};
use tokio::sync::oneshot;

use crate::{
    bed::{Bed, post},
    gate::{Gate, Number, ReadGate, Statement, Then},
};

const COUNT: &str = "SELECT count(*) FROM messages WHERE message_type = 'text'";

#[actix::test]
async fn a_panicking_and_a_failing_write_leave_their_group_and_the_next_write_whole() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    bed.told_of_rooms().await;
    let (gate, mut key) = Gate::new();
    let store = bed.store.clone();
    let held = actix::spawn(async move { store.write(gate).await });
    key.reached().await;
    let wipe = "DELETE FROM messages";
    let group = async {
        tokio::join!(
            bed.store.write(post(ali, room, "a")),
            bed.store.write(Statement::new(wipe, Then::Panic)),
            bed.store.write(post(ali, room, "b")),
            bed.store.write(Statement::new("INSERT INTO rooms (id) VALUES (1)", Then::Succeed)),
            bed.store.write(post(ali, room, "c")),
        )
    };
    let ((a, panicked, b, failed, c), ()) = join(group, async { drop(key) }).await;
    held.await.unwrap().unwrap();
    assert_eq!(panicked.unwrap_err().code(), Code::Storage);
    assert_eq!(failed.unwrap_err().code(), Code::Storage);
    assert_eq!([a, b, c].map(|done| done.unwrap().seq), [2, 3, 4], "a failure takes no number");
    assert_eq!(bed.post(ali, room, "d").await.unwrap().seq, 5);
    bed.store.stop().await.unwrap();
    assert_eq!(bed.told_of_rooms().await.iter().map(|event| event.seq).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(bed.store.read(Number::of(COUNT)).await.unwrap(), 4);
}

#[actix::test]
async fn when_the_whole_transaction_is_given_up_nothing_of_the_group_is_stored_or_told() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    bed.told_of_rooms().await;
    let (gate, mut key) = Gate::new();
    let store = bed.store.clone();
    let held = actix::spawn(async move { store.write(gate).await });
    key.reached().await;
    let group = async {
        tokio::join!(
            bed.store.write(post(ali, room, "a")),
            bed.store.write(Statement::new("ROLLBACK", Then::Panic)),
            bed.store.write(post(ali, room, "b")),
        )
    };
    let ((a, _, b), ()) = join(group, async { drop(key) }).await;
    held.await.unwrap().unwrap();
    assert_eq!([a, b].map(|lost| lost.unwrap_err().code()), [Code::Storage; 2]);
    assert_eq!(bed.post(ali, room, "c").await.unwrap().seq, 2, "the numbers go on where they were");
    assert!(bed.store.is_writable());
    bed.store.stop().await.unwrap();
    assert_eq!(bed.told_of_rooms().await.len(), 1);
    assert_eq!(bed.store.read(Number::of(COUNT)).await.unwrap(), 1);
}

#[actix::test]
async fn a_full_database_refuses_reads_on_and_recovers() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    bed.store.write(Statement::new("PRAGMA max_page_count = 1", Then::Succeed)).await.unwrap();
    let long = "full ".repeat(1_500);
    let mut stored = 0;
    let refused = loop {
        match bed.post(ali, room, &long).await {
            Ok(_) => stored += 1,
            Err(refused) => break refused,
        }
        assert!(stored < 1_000, "the database never fills");
    };
    assert_eq!(refused.code(), Code::Storage);
    assert_eq!(bed.store.read(Number::of(COUNT)).await.unwrap(), stored);
    assert!(bed.store.is_writable() && bed.fatal.lock().unwrap().is_empty());
    bed.store.write(Statement::new("PRAGMA max_page_count = 1000000", Then::Succeed)).await.unwrap();
    assert_eq!(bed.post(ali, room, "again").await.unwrap().seq, stored + 2, "what was refused took no number");
    bed.store.stop().await.unwrap();
    assert_eq!(bed.told_of_rooms().await.len() as i64, stored + 2);
}

#[actix::test]
async fn a_disk_too_full_for_the_index_of_the_log_refuses_reads_on_and_recovers() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    for code in [SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_SHMMAP] {
        let full = Statement::new("DELETE FROM members", Then::Fail(code));
        assert_eq!(bed.store.write(full).await.unwrap_err().code(), Code::Storage);
        assert!(bed.store.is_writable() && bed.fatal.lock().unwrap().is_empty());
        assert_eq!(bed.store.read(Number::of("SELECT count(*) FROM members")).await.unwrap(), 1);
    }
    assert_eq!(bed.post(ali, room, "again").await.unwrap().seq, 2);
}

#[actix::test]
async fn after_a_failed_sync_no_write_is_trusted_and_reads_go_on() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    bed.told_of_rooms().await;
    let (gate, mut key) = Gate::new();
    let store = bed.store.clone();
    let held = actix::spawn(async move { store.write(gate).await });
    key.reached().await;
    let group = async {
        tokio::join!(
            bed.store.write(post(ali, room, "in the same group")),
            bed.store.write(Statement::new("DELETE FROM members", Then::Fail(SQLITE_IOERR_FSYNC))),
        )
    };
    let ((lost, failed), ()) = join(group, async { drop(key) }).await;
    held.await.unwrap().unwrap();
    assert_eq!([lost.unwrap_err().code(), failed.unwrap_err().code()], [Code::Storage; 2]);
    assert!(!bed.store.is_writable());
    assert_eq!(bed.post(ali, room, "later").await.unwrap_err().code(), Code::Storage);
    assert_eq!(bed.store.read(Number::of(COUNT)).await.unwrap(), 0);
    assert_eq!(bed.store.read(Number::of("SELECT count(*) FROM members")).await.unwrap(), 1);
    assert!(bed.told_of_rooms().await.is_empty());
    // By its end the writer has said what it had to say.
    bed.store.stop().await.unwrap();
    assert_eq!(bed.fatal.lock().unwrap().len(), 1);
}

#[actix::test]
async fn whoever_waits_is_answered_before_the_program_hears_that_the_disk_failed() {
    let dir = tempfile::tempdir().unwrap();
    let (answered, answers) = mpsc::channel();
    let (tell, told) = oneshot::channel();
    let once = Mutex::new(Some((answers, tell)));
    let store = Store::open(Options {
        on_fatal: Arc::new(move |_| {
            let (answers, tell) = once.lock().unwrap().take().unwrap();
            tell.send(answers.recv_timeout(Duration::from_secs(5))).unwrap();
        }),
        ..Options::new(dir.path().join("livechat.db"))
    })
    .unwrap();
    let lost = store.write(Statement::new("SELECT 1", Then::Fail(SQLITE_IOERR_FSYNC))).await;
    assert!(!store.is_writable(), "whoever has the answer finds the door closed");
    answered.send(lost.unwrap_err().code()).unwrap();
    assert_eq!(told.await.unwrap(), Ok(Code::Storage));
}

#[actix::test]
async fn a_writer_that_died_is_noticed_and_one_that_stopped_is_no_death() {
    let (dir, dies) = (tempfile::tempdir().unwrap(), Arc::new(AtomicBool::new(false)));
    let deadly = dies.clone();
    let store = Store::open(Options {
        clock: Arc::new(move || if deadly.load(Ordering::SeqCst) { panic!("the writer dies") } else { 0 }),
        ..Options::new(dir.path().join("livechat.db"))
    })
    .unwrap();
    let write = || store.write(Statement::new("SELECT 1", Then::Succeed));
    write().await.unwrap();
    assert!(store.is_alive() && store.is_writable());
    dies.store(true, Ordering::SeqCst);
    assert_eq!(write().await.unwrap_err().code(), Code::Storage);
    assert_eq!(write().await.unwrap_err().code(), Code::Storage, "nobody waits for what is gone");
    assert!(!store.is_alive() && !store.is_writable());

    let stopped = Bed::new().store;
    stopped.stop().await.unwrap();
    assert!(stopped.is_alive() && !stopped.is_writable());
}

#[actix::test]
async fn a_write_is_busy_while_as_many_as_are_admitted_have_not_arrived() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    bed.told_of_rooms().await;
    let posts = join_all((0..WRITES_ADMITTED).map(|n| bed.store.write(post(ali, room, &n.to_string())))).await;
    assert!(posts.iter().all(Result::is_ok));
    assert_eq!(bed.post(ali, room, "one more").await.unwrap_err().code(), Code::Busy);
    let mut arrived = 0;
    while arrived < WRITES_ADMITTED {
        arrived += bed.told.recv().await.unwrap().events.len();
    }
    assert!(bed.post(ali, room, "one more").await.is_ok());
}

#[actix::test]
async fn a_write_without_facts_gives_its_place_back() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let touch = TouchLogin { login_id: ali.login_id.unwrap() };
    for _ in 0..3 {
        let all = join_all((0..WRITES_ADMITTED).map(|_| bed.store.write(touch))).await;
        assert!(all.iter().all(Result::is_ok));
    }
}

#[actix::test]
async fn a_read_is_busy_while_as_many_as_are_admitted_wait() {
    let bed = Bed::new();
    let (mut gates, mut keys) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        let (gate, mut key) = Gate::new();
        let store = bed.store.clone();
        gates.push(actix::spawn(async move { store.read(ReadGate(gate.into())).await }));
        key.reached().await;
        keys.push(key);
    }
    let mut waiting: Vec<_> = (0..READS_ADMITTED).map(|_| Box::pin(bed.store.read(Number::of("SELECT 1")))).collect();
    poll_fn(|context| {
        assert!(waiting.iter_mut().all(|read| read.as_mut().poll(context).is_pending()));
        Poll::Ready(())
    })
    .await;
    assert_eq!(bed.store.read(Number::of("SELECT 1")).await.unwrap_err().code(), Code::Busy);
    drop(keys);
    for read in waiting {
        assert_eq!(read.await.unwrap(), 1);
    }
}

#[actix::test]
async fn a_stopped_store_has_stored_what_it_took_folded_its_log_in_and_takes_no_more() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let (posts, stopped) = join(join_all((0..50).map(|_| bed.post(ali, room, "last"))), bed.store.stop()).await;
    stopped.unwrap();
    assert!(posts.iter().all(Result::is_ok));
    assert_eq!(bed.post(ali, room, "late").await.unwrap_err().code(), Code::Stopping);
    let wal = bed.dir.path().join("livechat.db-wal");
    assert_eq!(std::fs::metadata(wal).map_or(0, |wal| wal.len()), 0);
    let Bed { store, dir, .. } = bed;
    drop(store);
    let bed = Bed::over(dir);
    assert_eq!(bed.store.read(Number::of(COUNT)).await.unwrap(), 50);
}

#[actix::test]
async fn damage_that_no_question_has_met_is_noticed_after_the_start_and_no_write_is_trusted() {
    let bed = Bed::new();
    let crowd = "INSERT INTO users (username, folded, skeleton, display_name, password_hash, created_at)
        WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 200)
        SELECT value, value, value, hex(randomblob(400)), '', 0 FROM n";
    bed.store.write(Statement::new(crowd, Then::Succeed)).await.unwrap();
    bed.store.stop().await.unwrap();
    let Bed { store, dir, .. } = bed;
    drop(store);
    let (path, page) = (dir.path().join("livechat.db"), 4096);
    let mut file = std::fs::read(&path).unwrap();
    let end = file.len() - page;
    file[end - 2 * page..end].fill(0xA5);
    std::fs::write(&path, file).unwrap();

    let (tell, told) = oneshot::channel();
    let tell = Mutex::new(Some(tell));
    let store = Store::open(Options {
        on_fatal: Arc::new(move |error| tell.lock().unwrap().take().unwrap().send(error.to_string()).unwrap()),
        ..Options::new(&path)
    })
    .unwrap();
    let told = told.await.unwrap();
    assert!(told.contains("is damaged") && told.contains("backup"), "{told}");
    assert!(!store.is_writable());
    let late = store.write(Statement::new("SELECT 1", Then::Succeed)).await;
    assert_eq!(late.unwrap_err().code(), Code::Storage);
}
