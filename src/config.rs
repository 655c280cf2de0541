//! What the operator decided, checked: whoever holds a [`Config`] knows that every value is usable. A bad value is one clear
//! line at start, before anything is opened or bound.

mod args;
mod folder;
mod metrics_token;
mod origins;

pub use args::{Args, Command, NewUser};
pub use folder::DataFolder;
pub use metrics_token::MetricsToken;
pub use origins::Origins;

use std::{
    net::{Ipv4Addr, SocketAddr},
    num::NonZeroUsize,
    path::PathBuf,
};

use actors::{domain::Language, limits::Limits};
use ipnet::IpNet;
use jiff::tz::TimeZone;

use crate::{
    error::{Error, Result},
    media::MediaLimits,
};

/// Worker threads at most.
const WORKERS_MAX: usize = 512;
/// The longest text that `--message-chars` may allow: what still fits a frame when each takes
/// the six bytes of a JSON escape.
const MESSAGE_CHARS_MAX: usize = actors::limits::FRAME_BYTES / 6;
/// Bytes of a MiB.
const MIB: u64 = 1024 * 1024;
/// The MiB that a flag may name at most: 1 PiB.
const MIB_MAX: u64 = 1024 * 1024 * 1024;
/// The program that runs, by the name that the system keeps for it even when its file is replaced.
const THIS_PROGRAM: &str = "/proc/self/exe";

/// The configuration of one server.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens.
    pub bind: SocketAddr,
    /// Where its data is.
    pub data: DataFolder,
    /// How browsers reach it, and which hosts and origins are ours.
    pub origins: Origins,
    /// The networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Where `/metrics` is served to everybody; nowhere when absent.
    pub metrics_bind: Option<SocketAddr>,
    /// What opens `/metrics` beside the pages; nothing when absent.
    pub metrics_token: Option<MetricsToken>,
    /// The site's time zone.
    pub time_zone: TimeZone,
    /// The language of those who have not chosen one.
    pub language: Language,
    /// The limits that have a flag.
    pub limits: Limits,
    /// How much the files of messages may take.
    pub media: MediaLimits,
    /// The program that makes thumbnails in processes of its own: this one.
    pub program: PathBuf,
    /// Worker threads.
    pub workers: usize,
    /// What is logged.
    pub log_level: log::LevelFilter,
}

impl Config {
    /// Checks the arguments that parsed one by one.
    ///
    /// # Errors
    /// [`Error::Start`]: one line that names the flag and what was wrong.
    pub fn new(args: &Args) -> Result<Self> {
        let bad = |flag: &str, why: String| Error::Start(format!("{flag}: {why}"));
        let public = args.public_url.as_deref().map(origins::parse).transpose();
        let public = public.map_err(|why| bad("--public-url", why))?;
        if public.is_none() && !args.bind.ip().is_loopback() {
            return Err(bad(
                "--bind",
                format!("{} can be reached from elsewhere: say with --public-url how browsers reach it", args.bind),
            ));
        }
        if !(1..=MESSAGE_CHARS_MAX).contains(&args.message_chars) {
            return Err(bad("--message-chars", format!("{} is not in 1..={MESSAGE_CHARS_MAX}", args.message_chars)));
        }
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let workers = args.workers.unwrap_or(cores);
        if !(1..=WORKERS_MAX).contains(&workers) {
            return Err(bad("--workers", format!("{workers} is not in 1..={WORKERS_MAX}")));
        }
        let mib = |flag: &str, least: u64, value: u64| {
            let is_usable = (least..=MIB_MAX).contains(&value);
            is_usable.then(|| value * MIB).ok_or_else(|| bad(flag, format!("{value} is not in {least}..={MIB_MAX}")))
        };
        let media = MediaLimits {
            file_bytes: mib("--max-file-mib", 1, args.max_file_mib)?,
            quota_bytes: mib("--media-quota-mib", 0, args.media_quota_mib)?,
            reserve_bytes: mib("--disk-reserve-mib", 0, args.disk_reserve_mib)?,
        };
        if args.metrics_bind == Some(args.bind) && args.bind.port() != 0 {
            return Err(bad("--metrics-bind", "it must differ from --bind".into()));
        }
        args.metrics_token.as_ref().map_or(Ok(()), MetricsToken::check).map_err(|why| bad("--metrics-token", why))?;
        Ok(Self {
            bind: args.bind,
            data: DataFolder::new(args.data.clone()),
            origins: public.map_or_else(|| Origins::local(args.bind.port()), |url| Origins::public(&url)),
            trusted_proxies: args.trusted_proxies.clone(),
            metrics_bind: args.metrics_bind,
            metrics_token: args.metrics_token.clone(),
            time_zone: args.time_zone.clone(),
            language: args.language,
            limits: Limits {
                message_chars: args.message_chars,
                sockets_per_user: args.max_sockets_per_user,
                posts_per_second: args.posts_per_second,
                posts_burst: args.posts_burst,
            },
            media,
            program: THIS_PROGRAM.into(),
            workers,
            log_level: args.log_level,
        })
    }

    /// The configuration of a test: everything at its default, but the folder and the port.
    #[must_use]
    pub fn for_test(data: impl Into<PathBuf>, port: u16) -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            data: DataFolder::new(data.into()),
            origins: Origins::local(port),
            trusted_proxies: Vec::new(),
            metrics_bind: None,
            metrics_token: None,
            time_zone: TimeZone::get("Asia/Tashkent").unwrap_or(TimeZone::UTC),
            language: Language::default(),
            limits: Limits::default(),
            media: MediaLimits { file_bytes: 100 * MIB, quota_bytes: 0, reserve_bytes: 0 },
            program: THIS_PROGRAM.into(),
            workers: 2,
            log_level: log::LevelFilter::Warn,
        }
    }

    /// Notes the port that the system chose for port 0, so that its hosts and origins are ours.
    pub fn bound_to(&mut self, address: SocketAddr) {
        self.bind = address;
        if self.origins.is_local() {
            self.origins = Origins::local(address.port());
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    fn config(args: &[&str]) -> Result<Config> {
        Config::new(&Args::try_parse_from([&["livechat"], args].concat()).map_err(|e| Error::Start(e.to_string()))?)
    }

    #[test]
    fn a_bare_start_is_local_and_plain() {
        let config = config(&[]).unwrap();
        assert_eq!(config.bind.to_string(), "127.0.0.1:8000");
        assert!(!config.origins.is_secure());
        assert_eq!(config.origins.url(), "http://127.0.0.1:8000");
        assert_eq!(config.limits.posts_per_second, 10);
        assert_eq!(config.language, Language::Uz);
        assert_eq!((config.media.file_bytes, config.media.quota_bytes), (100 << 20, 0));
        assert_eq!(config.time_zone.iana_name(), Some("Asia/Tashkent"));
    }

    #[test]
    fn an_address_that_others_reach_needs_a_public_url() {
        let line = config(&["--bind", "0.0.0.0:8000"]).unwrap_err().to_string();
        assert!(line.contains("--public-url"), "{line}");
        assert!(config(&["--bind", "0.0.0.0:8000", "--public-url", "https://chat.example"]).is_ok());
    }

    #[test]
    fn a_bad_value_is_one_line_that_names_its_flag() {
        for (flag, value) in [
            ("--public-url", "chat.example"),
            ("--public-url", "ftp://chat.example"),
            ("--public-url", "https://chat.example/chat"),
            ("--public-url", "https://user@chat.example"),
            ("--public-url", "https://chat.example?x"),
            ("--message-chars", "0"),
            ("--message-chars", "1000000"),
            ("--workers", "0"),
            ("--max-file-mib", "0"),
            ("--media-quota-mib", "99999999999999"),
            ("--metrics-bind", "127.0.0.1:8000"),
            ("--metrics-token", "short"),
        ] {
            let line = config(&[flag, value]).unwrap_err().to_string();
            assert!(line.starts_with(flag) && !line.contains('\n'), "{flag} {value}: {line}");
        }
        for (flag, value) in [
            ("--bind", "localhost"),
            ("--trusted-proxies", "10.0.0.0/33"),
            ("--metrics-bind", "9000"),
            ("--time-zone", "Asia/Nowhere"),
            ("--language", "de"),
            ("--posts-per-second", "-1"),
            ("--max-sockets-per-user", "many"),
            ("--log-level", "loud"),
        ] {
            let line = config(&[&format!("{flag}={value}")]).unwrap_err().to_string();
            assert!(line.contains(flag), "{flag} {value}: {line}");
        }
    }

    #[test]
    fn proxies_are_networks_or_single_addresses() {
        let config = config(&["--trusted-proxies", "10.0.0.0/8,127.0.0.1,::1"]).unwrap();
        let shown: Vec<String> = config.trusted_proxies.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["10.0.0.0/8", "127.0.0.1/32", "::1/128"]);
    }

    #[test]
    fn a_port_chosen_by_the_system_is_ours() {
        let mut config = Config::for_test("/nowhere", 0);
        config.bound_to(SocketAddr::from((Ipv4Addr::LOCALHOST, 4321)));
        assert!(config.origins.is_our_host("localhost:4321"));
        assert_eq!(config.origins.url(), "http://127.0.0.1:4321");
    }
}
