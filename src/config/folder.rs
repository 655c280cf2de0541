//! The data folder: where everything is, made on the first run for its owner's eyes alone (folders 0700, secrets 0600).

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use rand::{TryRng as _, rngs::SysRng};

use crate::error::{Error, Result};

/// Bytes of the secret that signs cookies.
pub const SESSION_KEY_BYTES: usize = 64;
const FOLDER_MODE: u32 = 0o700;
const SECRET_MODE: u32 = 0o600;
/// The bits of a mode that let others in.
const OTHERS: u32 = 0o077;

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// The folder at `root`; nothing is touched yet.
    #[must_use]
    pub const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.root.join("livechat.db")
    }

    /// Files of messages.
    #[must_use]
    pub fn media(&self) -> PathBuf {
        self.root.join("media")
    }

    /// Secrets.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The socket on which a running server takes commands.
    #[must_use]
    pub fn control_socket(&self) -> PathBuf {
        self.root.join("control.sock")
    }

    /// The file that the one process which may write holds locked.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.root.join("livechat.db.lock")
    }

    /// Makes what is missing. A folder whose parent is missing too is more likely a slip than a wish, and is refused.
    ///
    /// # Errors
    /// [`Error::Start`], one line, when something is in the way or may not be written.
    pub fn prepare(&self) -> Result<()> {
        for folder in [self.root.clone(), self.media(), self.keys()] {
            match DirBuilder::new().mode(FOLDER_MODE).create(&folder) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(unusable(&folder, &error)),
            }
        }
        let probe = self.keys().join(format!("probe.{}", std::process::id()));
        let written = create_new(&probe).and_then(|_| fs::remove_file(&probe));
        written.map_err(|error| unusable(&self.root, &error))?;
        self.refuse_files_alone()
    }

    /// Files whose database is missing are half a backup: a new database would name none of them, and all would be removed.
    fn refuse_files_alone(&self) -> Result<()> {
        let files = self.media().join("chat_files");
        let is_empty = fs::metadata(self.database()).map_or(true, |database| database.len() == 0);
        let mut shelves = fs::read_dir(&files).into_iter().flatten().flatten();
        if is_empty && shelves.any(|shelf| fs::read_dir(shelf.path()).is_ok_and(|mut files| files.next().is_some())) {
            let files = files.display();
            return Err(Error::Start(format!(
                "data folder: {files} has files, and livechat.db is missing or empty: put it back from a backup, or move \
                 {files} away to begin anew"
            )));
        }
        Ok(())
    }

    /// The secret that signs cookies: made from the system's randomness on the first run, the same ever after.
    ///
    /// # Errors
    /// [`Error::Start`] when it cannot be read or made, is not whole, or others may read it.
    pub fn session_key(&self) -> Result<[u8; SESSION_KEY_BYTES]> {
        let path = self.keys().join("session.key");
        match read_secret(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_secret(&path).map_err(|error| unusable(&path, &error))?;
                read_secret(&path).map_err(|error| unusable(&path, &error))
            }
            key => key.map_err(|error| unusable(&path, &error)),
        }
    }
}

fn unusable(path: &Path, error: &io::Error) -> Error {
    let why = match error.kind() {
        io::ErrorKind::AlreadyExists => "it is no folder".to_owned(),
        io::ErrorKind::NotFound => "the folder that it should be in is missing".to_owned(),
        _ => error.to_string(),
    };
    Error::Start(format!("data folder: {} cannot be used: {why}", path.display()))
}

fn create_new(path: &Path) -> io::Result<fs::File> {
    OpenOptions::new().write(true).create_new(true).mode(SECRET_MODE).open(path)
}

/// Writes a new secret beside its place and moves it there whole, so that a crash leaves none or all of it.
fn make_secret(path: &Path) -> io::Result<()> {
    let mut secret = [0; SESSION_KEY_BYTES];
    SysRng.try_fill_bytes(&mut secret).map_err(io::Error::other)?;
    let beside = path.with_extension(format!("new.{}", std::process::id()));
    let mut file = create_new(&beside)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    let linked = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn read_secret(path: &Path) -> io::Result<[u8; SESSION_KEY_BYTES]> {
    let mut file = fs::File::open(path)?;
    if file.metadata()?.permissions().mode() & OTHERS != 0 {
        return Err(io::Error::other("others may read it (chmod 600 it, or delete it to end every login)"));
    }
    let mut secret = [0; SESSION_KEY_BYTES];
    let is_whole = file.read_exact(&mut secret).is_ok() && file.read(&mut [0])? == 0;
    is_whole.then_some(secret).ok_or_else(|| io::Error::other("it is not whole (delete it to end every login)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_first_run_makes_the_folder_for_its_owner_alone() {
        let temp = tempfile::tempdir().unwrap();
        let data = DataFolder::new(temp.path().join("data"));
        data.prepare().unwrap();
        data.prepare().unwrap();
        for folder in [data.root(), &data.media(), &data.keys()] {
            assert_eq!(mode(folder), 0o700, "{}", folder.display());
        }
        assert_eq!(fs::read_dir(data.keys()).unwrap().count(), 0, "the probe is gone");
    }

    #[test]
    fn a_folder_that_cannot_be_one_is_one_clear_line() {
        let temp = tempfile::tempdir().unwrap();
        let file = temp.path().join("file");
        fs::write(&file, "x").unwrap();
        for (path, why) in [
            (file.clone(), "is no folder"),
            (temp.path().join("no/such"), "should be in is missing"),
            (PathBuf::from("/proc"), "cannot be used"),
        ] {
            let line = DataFolder::new(path.clone()).prepare().unwrap_err().to_string();
            assert!(line.contains(&*path.to_string_lossy()) && !line.contains('\n'), "{line}");
            assert!(line.contains(why), "{line}");
        }
    }

    #[test]
    fn files_without_their_database_are_refused_and_stay() {
        let temp = tempfile::tempdir().unwrap();
        let data = DataFolder::new(temp.path().to_owned());
        data.prepare().unwrap();
        let shelf = data.media().join("chat_files/ab");
        fs::create_dir_all(&shelf).unwrap();
        data.prepare().unwrap();
        fs::write(shelf.join("cd"), "a file").unwrap();
        assert!(data.prepare().unwrap_err().to_string().contains("livechat.db is missing or empty"));
        fs::write(data.database(), "").unwrap();
        assert!(data.prepare().is_err(), "an empty one is none");
        fs::write(data.database(), "a database").unwrap();
        data.prepare().unwrap();
        assert!(shelf.join("cd").exists());
    }

    #[test]
    fn the_session_key_is_secret_and_stays() {
        let temp = tempfile::tempdir().unwrap();
        let data = DataFolder::new(temp.path().to_owned());
        data.prepare().unwrap();
        let key = data.session_key().unwrap();
        assert_eq!(data.session_key().unwrap(), key);
        assert_ne!(key, [0; SESSION_KEY_BYTES]);
        let path = data.keys().join("session.key");
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(data.session_key().unwrap_err().to_string().contains("others may read it"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "short").unwrap();
        assert!(data.session_key().unwrap_err().to_string().contains("not whole"));
    }
}
