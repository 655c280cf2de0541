//! The database file: how it is opened, checked and brought up to date.
//!
//! Guarantees: a file without a sound head and schema, a file of something else and a file of a newer program are refused untouched;
//! an older one is refused for any damage, copied beside itself before its schema changes, and changes in one transaction. Costs
//! reading the whole file before such a change alone; on any other start the examiner does that, beside the first questions.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use refinery::{Migration, Runner};
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, OptionalExtension};

use crate::{Error, Result};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// How long a connection waits for another process that holds the file's lock.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// Statements that a connection keeps prepared.
const STATEMENTS: usize = 128;
/// The page cache of the writer, in KiB.
const WRITER_CACHE_KIB: i64 = 32 * 1024;
/// The page cache of a reader, in KiB.
const READER_CACHE_KIB: i64 = 8 * 1024;

/// Opens the writer's connection on a file that is whole and has today's schema.
pub(super) fn open(path: &Path) -> Result<Connection> {
    open_with(path, embedded::migrations::runner().get_migrations())
}

fn open_with(path: &Path, migrations: &[Migration]) -> Result<Connection> {
    make(path)?;
    let mut connection = connect(path).map_err(|error| judge(error, path))?;
    refuse_read_only(&connection, path)?;
    migrate(&mut connection, path, migrations).map_err(|error| judge(error, path))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    Ok(connection)
}

/// A connection that may write, durably, and makes no checkpoints by itself.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A full disk must not stop what needs no more of it.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // What is deleted is overwritten wherever its page is written anyway.
    connection.pragma_update(None, "secure_delete", "FAST")?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn connect_to_read(path: &Path) -> Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    tune_reader(&connection)?;
    Ok(connection)
}

/// Sets a read-only connection up.
pub(super) fn tune_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -READER_CACHE_KIB)
}

/// Makes an absent file, for its owner only.
fn make(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// Refuses a file that may not be written: SQLite opens it all the same, and nobody would know before the first write.
fn refuse_read_only(connection: &Connection, path: &Path) -> Result<()> {
    if !connection.is_readonly(MAIN_DB)? {
        return Ok(());
    }
    let path = path.display();
    Err(Error::Data(format!("{path} may not be written: let the account of the server own it (chown, chmod 600)")))
}

/// Refuses a damaged file. Reads all of it.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<()> {
    match connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(report) if report == "ok" => Ok(()),
        Ok(report) => Err(damaged(path, &report)),
        Err(error) => Err(judge(error.into(), path)),
    }
}

/// What an error of the first looks at a file means.
fn judge(error: Error, path: &Path) -> Error {
    match &error {
        Error::Database(cause) if is_damage(cause) => damaged(path, &cause.to_string()),
        _ => error,
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

fn damaged(path: &Path, what: &str) -> Error {
    let path = path.display();
    Error::Data(format!("{path} is damaged ({what}): put a backup in its place"))
}

/// Brings the schema up to date, or refuses a file that is not ours or newer than this program.
fn migrate(connection: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<()> {
    let known = migrations.iter().map(Migration::version).max().unwrap_or_default();
    let at = version_of(connection)?;
    match at {
        Some(at) if at > known => {
            let path = path.display();
            return Err(Error::Data(format!(
                "{path} is of schema {at}, and this program knows {known}: start a newer program; it was not changed"
            )));
        }
        Some(at) if at < known => {
            check(connection, path)?;
            copy(connection, path, at)?;
        }
        Some(_) => {}
        None if connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? > 0 => {
            let path = path.display();
            return Err(Error::Data(format!("{path} is a database of something else; it was not changed")));
        }
        None => {}
    }
    Runner::new(migrations).set_grouped(true).run(connection)?;
    Ok(())
}

/// The last schema step that the file has seen.
fn version_of(connection: &Connection) -> Result<Option<i32>> {
    let has_history = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if connection.query_row(has_history, [], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    // A first start that was cut short has the table and nothing in it.
    Ok(Some(
        connection.query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0))?,
    ))
}

/// Copies the database beside itself, complete or not at all.
fn copy(connection: &Connection, path: &Path, version: i32) -> Result<()> {
    let (copy, unfinished) = (beside(path, &format!(".v{version}")), beside(path, &format!(".v{version}.tmp")));
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    make(&unfinished)?;
    connection.backup(MAIN_DB, &unfinished, None)?;
    fs::File::open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, &copy)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()?;
    log::info!("the database is of schema {version}: {} is a copy from before its change", copy.display());
    Ok(())
}

/// The file of that suffix beside `path`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests;
