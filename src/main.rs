//! The program `livechat`: reads its arguments and does what they ask for.

use std::process::ExitCode;

use livechat::{cli, config::Args};

fn main() -> ExitCode {
    cli::run(&Args::read())
}
