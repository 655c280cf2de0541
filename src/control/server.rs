//! The server's end of the control socket.

use std::{
    fs,
    os::unix::{fs::PermissionsExt as _, net},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::BufReader,
    net::{UnixListener, UnixStream},
    time::{sleep, timeout},
};

use super::{
    Lock, News, PATIENCE, Request,
    protocol::{self, Line},
    socket_path,
};
use crate::{
    accounts::Accounts,
    config::DataFolder,
    error::{Error, Result},
    media::{Examination, Media},
};

/// How long to wait when no connection can be accepted, for instance for want of descriptors.
const ACCEPT_AGAIN: Duration = Duration::from_millis(200);

/// The control socket, listening; gone with this value.
#[derive(Debug)]
pub struct Control {
    listener: net::UnixListener,
    path: PathBuf,
}

impl Control {
    /// Listens in the data folder whose lock the caller holds: what a server that died left there is replaced. The socket is
    /// made among the secrets and moved to its place, so that nobody else can reach it at any time.
    ///
    /// # Errors
    /// [`Error::Start`] when it cannot be made.
    pub fn listen(data: &DataFolder, _held: &Lock) -> Result<Self> {
        let path = data.control_socket();
        let made = || {
            let hidden = data.keys().join("control.sock");
            if hidden.exists() {
                fs::remove_file(&hidden)?;
            }
            let (short, _folder) = socket_path(data, "keys/control.sock")?;
            let listener = net::UnixListener::bind(short)?;
            fs::set_permissions(&hidden, fs::Permissions::from_mode(0o600))?;
            fs::rename(&hidden, &path)?;
            listener.set_nonblocking(true)?;
            Ok(listener)
        };
        let listener = made().map_err(|error: std::io::Error| Error::Start(format!("{}: {error}", path.display())))?;
        Ok(Self { listener, path })
    }

    /// Answers commands, one after another but for those that take long, for as long as it is polled.
    ///
    /// # Errors
    /// When the runtime cannot watch the socket.
    pub async fn serve(&self, accounts: Arc<Accounts>, media: Arc<Media>) -> Result<()> {
        let listener = UnixListener::from_std(self.listener.try_clone()?)?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let answered = timeout(PATIENCE, answer(stream, &accounts, &media)).await;
                    if let Ok(Err(error)) = answered {
                        log::warn!("a command was not answered: {error}");
                    }
                }
                Err(error) => {
                    log::warn!("no command can be accepted: {error}");
                    sleep(ACCEPT_AGAIN).await;
                }
            }
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        // Left behind it would do no harm: the next server replaces it.
        let _ = fs::remove_file(&self.path);
    }
}

async fn answer(stream: UnixStream, accounts: &Accounts, media: &Arc<Media>) -> Result<()> {
    let mut stream = BufReader::new(stream);
    match protocol::read(&mut stream).await? {
        Request::CreateUser(account) => last(stream, accounts.create(account).await.map(drop)).await,
        Request::CheckMedia => {
            let media = media.clone();
            actix::spawn(async move {
                if let Err(error) = check(stream, &media).await {
                    log::warn!("the files were not checked to the end: {error}");
                }
            });
            Ok(())
        }
    }
}

/// Tells what it finds while it goes; ends when nobody listens any more.
async fn check(mut stream: BufReader<UnixStream>, media: &Arc<Media>) -> Result<()> {
    let checked = media.examine(Examination::Check, async |report| {
        for finding in report.findings {
            protocol::write(&mut stream, &Line::News(News::Found(finding))).await?;
        }
        protocol::write(&mut stream, &Line::News(News::Compared(report.sums))).await
    });
    let checked = checked.await;
    last(stream, checked).await
}

async fn last(mut stream: BufReader<UnixStream>, done: Result<()>) -> Result<()> {
    if let Some(error) = done.as_ref().err().filter(|error| error.is_fault()) {
        log::error!("a command failed: {error}");
    }
    protocol::write(&mut stream, &Line::Last(done.into())).await
}
