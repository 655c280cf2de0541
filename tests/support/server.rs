//! A real server on a port of its own, with its data in a folder that goes with it.

use std::{path::Path, sync::mpsc as std_mpsc, thread::JoinHandle};

use livechat::{accounts::NewAccount, config::Config, server::Server};
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::client::Client;

/// The password of everybody.
pub const PASSWORD: &str = "ochiq-dengiz-shamoli";

/// A running server. Dropping it stops it.
pub struct TestServer {
    started: Started,
    accounts: Option<mpsc::UnboundedSender<Wanted>>,
    thread: Option<JoinHandle<()>>,
    folder: TempDir,
}

struct Started {
    base: String,
    setup_path: Option<String>,
    counts: Option<String>,
}

/// An account to be made, and who waits for it.
struct Wanted {
    account: NewAccount,
    made: std_mpsc::Sender<()>,
}

impl TestServer {
    /// A server with a site administrator, `rahbar`.
    pub fn start() -> Self {
        Self::start_as(|_| {})
    }

    /// The same, without a limit of posts.
    pub fn start_unlimited() -> Self {
        Self::start_as(|config| config.limits.posts_per_second = 0)
    }

    /// The same, with an address for its counts.
    pub fn start_counted() -> Self {
        Self::start_as(|config| config.metrics_bind = Some(([127, 0, 0, 1], 0).into()))
    }

    /// The same, with a token that opens its counts.
    pub fn start_counted_by_token(token: &str) -> Self {
        Self::start_as(|config| config.metrics_token = token.parse().ok())
    }

    /// The same, configured otherwise.
    pub fn start_as(change: impl FnOnce(&mut Config)) -> Self {
        let server = Self::start_with(change);
        server.create(NewAccount { is_admin: true, ..account("rahbar") });
        server
    }

    /// A server that nobody has set up.
    pub fn start_bare() -> Self {
        Self::start_with(|_| {})
    }

    fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::for_test(folder.path(), 0);
        config.program = env!("CARGO_BIN_EXE_livechat").into();
        change(&mut config);
        let (tell, started) = std_mpsc::channel();
        let (accounts, wanted) = mpsc::unbounded_channel();
        let thread = std::thread::spawn(move || actix::System::new().block_on(serve(config, tell, wanted)));
        let started = started.recv().unwrap();
        Self { started, accounts: Some(accounts), thread: Some(thread), folder }
    }

    fn create(&self, account: NewAccount) {
        let (made, wait) = std_mpsc::channel();
        assert!(self.accounts.as_ref().unwrap().send(Wanted { account, made }).is_ok(), "the server ended");
        wait.recv().unwrap();
    }

    /// Makes an account.
    pub fn create_user(&self, username: &str) {
        self.create(account(username));
    }

    /// Makes an account and logs in.
    pub fn user(&self, username: &str) -> Client {
        self.create_user(username);
        self.log_in(username)
    }

    /// Logs in.
    pub fn log_in(&self, username: &str) -> Client {
        let mut client = self.client();
        let reply = client.post("/login/", &[("username", username), ("password", PASSWORD)]);
        assert_eq!(reply.status(), 303, "{}", reply.body);
        client
    }

    /// The site administrator.
    pub fn admin(&self) -> Client {
        self.log_in("rahbar")
    }

    /// Somebody who is not signed in.
    pub fn client(&self) -> Client {
        Client::new(&self.started.base)
    }

    /// Somebody who asks for the counts.
    pub fn counter(&self) -> Client {
        Client::new(self.started.counts.as_deref().unwrap())
    }

    /// Stops and waits until everything under way has ended; what it leaves on the disk is in the folder.
    pub fn stop(&mut self) {
        drop(self.accounts.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    /// Where its data is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The path of the set-up link.
    pub fn setup_path(&self) -> String {
        self.started.setup_path.clone().unwrap()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn account(username: &str) -> NewAccount {
    NewAccount { username: username.to_owned(), password: PASSWORD.to_owned(), ..NewAccount::default() }
}

/// Runs a server until nobody can ask it for accounts any more.
async fn serve(config: Config, started: std_mpsc::Sender<Started>, mut accounts: mpsc::UnboundedReceiver<Wanted>) {
    let server = Server::start(config).await.unwrap();
    let state = server.state().clone();
    let setup_path = state.accounts.set_up().path();
    let counts = state.config.metrics_bind.map(|address| format!("http://{address}"));
    started.send(Started { base: format!("http://{}", server.address()), setup_path, counts }).unwrap();
    while let Some(Wanted { account, made }) = accounts.recv().await {
        state.accounts.create(account).await.unwrap();
        made.send(()).unwrap();
    }
    server.stop().await;
}
