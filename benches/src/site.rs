//! The program as people run it: the real binary on a data folder of its own and a free port, people with real logins. What tests
//! and measurements share. Nothing of it survives the handle, however a test ends.

use std::{
    ffi::OsString,
    io::Write as _,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::{
    Fallible, http,
    machine::{self, Cores},
};

/// What everybody here logs in with.
const PASSWORD: &str = "measured-twice-cut-once";
/// How long a start or a stop may take.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(5);

/// One installation, running or not.
pub struct Site {
    program: PathBuf,
    folder: TempDir,
    address: SocketAddr,
    wrapper: Vec<String>,
    arguments: Vec<String>,
    environment: Vec<(String, OsString)>,
    cores: Option<Cores>,
    child: Option<Child>,
}

impl Site {
    /// An empty data folder on `disk` and a free port. Nothing runs yet.
    ///
    /// # Errors
    /// No folder or no port.
    pub fn new(program: &Path, disk: &Path) -> Fallible<Self> {
        let folder = TempDir::with_prefix_in("site-", disk)?;
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let (arguments, environment) = (vec!["--log-level".into(), "warn".into()], Vec::new());
        let (program, wrapper) = (program.into(), Vec::new());
        Ok(Self { program, folder, address, wrapper, arguments, environment, cores: None, child: None })
    }

    /// Arguments of every start from now on.
    #[must_use]
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments(arguments);
        self
    }

    /// The server on one core, whoever started it on another.
    #[must_use]
    pub fn pinned(mut self, cores: Cores) -> Self {
        self.cores = Some(cores);
        self
    }

    /// A variable of every start from now on.
    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.environment.push((name.into(), value.into()));
    }

    /// Arguments of every start from now on.
    pub fn arguments(&mut self, arguments: &[&str]) {
        self.arguments.extend(arguments.iter().map(|&argument| argument.to_owned()));
    }

    /// Every start from now on is by this command, which prepares something and then becomes what follows it: the server.
    pub fn start_by(&mut self, command: impl IntoIterator<Item = String>) {
        self.wrapper = command.into_iter().collect();
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Makes an account by the command line.
    ///
    /// # Errors
    /// The program refused.
    pub fn create_user(&self, name: &str, administrator: bool) -> Fallible<()> {
        let kind = if administrator { "--create-admin" } else { "--create-user" };
        let mut child = Command::new(&self.program)
            .arg("--data")
            .arg(self.folder.path())
            .args([kind, "--username", name, "--password-stdin", "--log-level", "warn"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        writeln!(child.stdin.take().ok_or("no standard input")?, "{PASSWORD}")?;
        let status = child.wait()?;
        if status.success() { Ok(()) } else { Err(format!("{kind} {name}: {status}").into()) }
    }

    /// Starts the server and waits until it is ready.
    ///
    /// # Errors
    /// It ends, or is not ready in 30 s.
    pub fn start(&mut self) -> Fallible<()> {
        let mut words = self.wrapper.iter().map(OsString::from).chain([self.program.clone().into_os_string()]);
        let mut command = Command::new(words.next().ok_or("no program")?);
        command
            .args(words)
            .arg("--data")
            .arg(self.folder.path())
            .args(["--bind", &self.address.to_string()])
            .args(&self.arguments);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::null());
        if let Some(cores) = self.cores {
            machine::pin(cores.server)?;
        }
        let started = command.spawn();
        if let Some(cores) = self.cores {
            machine::pin(cores.generator)?;
        }
        self.child = Some(started?);
        let deadline = Instant::now() + PATIENCE;
        while !self.is_ready() {
            if let Some(status) = self.child.as_mut().map(Child::try_wait).transpose()?.flatten() {
                return Err(format!("the server ended at its start: {status}").into());
            }
            if Instant::now() > deadline {
                return Err("the server does not become ready".into());
            }
            std::thread::park_timeout(POLL);
        }
        Ok(())
    }

    /// The server's process id.
    ///
    /// # Errors
    /// It does not run.
    pub fn pid(&self) -> Fallible<u32> {
        Ok(self.child.as_ref().ok_or("the server does not run")?.id())
    }

    /// SIGKILL: no line of the program runs any more.
    ///
    /// # Errors
    /// It does not run.
    pub fn kill(&mut self) -> Fallible<()> {
        let mut child = self.child.take().ok_or("the server does not run")?;
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// SIGTERM: asks it to stop.
    ///
    /// # Errors
    /// It does not run.
    pub fn ask_to_stop(&self) -> Fallible<()> {
        let child = self.child.as_ref().ok_or("the server does not run")?;
        Ok(kill_process(Pid::from_child(child), Signal::TERM)?)
    }

    /// Waits until the server has ended by itself.
    ///
    /// # Errors
    /// It still runs after 30 s.
    pub fn ended(&mut self) -> Fallible<ExitStatus> {
        let child = self.child.as_mut().ok_or("the server does not run")?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = child.try_wait()? {
                self.child = None;
                return Ok(status);
            }
            if Instant::now() > deadline {
                return Err("the server does not end".into());
            }
            std::thread::park_timeout(POLL);
        }
    }

    /// Logs in; the login cookie.
    ///
    /// # Errors
    /// Refused.
    pub fn log_in(&self, name: &str) -> Fallible<String> {
        let form = format!("username={name}&password={PASSWORD}");
        let answer = http::request(self.address, "/login/", "", Some(&form))?;
        Ok(answer.header("set-cookie").ok_or_else(|| format!("no login: {answer:?}"))?.to_owned())
    }

    /// Makes an open room; its id.
    ///
    /// # Errors
    /// Refused.
    pub fn create_room(&self, cookie: &str, name: &str) -> Fallible<String> {
        let created =
            http::request(self.address, "/create/", cookie, Some(&format!("room_name={name}&visibility=open")))?;
        let path = created.header("location").ok_or_else(|| format!("no room: {created:?}"))?;
        Ok(path.trim_matches('/').rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// Joins an open room.
    ///
    /// # Errors
    /// Refused.
    pub fn join(&self, cookie: &str, room: &str) -> Fallible<()> {
        let answer = http::request(self.address, &format!("/room/{room}/join/"), cookie, Some(""))?;
        if answer.status < 400 { Ok(()) } else { Err(format!("cannot join: {answer:?}").into()) }
    }

    /// The database, for looking.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn database(&self) -> Fallible<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        Ok(Connection::open_with_flags(self.folder.path().join("livechat.db"), flags)?)
    }

    fn is_ready(&self) -> bool {
        http::request(self.address, "/readyz/", "", None).is_ok_and(|answer| answer.status == 200)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended by itself; either way nothing is left behind.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
