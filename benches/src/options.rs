//! What to measure and how often.

use std::path::PathBuf;

use crate::Fallible;

const HELP: &str =
    "options: --rows 1,2,4,8,9,16  --rounds 5  --clients 1000  --program PATH (default: built from here)";

/// The command line.
#[derive(Debug)]
pub struct Options {
    /// Rows of the table, by number.
    pub rows: Vec<u32>,
    /// Rounds of each row.
    pub rounds: usize,
    /// Clients of the fan-out rows.
    pub clients: usize,
    /// The server's program; built when not given.
    pub program: Option<PathBuf>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// An option that does not exist, with what does.
    pub fn parse(words: &[&str]) -> Fallible<Self> {
        let mut options = Self { rows: vec![1, 2, 4, 8, 9, 16], rounds: 5, clients: 1000, program: None };
        for pair in words.chunks(2) {
            match pair {
                ["--rows", rows] => options.rows = rows.split(',').map(str::parse).collect::<Result<_, _>>()?,
                ["--rounds", rounds] => options.rounds = rounds.parse::<usize>()?.max(1),
                ["--clients", clients] => options.clients = clients.parse::<usize>()?.max(1),
                ["--program", path] => options.program = Some(path.into()),
                _ => return Err(HELP.into()),
            }
        }
        Ok(options)
    }
}
