//! What the machine says about a process, and where a process may run. Reads `/proc`; Linux alone.

use std::{fs, time::Duration};

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::Fallible;

/// The cores of a run: the servers and limit programs on one, the generator on the other.
#[derive(Clone, Copy, Debug)]
pub struct Cores {
    /// Where whatever is measured runs.
    pub server: usize,
    /// Where the generator runs.
    pub generator: usize,
}

impl Cores {
    /// The first two cores that this process may use.
    ///
    /// # Errors
    /// There is one core only: the generator would be measured with the server.
    pub fn pick() -> Fallible<Self> {
        let mine = sched_getaffinity(None)?;
        let mut free = (0..CpuSet::MAX_CPU).filter(|core| mine.is_set(*core));
        match (free.next(), free.next()) {
            (Some(server), Some(generator)) => Ok(Self { server, generator }),
            _ => Err("two cores are needed, one for the server and one for the generator".into()),
        }
    }
}

/// Binds this process to a core; a child that is started next inherits it with all its threads.
///
/// # Errors
/// The core is not ours.
pub fn pin(core: usize) -> Fallible<()> {
    let mut set = CpuSet::new();
    set.set(core);
    Ok(sched_setaffinity(None, &set)?)
}

/// CPU time that all threads of a process have used, dead ones too. Steps of a tick (10 ms): measure over a second or more.
///
/// # Errors
/// There is no such process.
pub fn cpu_time(pid: u32) -> Fallible<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit_once(") ").ok_or("an odd /proc/<pid>/stat")?.1;
    let ticks: Vec<u64> = after_name.split(' ').skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    let millis = ticks.iter().sum::<u64>() * 1000 / rustix::param::clock_ticks_per_second();
    Ok(Duration::from_millis(millis))
}

/// Proportional set size of a process, in KiB. Pages of the program itself count by their share: less for each other process of it.
///
/// # Errors
/// There is no such process.
pub fn pss(pid: u32) -> Fallible<u64> {
    rollup(pid, "Pss:")
}

/// What a process keeps for itself (heap and stacks), in KiB: unlike [`pss`], the same however many others of the program run.
///
/// # Errors
/// There is no such process.
pub fn kept(pid: u32) -> Fallible<u64> {
    rollup(pid, "Pss_Anon:")
}

fn rollup(pid: u32, name: &str) -> Fallible<u64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let value = rollup.lines().find_map(|line| line.strip_prefix(name)).ok_or("an odd smaps_rollup")?;
    Ok(value.trim().trim_end_matches(" kB").parse()?)
}

/// What this machine is, in a line: a figure without it says little.
pub fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("?", |it| it.1);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    format!("{model}, Linux {}, load before the run {load}", kernel.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_works_uses_time_and_memory() {
        let pid = std::process::id();
        let before = cpu_time(pid).unwrap();
        let mut sum = 0_u64;
        while cpu_time(pid).unwrap() < before + Duration::from_millis(30) {
            sum = (0..100_000).fold(sum, |sum, n| sum.wrapping_mul(31).wrapping_add(n));
        }
        assert!(pss(pid).unwrap() > 100, "{sum}");
    }
}
