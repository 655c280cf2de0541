//! The real program in a data folder of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use tempfile::TempDir;

/// The program and a folder that is its current one, and so its data folder.
pub struct Program {
    folder: TempDir,
}

/// What a run of the program ended with.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Program {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program with nothing in its environment that could configure it, ready to be started.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_livechat"));
        command.current_dir(self.folder()).env_clear();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub fn run(&self, args: &[&str]) -> Ended {
        self.run_with(args, "")
    }

    /// Runs it to its end with an environment.
    pub fn run_in(&self, environment: &[(&str, &str)], args: &[&str]) -> Ended {
        finish(self.command().args(args).envs(environment.iter().copied()), "")
    }

    /// Runs it to its end with a standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Ended {
        finish(self.command().args(args), input)
    }

    /// Starts it as a server on a port of the system's choice; it listens when this returns.
    pub fn serve(&self) -> Serving {
        Serving::of(self.command().args(["--bind", "127.0.0.1:0"]))
    }

    /// Whether a text is in any file of the folder.
    pub fn reads_anywhere(&self, text: &str) -> bool {
        files(self.folder()).iter().any(|file| {
            let bytes = fs::read(file).unwrap_or_default();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    }
}

/// The program while it serves; killed when it is dropped.
pub struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
    pub address: SocketAddr,
}

/// An answer over HTTP.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// In small letters.
    pub head: String,
    /// What is kept as it was sent: the cookie that is set.
    pub cookie: Option<String>,
    pub body: String,
}

impl Serving {
    /// Starts a command that serves; it listens when this returns.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("Live Chat: http://").trim_end_matches('/');
        let address = address.parse().unwrap_or_else(|_| panic!("{line:?} names no address"));
        Serving { child, out, address }
    }

    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line
    }

    /// Sends one request of its own connection, with further lines of its head.
    pub fn ask(&self, method: &str, path: &str, lines: &[&str], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let host = if lines.iter().any(|line| line.starts_with("Host:")) {
            String::new()
        } else {
            format!("Host: {}\r\n", self.address)
        };
        let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: {length}\r\n{lines}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let named = head
            .lines()
            .find_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")));
        let cookie = named.and_then(|(_, cookie)| cookie.split(';').next()).map(str::to_owned);
        Answer { status, head: head.to_lowercase(), cookie, body: body.to_owned() }
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> i32 {
        end(&mut self.child)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Already ended when a test stopped it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks a process to stop as a system does, and waits for its exit code.
pub fn end(child: &mut Child) -> i32 {
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    child.wait().unwrap().code().unwrap()
}

fn finish(command: &mut Command, input: &str) -> Ended {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that refuses its arguments does not wait for its input.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
