//! Builds, runs and stops the whole program. One port serves pages and sockets: pages through the application, everything
//! with an `Upgrade` header through [`crate::socket`]. Stopping tells the sockets first (1001), lets requests end, commits what
//! was admitted and leaves a database without a log beside it.

mod deaf;
mod house;

use std::{
    io::{self, Write as _},
    net::{SocketAddr, TcpListener},
    num::NonZeroUsize,
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use actix::{Actor, Arbiter, Context};
use actix_http::HttpService;
use actix_server::{Server as Listeners, ServerHandle};
use actix_service::{fn_service, map_config};
use actix_web::{
    App,
    dev::AppConfig,
    middleware::from_fn,
    web::{self, Data},
};
use actors::{
    chat::Chat,
    clock,
    hub::{Hub, Stop},
    metrics::Metrics,
    rates::Rates,
    store::{Options, Store},
};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::{
    net::TcpStream,
    signal::unix::{SignalKind, signal},
};

use crate::{
    accounts::Accounts,
    assets,
    config::Config,
    control::{Control, Lock},
    error::{Error, ErrorPages, Result, error_pages},
    guard::{self, Guard},
    handlers::setup,
    logins::Logins,
    media::Media,
    presentation::Presentation,
    routes,
    socket::{Worker, upgrade},
    state::State,
    views::Pages,
};

/// Connections that may wait to be accepted.
const BACKLOG: i32 = 4096;
/// How long a request's head may take.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection without a request is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long requests that are under way may take to end when the server stops.
const STOP_SECONDS: u64 = 10;
/// How long sockets may take to read that the server stops; their Relay drops them sooner.
const SOCKETS_PATIENCE: Duration = Duration::from_millis(1_500);
/// How long a server whose disk failed lives on to say so.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// How often a stopping server looks whether they have.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Threads that read the store; more than cores, because some wait for the disk.
const READERS: u32 = 4;

/// A running server.
pub struct Server {
    state: Arc<State>,
    listeners: ServerHandle,
    arbiters: Vec<Arbiter>,
    /// Held for as long as this process is the one that writes.
    _lock: Lock,
}

/// Runs the server until the system or a terminal asks it to stop.
///
/// # Errors
/// It could not start.
pub fn run(config: Config) -> Result<()> {
    actix::System::new().block_on(async {
        let server = Server::start(config).await?;
        server.announce()?;
        asked_to_stop()?.await;
        server.stop().await;
        Ok(())
    })
}

/// From this call on, what resolves when the system (SIGTERM) or a terminal (SIGINT) asks the program to stop; neither ends the
/// process by itself any more. To be called inside an actix system.
///
/// # Errors
/// The system does not let signals be heard.
pub(crate) fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

impl Server {
    /// Opens the store, starts the actors and listens. Must be called inside an actix system.
    ///
    /// # Errors
    /// One line that says what could not be had: the folder, the database, the port.
    pub async fn start(mut config: Config) -> Result<Self> {
        config.data.prepare()?;
        let lock = Lock::take_to_serve(&config.data)?;
        let listener = listen(config.bind)?;
        config.bound_to(listener.local_addr()?);
        let counts = config.metrics_bind.map(listen).transpose()?;
        config.metrics_bind = counts.as_ref().map(TcpListener::local_addr).transpose()?;
        let control = Control::listen(&config.data, &lock)?;
        // The Hub shares the first with some of the rooms: on a small machine a thread more costs more than it gives.
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let arbiters: Vec<_> = (0..cores.div_ceil(2)).map(|_| Arbiter::new()).collect();
        let state = Arc::new(open(config, &arbiters).await?);
        actix::spawn(house::look_over(state.clone()));
        let (accounts, media) = (state.accounts.clone(), state.media.clone());
        actix::spawn(async move {
            if let Err(error) = control.serve(accounts, media).await {
                log::error!("commands cannot reach this server: {error}");
            }
        });
        let listeners = serve(&state, listener, counts)?;
        actix::spawn(house::keep_house(state.clone()));
        actix::spawn(house::watch(state.clone()));
        Ok(Self { state, listeners, arbiters, _lock: lock })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.state.config.bind
    }

    /// What its handlers reach.
    #[must_use]
    pub fn state(&self) -> &Arc<State> {
        &self.state
    }

    /// Says on standard output how it is reached, and while there is no administrator, how to become one.
    pub(crate) fn announce(&self) -> Result<()> {
        let (url, mut out) = (self.state.config.origins.url(), io::stdout());
        writeln!(out, "Live Chat: {url}/")?;
        if let Some(path) = self.state.accounts.set_up().path() {
            writeln!(out, "No administrator yet. Open this link once to become one: {url}{path}")?;
        }
        Ok(out.flush()?)
    }

    /// Stops: sockets are told, requests under way end, what was admitted is committed and the log folded into the database.
    pub async fn stop(self) {
        self.state.stopping.store(true, Ordering::Relaxed);
        if let Err(error) = self.state.hub.send(Stop).await {
            log::error!("the sockets could not be told that the server stops: {error}");
        }
        let patience = Instant::now() + SOCKETS_PATIENCE;
        while self.state.metrics.sockets.get() > 0 && Instant::now() < patience {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        self.listeners.stop(true).await;
        if let Err(error) = self.state.store.stop().await {
            log::error!("the database was not closed cleanly; nothing is lost by that: {error}");
        }
        self.arbiters.iter().for_each(|arbiter| {
            arbiter.stop();
        });
    }
}

/// A listening socket; several processes never share it.
fn listen(address: SocketAddr) -> Result<TcpListener> {
    let bound = || {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        Ok(socket.into())
    };
    bound().map_err(|error: io::Error| Error::Start(format!("{address}: {error}")))
}

/// Opens what the configuration names and starts the actors.
async fn open(config: Config, arbiters: &[Arbiter]) -> Result<State> {
    let (metrics, clock) = (Metrics::default(), clock::system());
    let store = Store::open(Options {
        path: config.data.database(),
        readers: READERS,
        clock: clock.clone(),
        metrics: metrics.clone(),
        on_fatal: Arc::new(|error| {
            log::error!("{error}; stopping, so that nothing is promised that is not kept");
            // From another thread: the senders of the group are told first.
            thread::spawn(|| {
                thread::park_timeout(LAST_WORDS);
                process::exit(1);
            });
        }),
    })
    .map_err(|error| Error::Start(format!("{}: {error}", config.data.database().display())))?;
    let pages = Arc::new(Pages::new().map_err(|error| Error::Broken(error.to_string()))?);
    let presenter = Arc::new(Presentation::new(pages.clone(), config.time_zone.clone(), clock.clone()));
    let rates = Arc::new(Rates::new(&config.limits));
    let chat = Arc::new(Chat {
        store: store.clone(),
        rates: rates.clone(),
        limits: config.limits,
        presenter: presenter.clone(),
        metrics: metrics.clone(),
        clock: clock.clone(),
    });
    let hub = {
        let (chat, rooms) = (chat.clone(), arbiters.iter().map(Arbiter::handle).collect());
        let make = move |_: &mut Context<Hub>| Hub::new(chat, rooms);
        match arbiters.first() {
            Some(arbiter) => Hub::start_in_arbiter(&arbiter.handle(), make),
            None => Hub::create(make),
        }
    };
    store.listen(hub.clone().recipient());
    let logins = Logins::new(&config, store.clone(), clock.clone())?;
    let accounts = Arc::new(Accounts::open(store.clone(), logins.clone()).await?);
    let media = Media::open(config.data.media(), config.media, config.program.clone(), store.clone())?;
    let guard = Guard::new(&config);
    let stopping = AtomicBool::new(false);
    Ok(State {
        config,
        chat,
        hub,
        store,
        rates,
        presenter,
        pages,
        accounts,
        logins,
        media,
        guard,
        clock,
        metrics,
        stopping,
    })
}

/// Starts the workers.
fn serve(state: &Arc<State>, pages: TcpListener, counts: Option<TcpListener>) -> Result<ServerHandle> {
    let relays = Arc::new(AtomicU32::new(0));
    let mut listeners =
        Listeners::build().workers(state.config.workers).disable_signals().shutdown_timeout(STOP_SECONDS);
    // Ends connections that wait for another request, which every open browser keeps; else a stop waits for them.
    let stops = listeners.graceful_shutdown_signal();
    let stopped = move || {
        let stops = stops.clone();
        async move { stops.notified().await }
    };
    let (shared, idle) = (state.clone(), stopped.clone());
    listeners = listeners.listen("pages", pages, move || {
        let state = shared.clone();
        let worker = Worker::new(state.clone(), relays.clone());
        let app = App::new()
            .app_data(Data::from(state.clone()))
            .app_data(Data::new(state.guard.clone()))
            .app_data(Data::new(ErrorPages {
                pages: state.pages.clone(),
                language: state.config.language,
                metrics: state.metrics.clone(),
            }))
            .service(routes::page("/static/{digest}/{path:.*}", routes::get().to(assets::serve)))
            .service(
                web::scope("")
                    .wrap(from_fn(setup::closed))
                    .wrap(Logins::identities())
                    .wrap(state.logins.sessions())
                    .configure(routes::routes),
            )
            .wrap(from_fn(guard::check))
            .wrap(from_fn(error_pages))
            .wrap(from_fn(guard::security_headers))
            .wrap(from_fn(guard::linger));
        HttpService::build()
            .graceful_shutdown_signal(idle.clone())
            .client_request_timeout(HEAD_TIMEOUT)
            .keep_alive(KEEP_ALIVE)
            .tcp_nodelay(true)
            .on_connect_ext(|stream: &TcpStream, _| deaf::drop_deaf(stream))
            .upgrade(fn_service(move |(request, framed)| {
                let answered = upgrade(worker.clone(), request, framed);
                async move { answered.await.map_err(actix_web::Error::from) }
            }))
            .finish(map_config(app, |_| AppConfig::default()))
            .tcp()
    })?;
    if let Some(counts) = counts {
        let shared = state.clone();
        listeners = listeners.listen("counts", counts, move || {
            let app = App::new().app_data(Data::from(shared.clone())).configure(routes::metrics_routes);
            HttpService::build()
                .graceful_shutdown_signal(stopped.clone())
                .client_request_timeout(HEAD_TIMEOUT)
                .finish(map_config(app, |_| AppConfig::default()))
                .tcp()
        })?;
    }
    let listeners = listeners.run();
    let handle = listeners.handle();
    actix::spawn(async move {
        if let Err(error) = listeners.await {
            log::error!("the listeners ended: {error}");
        }
    });
    Ok(handle)
}
