//! Measures Live Chat against limit programs, in one run on one machine, and prints one table.
//!
//! `cargo run --release -p benches` builds the release server and measures all rows; `-- --rows 1,8 --rounds 7` chooses.
//! Server and limit programs run on one core, the generator on another. Each round measures (limit, ours, ours, limit), so that
//! what else the machine does falls on both; a row is the median of the rounds' ratios with their range. A delivery, an
//! order or an acknowledgement that is wrong ends the run: a figure of a server that loses messages is worth nothing.

use std::{io::Write as _, net::SocketAddr};

use benches::{Fallible, commit_limit, fanout_limit, machine, options, rows, transfer_limit};

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    rlimit::increase_nofile_limit(u64::MAX)?;
    match words.as_slice() {
        ["limit-separate"] => fanout_limit::serve(fanout_limit::Writes::Separate, announce),
        ["limit-joined"] => fanout_limit::serve(fanout_limit::Writes::Joined, announce),
        ["limit-commit", folder] => commit_limit::serve(folder.as_ref()),
        ["limit-transfer", folder, bytes] => transfer_limit::serve(folder.as_ref(), bytes.parse()?, announce),
        _ => {
            let options = options::Options::parse(&words)?;
            let cores = machine::Cores::pick()?;
            let mut out = std::io::stdout().lock();
            writeln!(out, "{}", machine::describe())?;
            rows::measure(&options, cores, &mut out)
        }
    }
}

fn announce(address: SocketAddr) -> Fallible<()> {
    Ok(writeln!(std::io::stdout(), "{address}")?)
}
