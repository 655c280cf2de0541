//! Limit (c): what the disk and SQLite allow. One thread commits groups of posts – the product's rows, indexes and search rows,
//! from its own `schema.sql`, WAL with `synchronous=FULL`, checkpoints on their own thread – and does nothing else: no socket, no
//! membership, no idempotency look-up.

use std::{
    io::{BufRead as _, Write as _},
    path::Path,
    sync::mpsc,
    time::{Duration, Instant},
};

use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

use crate::{Fallible, socket_posters::TEXT_BYTES, spread::percentile, text};

const SCHEMA: &str = include_str!("../../schema.sql");
/// How often the WAL is looked at.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(1);

/// Serves lines of `GROUP POSTS` on standard input with lines of `SECONDS P50 P99` (of a group, in seconds) until it is killed.
///
/// # Errors
/// What SQLite said.
pub fn serve(folder: &Path) -> Fallible<()> {
    let path = folder.join("livechat.db");
    let mut connection = open(&path)?;
    connection.execute_batch(SCHEMA)?;
    connection.execute_batch(
        "INSERT INTO users (username, folded, skeleton, display_name, password_hash, created_at) VALUES ('a','a','a','a','',0);
         INSERT INTO rooms (name, active_at, created_by, created_at) VALUES ('Bench', 0, 1, 0);
         INSERT INTO members (room_id, user_id, joined_at) VALUES (1, 1, 0);",
    )?;
    let (_alive, stop) = mpsc::channel::<()>();
    let checkpointer = open(&path)?;
    std::thread::spawn(move || checkpoint(&checkpointer, &stop));

    let mut out = std::io::stdout();
    let mut posted = 0;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (group, posts) = line.split_once(' ').ok_or("GROUP POSTS")?;
        let (group, posts): (usize, usize) = (group.parse()?, posts.parse()?);
        let start = Instant::now();
        let mut latencies = Vec::new();
        let mut left = posts;
        while left > 0 {
            let size = group.min(left);
            let began = Instant::now();
            commit(&mut connection, posted, size)?;
            latencies.push(began.elapsed().as_secs_f64());
            posted += size;
            left -= size;
        }
        let wall = start.elapsed().as_secs_f64();
        latencies.sort_by(f64::total_cmp);
        writeln!(out, "{wall} {} {}", percentile(&latencies, 0.5), percentile(&latencies, 0.99))?;
    }
    Ok(())
}

fn open(path: &Path) -> Fallible<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768;",
    )?;
    Ok(connection)
}

fn checkpoint(connection: &Connection, stop: &mpsc::Receiver<()>) {
    while stop.recv_timeout(CHECKPOINT_EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
        // A checkpoint that finds the database busy is made the next time.
        let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    }
}

fn commit(connection: &mut Connection, first: usize, size: usize) -> Fallible<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut number = transaction.prepare_cached(
            "UPDATE rooms SET seq = seq + 1, last_birth = seq + 1, active_at = ?1 WHERE id = 1 RETURNING seq",
        )?;
        let mut message = transaction.prepare_cached(
            "INSERT INTO messages (room_id, seq, changed_seq, user_id, client_id, content, message_type, created_at)
             VALUES (1, ?1, ?1, 1, ?2, ?3, 'text', ?1) RETURNING id",
        )?;
        let mut search = transaction.prepare_cached("INSERT INTO message_search (rowid, content) VALUES (?1, ?2)")?;
        for post in first..first + size {
            let text = text::sentence(post, TEXT_BYTES);
            let seq: i64 = number.query_row([post as i64], |row| row.get(0))?;
            let id: i64 = message.query_row(params![seq, Uuid::new_v4().as_bytes(), text], |row| row.get(0))?;
            search.execute(params![id, text])?;
        }
    }
    Ok(transaction.commit()?)
}
