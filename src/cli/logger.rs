//! The log: one line an entry on standard error, whatever is in it. Control characters (line ends and the codes that move a
//! terminal's cursor among them) are written as escapes, so that nothing typed by a stranger can forge or hide a line.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use env_logger::fmt::Formatter;
use log::{
    LevelFilter, Record,
    kv::{Key, Value, VisitSource},
};

/// Starts to log what is at least of this level. A second start changes nothing.
pub(super) fn start(level: LevelFilter) {
    let started = env_logger::Builder::new()
        .filter_level(level)
        // It warns of each request with a stale cookie: any stranger could fill the log.
        .filter_module("actix_session", level.min(LevelFilter::Error))
        // It calls whatever a stranger sends an error of its own.
        .filter_module("actix_http", if level < LevelFilter::Debug { LevelFilter::Off } else { level })
        // It tells of its own start, which the operator is told of in other words.
        .filter_module("actix_server", if level < LevelFilter::Debug { level.min(LevelFilter::Warn) } else { level })
        // It tells of each step that is not to be taken.
        .filter_module("refinery_core", level.min(LevelFilter::Warn))
        .format(write_line)
        .try_init();
    if started.is_err() {
        log::debug!("the log was started before");
    }
}

fn write_line(out: &mut Formatter, record: &Record<'_>) -> io::Result<()> {
    let time = out.timestamp_millis();
    writeln!(out, "{time} {:<5} {} {}", record.level(), record.target(), one_line(record))
}

fn one_line(record: &Record<'_>) -> String {
    let mut pairs = Pairs(record.args().to_string());
    // Writing to a string does not fail.
    let _ = record.key_values().visit(&mut pairs);
    escape(&pairs.0)
}

fn escape(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

/// An entry's key-value pairs, after its text.
struct Pairs(String);

impl<'kvs> VisitSource<'kvs> for Pairs {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), log::kv::Error> {
        Ok(write!(self.0, " {key}={value}")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_line_whatever_is_in_it() {
        let pairs = [("user", "a\nb")];
        let record = Record::builder()
            .args(format_args!("who?\r\n2026-01-01 ERROR forged \u{1b}[2J \u{9b}1A ў"))
            .key_values(&pairs)
            .build();
        assert_eq!(one_line(&record), r"who?\r\n2026-01-01 ERROR forged \u{1b}[2J \u{9b}1A ў user=a\nb");
    }
}
