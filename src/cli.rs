//! The command line: what the program was started for, done; and what went wrong, in one line. Exit codes: 0 done, 1 it could
//! not be done or faults were found, 2 a bad argument or value.

mod check_media;
mod create_user;
mod logger;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use crate::{
    config::{Args, Command, Config},
    demo,
    error::{Error, Result},
    media::picture::worker,
    server,
};

/// The exit code of a bad argument, as clap has it.
const BAD_ARGUMENT: u8 = 2;

/// Does what the arguments ask for.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    match args.command() {
        Command::Serve => configured(args, serve),
        Command::CreateUser(user) => configured(args, |config| say(&create_user::run(&config, user)?)),
        Command::Demo => configured(args, |config| {
            more_files();
            demo::run(config)
        }),
        Command::CheckMedia => configured(args, |config| check_media::run(&config)),
        // A process that is given strangers' bytes reads no configuration, opens no folder and keeps no log.
        Command::MakeThumbnail(mime) => ended(worker::run(&mime)),
    }
}

fn configured(args: &Args, command: impl FnOnce(Config) -> Result<()>) -> ExitCode {
    match Config::new(args) {
        Ok(config) => {
            logger::start(config.log_level);
            ended(command(config))
        }
        Err(error) => {
            complain(&error);
            ExitCode::from(BAD_ARGUMENT)
        }
    }
}

fn ended(done: Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn serve(config: Config) -> Result<()> {
    more_files();
    server::run(config)
}

/// Lets the process open as many files as the system allows it.
fn more_files() {
    // A socket each, and what is there is enough for the start: the system's own limit then says where it ends.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        log::warn!("the limit of open files stays as it is: {error}");
    }
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(io::stdout(), "{line}")?)
}

/// One line, whatever the error is made of.
fn complain(error: &Error) {
    let line = error.to_string();
    let words: Vec<&str> = line.split_whitespace().collect();
    // Without a standard error there is nobody left to tell.
    let _ = writeln!(io::stderr(), "livechat: {}", words.join(" "));
}
