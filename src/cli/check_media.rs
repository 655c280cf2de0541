//! `--check-media`: the files of messages against the database, through the server that runs on the data folder, or straight when
//! none does. A line for each fault on standard output, and one at the end that says how much was compared. Nothing that is found
//! is changed: what lost its last row in good order and what had not arrived when a server ended goes first, as it does with each start.

use actors::store::{Options, Store};

use super::say;
use crate::{
    config::Config,
    control::{self, Answer, Lock, News, Request},
    error::{Error, Result},
    media::{Examination, Finding, Media, Report, Sums},
};

/// What has been told so far.
#[derive(Default)]
struct Told {
    sums: Sums,
    faults: usize,
}

/// Checks and prints. An error when anything is not as it should be.
pub(super) fn run(config: &Config) -> Result<()> {
    if !config.data.database().exists() {
        return Err(Error::Start(format!("data folder: {} has no livechat.db", config.data.root().display())));
    }
    let mut told = Told::default();
    actix_web::rt::System::new().block_on(check(config, &mut told))?;
    say(&told.sums.to_string())?;
    match told.faults {
        0 => Ok(()),
        1 => Err(Error::Start("1 fault was found".into())),
        faults => Err(Error::Start(format!("{faults} faults were found"))),
    }
}

async fn check(config: &Config, told: &mut Told) -> Result<()> {
    let Some(_lock) = Lock::take(&config.data)? else {
        let asked = control::ask_and_hear(&config.data, &Request::CheckMedia, |news| match news {
            News::Found(finding) => told.fault(&finding),
            News::Compared(sums) => told.compared(sums),
        });
        return match asked.await? {
            Answer::Done => Ok(()),
            Answer::Refused { code, .. } => Err(Error::Start(format!("not checked to the end: {code}"))),
        };
    };
    let store = Store::open(Options::new(config.data.database()))?;
    let checked = check_alone(config, &store, told).await;
    store.stop().await?;
    checked
}

async fn check_alone(config: &Config, store: &Store, told: &mut Told) -> Result<()> {
    let media = Media::open(config.data.media(), config.media, config.program.clone(), store.clone())?;
    let checked = media.examine(Examination::Check, async |Report { sums, findings }| {
        findings.iter().try_for_each(|finding| told.fault(finding))?;
        told.compared(sums)
    });
    checked.await
}

impl Told {
    fn fault(&mut self, finding: &Finding) -> Result<()> {
        self.faults += 1;
        say(&finding.to_string())
    }

    fn compared(&mut self, sums: Sums) -> Result<()> {
        self.sums += sums;
        Ok(())
    }
}
