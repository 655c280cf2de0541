//! The command line and the environment, each value parsed by itself. Every flag of the server has a variable `LIVECHAT_…`;
//! a flag wins, an empty variable is none. Passwords are never read from the environment.

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use actors::domain::Language;
use clap::{CommandFactory, FromArgMatches as _, Parser, builder::Resettable};
use ipnet::IpNet;
use jiff::tz::TimeZone;

use super::MetricsToken;

/// Live Chat: a self-hosted, real-time chat server. One program, one data folder.
///
/// Without a command it serves, prints its address and, while there is no administrator, a one-time set-up link.
/// A command does one thing and ends; it works while a server runs on the same data folder.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "livechat",
    version,
    max_term_width = 100,
    next_help_heading = "Server",
    group = clap::ArgGroup::new("command").args(["create_admin", "create_user"]),
    after_help = "Exit codes: 0 done; 1 it could not be done, or faults were found; 2 a bad argument or value."
)]
pub struct Args {
    /// Address and port to listen on
    #[arg(long, env = "LIVECHAT_BIND", value_name = "ADDRESS", default_value = "127.0.0.1:8000", value_parser = address)]
    pub bind: SocketAddr,

    /// Folder with livechat.db, media/ and keys/; made when only it is missing
    #[arg(long, env = "LIVECHAT_DATA", value_name = "FOLDER", default_value = ".")]
    pub data: PathBuf,

    /// How browsers reach the server, for instance `https://chat.example`; needed for any address but the local ones
    ///
    /// With https the cookie is Secure and named __Host-session, and HSTS is sent. Without it the server accepts localhost,
    /// 127.0.0.1 and `[::1]` at its port, over plain http.
    #[arg(long, env = "LIVECHAT_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Networks of the reverse proxies whose X-Forwarded-For is believed; none by default
    #[arg(
        long,
        env = "LIVECHAT_TRUSTED_PROXIES",
        value_name = "CIDR",
        value_delimiter = ',',
        value_parser = network
    )]
    pub trusted_proxies: Vec<IpNet>,

    /// Address and port where /metrics is served (Prometheus text) to everybody who reaches it; off by default
    #[arg(long, env = "LIVECHAT_METRICS_BIND", value_name = "ADDRESS", value_parser = address)]
    pub metrics_bind: Option<SocketAddr>,

    /// Token that opens /metrics beside the pages, as `Authorization: Bearer`; closed without one
    ///
    /// 20 characters or more. Others on this machine may see an argument in the list of processes: prefer the variable.
    #[arg(long, env = "LIVECHAT_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub metrics_token: Option<MetricsToken>,

    /// Time zone in which times are shown
    #[arg(long, env = "LIVECHAT_TIME_ZONE", value_name = "ZONE", default_value = "Asia/Tashkent", value_parser = zone)]
    pub time_zone: TimeZone,

    /// Language of those who have not chosen one: uz, uz-Cyrl, ru or en
    #[arg(long, env = "LIVECHAT_LANGUAGE", value_name = "TAG", default_value = "uz", value_parser = language)]
    pub language: Language,

    /// Worker threads; one a core by default
    #[arg(long, env = "LIVECHAT_WORKERS", value_name = "N", value_parser = number::<usize>)]
    pub workers: Option<usize>,

    /// What is logged: off, error, warn, info, debug or trace
    #[arg(long, env = "LIVECHAT_LOG_LEVEL", value_name = "LEVEL", default_value = "info", value_parser = level)]
    pub log_level: log::LevelFilter,

    /// Posts a second of one user, over all sockets and forms; 0 for any number
    #[arg(long, env = "LIVECHAT_POSTS_PER_SECOND", value_name = "N", default_value_t = 10, value_parser = number::<u32>, help_heading = "Limits")]
    pub posts_per_second: u32,

    /// Posts of one user at once, before the rate counts
    #[arg(long, env = "LIVECHAT_POSTS_BURST", value_name = "N", default_value_t = 30, value_parser = number::<u32>, help_heading = "Limits")]
    pub posts_burst: u32,

    /// Open sockets of one user; 0 for any number
    #[arg(
        long,
        env = "LIVECHAT_MAX_SOCKETS_PER_USER",
        value_name = "N",
        default_value_t = 20,
        value_parser = number::<usize>, help_heading = "Limits"
    )]
    pub max_sockets_per_user: usize,

    /// Characters of a message's text
    #[arg(long, env = "LIVECHAT_MESSAGE_CHARS", value_name = "N", default_value_t = 10_000, value_parser = number::<usize>, help_heading = "Limits")]
    pub message_chars: usize,

    /// MiB of one file
    #[arg(long, env = "LIVECHAT_MAX_FILE_MIB", value_name = "MIB", default_value_t = 100, value_parser = number::<u64>, help_heading = "Limits")]
    pub max_file_mib: u64,

    /// MiB that all files may take together; 0 for as many as the disk has
    #[arg(long, env = "LIVECHAT_MEDIA_QUOTA_MIB", value_name = "MIB", default_value_t = 0, value_parser = number::<u64>, help_heading = "Limits")]
    pub media_quota_mib: u64,

    /// MiB of the disk that files leave free, so that messages can still be written
    #[arg(long, env = "LIVECHAT_DISK_RESERVE_MIB", value_name = "MIB", default_value_t = 256, value_parser = number::<u64>, help_heading = "Limits")]
    pub disk_reserve_mib: u64,

    /// Serve a workspace to look at, from a temporary folder that goes when the program is stopped
    ///
    /// 40 people, 30 rooms and a year of talk. It prints who may log in.
    #[arg(long, conflicts_with_all = ["data", "command", "check_media"], help_heading = "Commands")]
    demo: bool,

    /// Make a site administrator and end
    #[arg(long, conflicts_with = "create_user", help_heading = "Commands")]
    create_admin: bool,

    /// Make an ordinary account and end
    #[arg(long, help_heading = "Commands")]
    create_user: bool,

    /// Compare the files of messages with the database, read every byte of them, print each fault and end
    #[arg(long, conflicts_with = "command", help_heading = "Commands")]
    check_media: bool,

    /// Make a thumbnail of the picture of this type on standard input; the server starts it for each picture, nobody else
    #[arg(long, value_name = "TYPE", exclusive = true, hide = true, help_heading = "Commands")]
    make_thumbnail: Option<String>,

    /// Name to log in with; asked for when it is missing and a terminal is there
    #[arg(
        long,
        value_name = "NAME",
        requires = "command",
        help_heading = "Options of --create-admin and --create-user"
    )]
    username: Option<String>,

    /// Password; others on this machine may see it in the list of processes
    #[arg(
        long,
        value_name = "PASSWORD",
        requires = "command",
        conflicts_with = "password_stdin",
        help_heading = "Options of --create-admin and --create-user"
    )]
    password: Option<String>,

    /// Read the password from the first line of standard input
    #[arg(long, requires = "command", help_heading = "Options of --create-admin and --create-user")]
    password_stdin: bool,

    /// Address to reach the person
    #[arg(
        long,
        value_name = "ADDRESS",
        requires = "command",
        help_heading = "Options of --create-admin and --create-user"
    )]
    email: Option<String>,

    /// Name shown beside the person's messages; the username when it is missing
    #[arg(
        long,
        value_name = "NAME",
        requires = "command",
        help_heading = "Options of --create-admin and --create-user"
    )]
    display_name: Option<String>,
}

/// What the program was started for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Serve.
    Serve,
    /// Make an account.
    CreateUser(NewUser),
    /// Serve a workspace to look at.
    Demo,
    /// Compare the files with the database.
    CheckMedia,
    /// Make a thumbnail of a picture of this MIME type.
    MakeThumbnail(String),
}

/// An account as the command line describes it; what is `None` is asked for.
#[derive(Clone)]
pub struct NewUser {
    /// Whether they administer the site.
    pub is_admin: bool,
    /// The name to log in with.
    pub username: Option<String>,
    /// The password, where it was an argument.
    pub password: Option<String>,
    /// Whether the password is the first line of standard input.
    pub password_stdin: bool,
    /// An address.
    pub email: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
}

/// Everything but the password.
impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser")
            .field("is_admin", &self.is_admin)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

impl Args {
    /// The arguments and the environment of this process, in which an empty variable is none. Ends the process with a line
    /// when they are bad, and after what only tells, as `--help` does.
    #[must_use]
    pub fn read() -> Self {
        let command = <Self as CommandFactory>::command().mut_args(|argument| {
            let value = argument.get_env().and_then(std::env::var_os);
            if value.is_some_and(|value| value.is_empty()) { argument.env(Resettable::Reset) } else { argument }
        });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }

    /// What was asked for.
    #[must_use]
    pub fn command(&self) -> Command {
        if self.check_media {
            return Command::CheckMedia;
        }
        if self.demo {
            return Command::Demo;
        }
        if let Some(mime) = &self.make_thumbnail {
            return Command::MakeThumbnail(mime.clone());
        }
        if !self.create_admin && !self.create_user {
            return Command::Serve;
        }
        Command::CreateUser(NewUser {
            is_admin: self.create_admin,
            username: self.username.clone(),
            password: self.password.clone(),
            password_stdin: self.password_stdin,
            email: self.email.clone(),
            display_name: self.display_name.clone(),
        })
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "not a numeric address and a port such as 127.0.0.1:8000".to_owned())
}

fn level(text: &str) -> Result<log::LevelFilter, String> {
    text.parse().map_err(|_| "not one of off, error, warn, info, debug, trace".to_owned())
}

fn number<N: FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| "not a whole number, or too large a one".to_owned())
}

fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| "not a network such as 10.0.0.0/8 and not an address".to_owned())
}

fn zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text).map_err(|_| "not a time zone such as Asia/Tashkent".to_owned())
}

fn language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| "not one of uz, uz-Cyrl, ru, en".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        <Args as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn every_server_flag_has_its_variable_and_a_help() {
        for argument in <Args as CommandFactory>::command().get_arguments() {
            let Some(long) = argument.get_long() else { continue };
            assert!(argument.get_help().is_some(), "--{long} has no help");
            let is_command = argument.get_help_heading().is_some_and(|h| h != "Server" && h != "Limits");
            let expected = format!("LIVECHAT_{}", long.to_uppercase().replace('-', "_"));
            let variable = argument.get_env().map(|v| v.to_string_lossy().into_owned());
            assert_eq!(variable, (!is_command).then_some(expected), "--{long}");
        }
    }

    #[test]
    fn options_of_a_command_need_one() {
        assert!(Args::try_parse_from(["livechat", "--username", "ali"]).is_err());
        assert!(Args::try_parse_from(["livechat", "--create-admin", "--create-user"]).is_err());
        assert!(Args::try_parse_from(["livechat", "--create-admin", "--check-media"]).is_err());
        assert!(Args::try_parse_from(["livechat", "--check-media", "--username", "ali"]).is_err());
        assert!(Args::try_parse_from(["livechat", "--create-user", "--password", "x", "--password-stdin"]).is_err());
        let args = Args::try_parse_from(["livechat", "--create-admin", "--username", "ali"]).unwrap();
        let Command::CreateUser(user) = args.command() else { panic!("not a command") };
        assert!(user.is_admin && user.username.as_deref() == Some("ali"));
    }

    #[test]
    fn what_the_server_starts_itself_stands_alone_and_is_not_in_the_help() {
        let args = Args::try_parse_from(["livechat", "--make-thumbnail", "image/png"]).unwrap();
        assert!(matches!(args.command(), Command::MakeThumbnail(mime) if mime == "image/png"));
        assert!(Args::try_parse_from(["livechat", "--make-thumbnail", "image/png", "--create-user"]).is_err());
        assert!(!<Args as CommandFactory>::command().render_long_help().to_string().contains("thumbnail"));
    }

    #[test]
    fn a_password_is_not_shown_by_debug() {
        let args = Args::try_parse_from(["livechat", "--create-admin", "--password", "hush-hush"]).unwrap();
        assert!(!format!("{:?}", args.command()).contains("hush-hush"));
    }
}
