//! What is promised of the file: kept with real ones.

use super::*;

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("livechat.db");
    (folder, path)
}

/// Tables, indexes and what makes them, but for what SQLite and the migrations keep for themselves.
fn schema(connection: &Connection) -> Vec<(String, String, String)> {
    let sql = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite_%' AND name <> 'refinery_schema_history' ORDER BY type, name";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).map(|(kind, name, sql): (String, String, String)| (kind, name, plain(&sql))).collect()
}

/// SQL without comments, with single spaces and none where a column that was added later leaves its own.
fn plain(sql: &str) -> String {
    let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" )", ")")
}

/// What `schema.sql` makes.
fn written() -> Connection {
    let written = Connection::open_in_memory().unwrap();
    written.execute_batch(include_str!("../../../../schema.sql")).unwrap();
    written
}

fn known() -> Vec<Migration> {
    embedded::migrations::runner().get_migrations().clone()
}

/// The migrations of a program that is one step ahead of this one.
fn one_ahead(sql: &str) -> Vec<Migration> {
    let mut migrations = known();
    migrations.push(Migration::unapplied("V1000__later", sql).unwrap());
    migrations
}

fn message_of<T>(refused: Result<T>) -> String {
    refused.map(|_| ()).unwrap_err().to_string()
}

#[test]
fn all_migrations_together_are_the_schema() {
    let (_folder, path) = folder();
    let migrated = open(&path).unwrap();
    assert_eq!(schema(&migrated), schema(&written()));
    assert!(schema(&migrated).len() > 20);
}

#[test]
fn a_file_that_may_not_be_written_is_refused_by_its_name() {
    let (_folder, path) = folder();
    drop(open(&path).unwrap());
    // What SQLite makes of such a file, also where the tests may write everything.
    let refused = message_of(refuse_read_only(&connect_to_read(&path).unwrap(), &path));
    assert!(refused.contains("livechat.db may not be written"), "{refused}");
    refuse_read_only(&connect(&path).unwrap(), &path).unwrap();
}

#[test]
fn a_new_file_is_for_its_owner_alone_and_opening_it_again_changes_nothing() {
    let (_folder, path) = folder();
    let first = schema(&open(&path).unwrap());
    assert_eq!(schema(&open(&path).unwrap()), first);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
    assert!(!beside(&path, ".v1").exists(), "nothing was copied");
}

#[test]
fn every_commit_is_synced_and_checkpoints_are_left_to_their_thread() {
    let (_folder, path) = folder();
    let connection = open(&path).unwrap();
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
    assert_eq!(pragma("journal_mode").unwrap(), "wal".to_owned().into());
    assert_eq!(pragma("synchronous").unwrap(), 2.into(), "FULL");
    assert_eq!(pragma("wal_autocheckpoint").unwrap(), 0.into());
    assert_eq!(pragma("foreign_keys").unwrap(), 1.into());
}

#[test]
fn a_file_of_a_newer_program_is_refused_unchanged() {
    let (_folder, path) = folder();
    drop(open_with(&path, &one_ahead("CREATE TABLE later (id INTEGER)")).unwrap());
    let before = fs::read(&path).unwrap();
    assert!(message_of(open(&path)).contains("start a newer program"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn an_older_file_is_copied_before_its_schema_changes() {
    let (_folder, path) = folder();
    let old = open(&path).unwrap();
    // In the WAL alone: nothing has folded it in yet.
    old.execute_batch("PRAGMA user_version = 7").unwrap();
    let new = open_with(&path, &one_ahead("DROP TABLE audit")).unwrap();
    assert!(!schema(&new).iter().any(|(_, name, _)| name == "audit"));
    let at = known().iter().map(Migration::version).max().unwrap();
    let copy = Connection::open(beside(&path, &format!(".v{at}"))).unwrap();
    assert_eq!(schema(&copy), schema(&written()));
    assert_eq!(copy.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap(), 7);
}

#[test]
fn a_step_that_fails_leaves_the_file_as_it_was() {
    let (_folder, path) = folder();
    let before = schema(&open(&path).unwrap());
    let mut steps = one_ahead("CREATE TABLE half (id INTEGER)");
    steps.push(Migration::unapplied("V1001__broken", "CREATE TABLE users (id INTEGER)").unwrap());
    assert!(open_with(&path, &steps).is_err());
    assert_eq!(schema(&open(&path).unwrap()), before);
}

#[test]
fn a_damaged_file_is_refused_unchanged_and_says_so() {
    let (_folder, path) = folder();
    let connection = open(&path).unwrap();
    let insert = "INSERT INTO users (username, folded, skeleton, display_name, password_hash, created_at)
        SELECT value, value, value, hex(randomblob(400)), '', 0 FROM json_each(?1)";
    let names: Vec<String> = (0..200).map(|n| format!("\"user{n}\"")).collect();
    connection.execute(insert, [format!("[{}]", names.join(","))]).unwrap();
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(connection);
    let whole = fs::read(&path).unwrap();
    let (page, mut torn) = (4096, whole.clone());
    torn[whole.len() - 3 * page..whole.len() - page].fill(0xA5);
    let mut headless = whole.clone();
    headless[..100].fill(0);
    let later = one_ahead("DROP TABLE audit");
    for (damaged, migrations) in [(torn, &later), (headless, &known()), (whole[..whole.len() / 2].to_vec(), &known())] {
        fs::write(&path, &damaged).unwrap();
        let refused = message_of(open_with(&path, migrations));
        assert!(refused.contains("is damaged"), "{refused}");
        assert!(fs::read(&path).unwrap() == damaged, "the file was changed");
    }
    fs::write(&path, &whole).unwrap();
    assert!(open(&path).is_ok());
}

#[test]
fn a_database_of_something_else_is_refused() {
    let (_folder, path) = folder();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (id INTEGER)").unwrap();
    assert!(message_of(open(&path)).contains("something else"));
}

#[test]
fn who_never_read_since_they_came_has_read_nothing_in_an_older_file_either() {
    let (_folder, path) = folder();
    let older: Vec<_> = known().into_iter().filter(|migration| migration.version() < 3).collect();
    let old = open_with(&path, &older).unwrap();
    old.execute_batch(
        "INSERT INTO users (id, username, folded, skeleton, display_name, password_hash, created_at)
            VALUES (1, 'ali', 'ali', 'ali', 'Ali', '', 0), (2, 'vali', 'vali', 'vali', 'Vali', '', 0);
        INSERT INTO rooms (id, name, seq, last_birth, active_at, members, owner_id, created_by, created_at)
            VALUES (1, 'Xona', 2, 2, 20, 2, 1, 1, 0);
        INSERT INTO messages (room_id, seq, changed_seq, user_id, content, message_type, created_at)
            VALUES (1, 1, 1, 1, 'bir', 'text', 10), (1, 2, 2, 1, 'ikki', 'text', 20);
        INSERT INTO members (room_id, user_id, joined_at, read_seq) VALUES (1, 1, 5, 2), (1, 2, 15, 1);",
    )
    .unwrap();
    drop(old);
    let sql = "SELECT user_id FROM members WHERE read_seq > joined_seq";
    let read: i64 = open(&path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(read, 1);
}
