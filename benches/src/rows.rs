//! The rows of the table: which arms they compare, in which order they are measured, and what was aimed at.

mod transfers;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    Fallible,
    child::Program,
    fanout::{self, Arm, Sample},
    http_posters::HttpPosters,
    machine::{self, Cores},
    options::Options,
    product::{self, Product},
    site::Site,
    socket_posters::{Posted, SocketPosters},
    spread::{Spread, percentile},
};

/// Users of a server under test; the sockets are spread over them.
const USERS: usize = 50;
/// Messages of one measurement: paced, saturated; a second or more of the server's core each.
const PACED: usize = 200;
const SATURATED: usize = 2_000;
/// Posts of one measurement at 16 and at 64 under way, over HTTP, and one by one.
const POSTS: usize = 10_000;
const POSTS_HTTP: usize = 5_000;
const POSTS_SINGLE: usize = 2_000;
/// How long an arm that wrote has to fold its log in, before the other one is given the disk.
const FOLDED: Duration = Duration::from_secs(2);
/// Clients between which the memory of a socket is the slope.
const FEW: usize = 1_000;
const MANY: usize = 9_000;

/// Where the servers keep their data, and with what they run.
struct Bench<'o> {
    options: &'o Options,
    program: PathBuf,
    disk: TempDir,
    cores: Cores,
}

/// Measures the rows that were asked for and prints the table.
///
/// # Errors
/// A check failed, which voids the run, or something did not start.
pub fn measure(options: &Options, cores: Cores, out: &mut impl Write) -> Fallible<()> {
    let program = options.program.clone().map_or_else(product::build, |path| Ok(fs::canonicalize(path)?))?;
    // Beside the program: on the disk where the project lies, never on a RAM disk.
    let disk = TempDir::with_prefix_in("bench-", program.parent().unwrap_or(Path::new(".")))?;
    let bench = Bench { options, program, disk, cores };
    writeln!(out, "\n| row | what | limit | ours | ours ÷ limit, median (min–max) | first goal | |")?;
    writeln!(out, "|--:|---|--:|--:|--:|--:|---|")?;
    for row in &options.rows {
        match row {
            1 => bench.fanout(1, "CPU a delivery, paced, µs", "limit-separate", PACED, 1, out)?,
            2 => bench.fanout(
                2,
                "deliveries a CPU-second, 16 in flight",
                "limit-joined",
                SATURATED,
                fanout::IN_FLIGHT,
                out,
            )?,
            4 => bench.memory(out)?,
            8 => bench.posts(out)?,
            9 => bench.latency(out)?,
            16 => bench.transfers(out)?,
            other => return Err(format!("row {other} is not measured here yet").into()),
        }
        out.flush()?;
    }
    writeln!(out, "\nEvery delivery and every acknowledgement was checked.")?;
    Ok(())
}

impl Bench<'_> {
    fn product(&self, sockets: usize) -> Fallible<Product> {
        let site = Site::new(&self.program, self.disk.path())?.pinned(self.cores);
        Product::start(site, USERS, sockets)
    }

    fn fanout(
        &self,
        row: u32,
        what: &str,
        limit: &str,
        posts: usize,
        in_flight: usize,
        out: &mut impl Write,
    ) -> Fallible<()> {
        let clients = self.options.clients;
        let product = self.product(clients)?;
        let mut ours = Arm::product(&product, clients)?;
        let mut limit = Arm::limit(limit, clients, self.cores)?;
        let bytes = ours.calibrate(fanout::FRAME_BYTES)?;
        let limit_bytes = limit.calibrate(bytes)?;
        let mut rounds = Vec::new();
        for _ in 0..self.options.rounds {
            let first = limit.run(posts, in_flight)?;
            let us = ours.run(posts, in_flight)? + ours.run(posts, in_flight)?;
            rounds.push((first + limit.run(posts, in_flight)?, us));
            product.audit(&ours.take_acks())?;
        }
        let higher_is_better = in_flight > 1;
        let figure = |sample: &Sample| if higher_is_better { 1e6 / sample.cpu_micros() } else { sample.cpu_micros() };
        let arm =
            |of: fn(&(Sample, Sample)) -> &Sample| Spread::of(rounds.iter().map(|round| figure(of(round)))).median;
        let ratio = Spread::of(rounds.iter().map(|(limit, ours)| figure(ours) / figure(limit)));
        let goal = if higher_is_better { Goal::AtLeast(0.75) } else { Goal::AtMost(1.20) };
        let note = format!("{what}; {clients} clients, frame {bytes} bytes (limit {limit_bytes})");
        line(out, row, &note, arm(|round| &round.0), arm(|round| &round.1), ratio, goal)?;
        let wall = Spread::of(rounds.iter().map(|(limit, ours)| limit.wall_micros() / ours.wall_micros()));
        let (wall, goal) = if higher_is_better { (wall, "–") } else { (inverse(wall), "–") };
        writeln!(out, "| | the same by wall time | | | {wall} | {goal} | |")?;
        Ok(())
    }

    fn memory(&self, out: &mut impl Write) -> Fallible<()> {
        let mut slopes = Vec::new();
        for _ in 0..self.options.rounds.min(3) {
            let product = self.product(MANY)?;
            let mut arm = Arm::product(&product, FEW)?;
            arm.settle()?;
            let few = machine::pss(product.site.pid()?)?;
            arm.subscribe(&product, MANY)?;
            arm.settle()?;
            let many = machine::pss(product.site.pid()?)?;
            slopes.push((many as f64 - few as f64) / (MANY - FEW) as f64);
        }
        let slope = Spread::of(slopes);
        let met = Goal::AtMost(6.0).verdict(slope.median);
        writeln!(out, "| 4 | KB of PSS an idle socket, slope {FEW} → {MANY} | | | {slope} KB | ≤ 6 | {met} |")?;
        Ok(())
    }

    fn commit_limit(&self) -> Fallible<(TempDir, Program)> {
        let folder = TempDir::with_prefix_in("limit-", self.disk.path())?;
        let path = folder.path().to_str().ok_or("a folder whose name is not UTF-8")?;
        let program = Program::limit(&["limit-commit", path], self.cores)?;
        Ok((folder, program))
    }

    fn posts(&self, out: &mut impl Write) -> Fallible<()> {
        let product = self.product(1_000)?;
        let (_folder, mut limit) = self.commit_limit()?;
        for (in_flight, goal) in [(16, 0.4), (64, 0.5)] {
            let mut ours = SocketPosters::connect(&product)?;
            let (mut limits, mut us) = (Vec::new(), Vec::new());
            ours.run(POSTS / 4, in_flight)?;
            for _ in 0..self.options.rounds {
                let before = commits(&mut limit, in_flight, POSTS)?.0;
                let wall = ours.run(POSTS, in_flight)?.wall + ours.run(POSTS, in_flight)?.wall;
                thread::park_timeout(FOLDED);
                let after = commits(&mut limit, in_flight, POSTS)?.0;
                limits.push(2.0 * POSTS as f64 / (before + after));
                us.push(2.0 * POSTS as f64 / wall.as_secs_f64());
                product.audit(&ours.take_acks())?;
            }
            let note = format!("durable posts a second, {in_flight} under way over sockets");
            compare(out, 8, &note, &limits, &us, Goal::AtLeast(goal))?;
        }
        let mut ours = HttpPosters::connect(&product, 16)?;
        let (mut limits, mut us) = (Vec::new(), Vec::new());
        ours.run(POSTS_HTTP / 4)?;
        for _ in 0..self.options.rounds {
            let before = commits(&mut limit, 16, POSTS_HTTP)?.0;
            let wall = ours.run(POSTS_HTTP)? + ours.run(POSTS_HTTP)?;
            thread::park_timeout(FOLDED);
            let after = commits(&mut limit, 16, POSTS_HTTP)?.0;
            limits.push(2.0 * POSTS_HTTP as f64 / (before + after));
            us.push(2.0 * POSTS_HTTP as f64 / wall.as_secs_f64());
            product.audit(&ours.take_acks())?;
        }
        compare(out, 8, "durable posts a second, 16 posters over HTTP", &limits, &us, Goal::AtLeast(0.4))
    }

    fn latency(&self, out: &mut impl Write) -> Fallible<()> {
        let product = self.product(1_000)?;
        let (_folder, mut limit) = self.commit_limit()?;
        let mut ours = SocketPosters::connect(&product)?;
        ours.run(POSTS_SINGLE, 1)?;
        let mut rounds: Vec<[[f64; 2]; 2]> = Vec::new();
        for _ in 0..self.options.rounds {
            let before = commits(&mut limit, 1, POSTS_SINGLE)?;
            let (one, two) = (shares(&ours.run(POSTS_SINGLE, 1)?), shares(&ours.run(POSTS_SINGLE, 1)?));
            thread::park_timeout(FOLDED);
            let after = commits(&mut limit, 1, POSTS_SINGLE)?;
            rounds.push([mean([before.1, before.2], [after.1, after.2]), mean(one, two)]);
            product.audit(&ours.take_acks())?;
        }
        for (name, place) in [("p50", 0), ("p99", 1)] {
            let of = |arm: usize| -> Vec<f64> {
                let micros = rounds.iter().filter_map(|round| Some(round.get(arm)?.get(place)? * 1e6));
                micros.collect()
            };
            compare(out, 9, &format!("post to ack, one client, {name}, µs"), &of(0), &of(1), Goal::AtMost(2.0))?;
        }
        Ok(())
    }
}

/// Runs the commit limit: seconds of all, p50 and p99 of a group.
fn commits(limit: &mut Program, group: usize, posts: usize) -> Fallible<(f64, f64, f64)> {
    limit.tell(&format!("{group} {posts}"))?;
    let line = limit.line()?;
    thread::park_timeout(FOLDED);
    let mut numbers = line.split(' ').map(str::parse::<f64>);
    let mut next = || numbers.next().ok_or("a short line")?.map_err(Box::<dyn std::error::Error>::from);
    Ok((next()?, next()?, next()?))
}

fn shares(posted: &Posted) -> [f64; 2] {
    [percentile(&posted.latencies, 0.5), percentile(&posted.latencies, 0.99)]
}

fn mean([a, b]: [f64; 2], [c, d]: [f64; 2]) -> [f64; 2] {
    [(a + c) / 2.0, (b + d) / 2.0]
}

fn inverse(spread: Spread) -> Spread {
    Spread { median: 1.0 / spread.median, min: 1.0 / spread.max, max: 1.0 / spread.min }
}

/// What a first version aims at.
#[derive(Clone, Copy, Debug)]
enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

impl Goal {
    fn verdict(self, value: f64) -> &'static str {
        let met = match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        };
        if met { "met" } else { "**missed**" }
    }
}

fn compare(out: &mut impl Write, row: u32, what: &str, limit: &[f64], ours: &[f64], goal: Goal) -> Fallible<()> {
    let ratio = Spread::of(ours.iter().zip(limit).map(|(ours, limit)| ours / limit));
    let median = |values: &[f64]| Spread::of(values.iter().copied()).median;
    line(out, row, what, median(limit), median(ours), ratio, goal)
}

fn line(out: &mut impl Write, row: u32, what: &str, limit: f64, ours: f64, ratio: Spread, goal: Goal) -> Fallible<()> {
    let aim = match goal {
        Goal::AtMost(most) => format!("≤ {most:.2}"),
        Goal::AtLeast(least) => format!("≥ {least:.2}"),
    };
    let digits = if limit < 100.0 { 2 } else { 0 };
    let verdict = goal.verdict(ratio.median);
    writeln!(out, "| {row} | {what} | {limit:.digits$} | {ours:.digits$} | {ratio} | {aim} | {verdict} |")?;
    Ok(())
}
