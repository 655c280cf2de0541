//! A program that is measured: started on the server's core, ended with its handle.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use crate::{Fallible, machine, machine::Cores};

/// A running program, spoken to by lines.
pub struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts a program with all its threads on the server's core.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(mut command: Command, cores: Cores) -> Fallible<Self> {
        machine::pin(cores.server)?;
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        machine::pin(cores.generator)?;
        let mut child = started?;
        let input = child.stdin.take().ok_or("no standard input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        Ok(Self { child, input, output })
    }

    /// Starts one of this binary's own limit programs.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn limit(arguments: &[&str], cores: Cores) -> Fallible<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments);
        Self::start(command, cores)
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The next line that it prints.
    ///
    /// # Errors
    /// It has ended.
    pub fn line(&mut self) -> Fallible<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(format!("the program ended: {}", self.child.wait()?).into());
        }
        Ok(line.trim_end().to_owned())
    }

    /// Sends it a line.
    ///
    /// # Errors
    /// It has ended.
    pub fn tell(&mut self, line: &str) -> Fallible<()> {
        Ok(writeln!(self.input, "{line}")?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
