//! What a comparison of the rows with the folder says, for a log, a socket and a terminal alike.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// Addresses that a log names of each kind of finding.
const NAMED_IN_LOG: usize = 3;

/// What was compared, and what was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How much was compared.
    pub sums: Sums,
    /// What is not as it should be.
    pub findings: Vec<Finding>,
}

/// How much was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Addresses that rows name.
    pub addresses: u64,
    /// Files in the folder.
    pub files: u64,
    /// Thumbnails in the folder.
    pub thumbnails: u64,
    /// Bytes of both.
    pub bytes: u64,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// The address, or the path below the folder.
    pub at: String,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Rows name an address without a file.
    NoFile,
    /// Rows name a picture without a thumbnail.
    NoThumbnail,
    /// The file is longer or shorter than its rows say.
    OtherSize,
    /// The file's bytes are not those of its address.
    OtherBytes,
    /// The disk does not give the file's bytes, or does not tell what is in a folder.
    Unreadable,
    /// No row names this file or thumbnail.
    NoRow,
    /// Something that is no file of an address.
    Stranger,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoFile => "a row without its file",
            Self::NoThumbnail => "a picture without its thumbnail",
            Self::OtherSize => "a file of another size than its row says",
            Self::OtherBytes => "a file with other bytes than it was sent with",
            Self::Unreadable => "a file or a folder that cannot be read",
            Self::NoRow => "a file without a row",
            Self::Stranger => "something that is no file of a message",
        })
    }
}

/// One line, whatever a stranger is called.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.fault, self.at.escape_debug())
    }
}

impl fmt::Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { addresses, files, thumbnails, bytes } = self;
        write!(f, "{addresses} addresses in rows, {files} files, {thumbnails} thumbnails, {bytes} bytes")
    }
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, more: Self) {
        self.addresses += more.addresses;
        self.files += more.files;
        self.thumbnails += more.thumbnails;
        self.bytes += more.bytes;
    }
}

/// Reports as a log tells them: how many findings of each kind and where the first ones are, however many there were.
#[derive(Debug, Default)]
pub struct Summary {
    /// How much was compared.
    pub sums: Sums,
    faults: BTreeMap<Fault, (usize, Vec<String>)>,
}

impl Summary {
    /// Takes a report in.
    pub fn add(&mut self, report: &Report) {
        self.sums += report.sums;
        for finding in &report.findings {
            let (count, named) = self.faults.entry(finding.fault).or_default();
            *count += 1;
            if named.len() < NAMED_IN_LOG {
                named.push(finding.at.escape_debug().to_string());
            }
        }
    }

    /// A line for each kind of finding.
    pub fn faults(&self) -> impl Iterator<Item = String> {
        self.faults.iter().map(|(fault, (count, named))| {
            let more = if *count > named.len() { ", …" } else { "" };
            format!("{fault} ({count}): {}{more}", named.join(", "))
        })
    }
}
