//! Row 16: files in and out, eight at once. Each is hashed on its way back, and its row looked up.

use std::{
    io::Write,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use rusqlite::OptionalExtension as _;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Bench, Goal, compare};
use crate::{
    Fallible,
    child::Program,
    http, machine,
    noise::{Hasher, Noise},
    product::Product,
    spread::Spread,
    transfer_limit,
    upload::{Told, Upload},
};

/// Files at once, each way.
const AT_ONCE: usize = 8;
const FILE_MIB: u64 = 100;
const FILE_BYTES: u64 = FILE_MIB * 1024 * 1024;
/// How often each file goes out in one measurement: sendfile(2) costs so little that the clock of a process is too coarse for once.
const TIMES_OUT: usize = 5;
/// How often a server's memory is looked at while files move.
const LOOK: Duration = Duration::from_millis(10);
/// MB by which a server may grow while files move.
const GROWTH_MB: f64 = 32.0;

/// A file that the server has.
#[derive(Clone)]
struct Stored {
    upload: Upload,
    message_id: i64,
}

/// The server and its people.
struct Ours<'p> {
    product: &'p Product,
    pid: u32,
    /// The seed of the next file: no two are alike, or they would be stored once.
    seed: u64,
}

impl Bench<'_> {
    /// Memory first, while the server has moved no file yet; then CPU.
    pub(super) fn transfers(&self, out: &mut impl Write) -> Fallible<()> {
        let mut growths = Vec::new();
        for _ in 0..self.options.rounds.min(3) {
            let product = self.product(AT_ONCE)?;
            growths.push(Ours::of(&product)?.growth()?);
        }
        let product = self.product(AT_ONCE)?;
        let mut ours = Ours::of(&product)?;
        let folder = TempDir::with_prefix_in("limit-", self.disk.path())?;
        let path = folder.path().to_str().ok_or("a folder whose name is not UTF-8")?;
        let mut limit = Program::limit(&["limit-transfer", path, &FILE_BYTES.to_string()], self.cores)?;
        let at = limit.line()?.parse()?;

        let store = |number| transfer_limit::store(at, &Noise::new(number as u64, FILE_BYTES));
        let load = |_| {
            (0..TIMES_OUT).try_for_each(|_| match transfer_limit::load(at, &mut Hasher::default())? {
                FILE_BYTES => Ok(()),
                bytes => Err(format!("{bytes} bytes came out").into()),
            })
        };
        let [mut limit_in, mut limit_out, mut our_in, mut our_out] = [const { Vec::new() }; 4];
        for _ in 0..self.options.rounds {
            let first = cpu_micros(limit.pid(), &store)?.0;
            let (second, one) = ours.store()?;
            let (third, two) = ours.store()?;
            limit_in.push(first + cpu_micros(limit.pid(), &store)?.0);
            our_in.push(second + third);

            let first = cpu_micros(limit.pid(), &load)?.0;
            let us = ours.load(&one)? + ours.load(&two)?;
            limit_out.push(first + cpu_micros(limit.pid(), &load)?.0);
            our_out.push(us);
            one.iter().chain(&two).try_for_each(|stored| ours.delete(stored))?;
        }
        let each = |micros: Vec<f64>, times: usize| {
            let mib = (2 * AT_ONCE * times) as f64 * FILE_MIB as f64;
            micros.iter().map(|micros| micros / mib).collect::<Vec<_>>()
        };
        let what = |way| format!("CPU a MiB {way}, µs; {AT_ONCE} × {FILE_MIB} MiB at once");
        compare(out, 16, &what("in"), &each(limit_in, 1), &each(our_in, 1), Goal::AtMost(3.0))?;
        compare(out, 16, &what("out"), &each(limit_out, TIMES_OUT), &each(our_out, TIMES_OUT), Goal::AtMost(3.0))?;
        let growth = Spread::of(growths);
        let verdict = Goal::AtMost(GROWTH_MB).verdict(growth.median);
        writeln!(
            out,
            "| 16 | peak growth of PSS, {AT_ONCE} in and {AT_ONCE} out at once | | | {growth} MB | ≤ {GROWTH_MB} | {verdict} |"
        )?;
        Ok(())
    }
}

impl<'p> Ours<'p> {
    fn of(product: &'p Product) -> Fallible<Self> {
        Ok(Self { product, pid: product.site.pid()?, seed: 0 })
    }

    /// The next file of a person.
    fn next(&mut self, person: usize) -> Upload {
        self.seed += 1;
        Upload {
            to: self.product.site.address(),
            room: self.product.room.clone(),
            cookie: self.product.cookie_of(person).to_owned(),
            client_id: Uuid::new_v4(),
            files: vec![(format!("file {}.bin", self.seed), Noise::new(self.seed, FILE_BYTES))],
        }
    }

    /// Sends files in: the server's CPU, and the files.
    fn store(&mut self) -> Fallible<(f64, Vec<Stored>)> {
        let uploads: Vec<Upload> = (0..AT_ONCE).map(|person| self.next(person)).collect();
        let (micros, stored) = cpu_micros(self.pid, &|number| send(uploads.get(number)))?;
        stored.iter().try_for_each(|stored| self.audit(stored))?;
        Ok((micros, stored))
    }

    /// Takes files out: the server's CPU.
    fn load(&self, stored: &[Stored]) -> Fallible<f64> {
        Ok(cpu_micros(self.pid, &|number| (0..TIMES_OUT).try_for_each(|_| take(stored.get(number))))?.0)
    }

    /// By how many MB the server grows at most while files come in and go out together.
    fn growth(&mut self) -> Fallible<f64> {
        let (pid, is_over) = (self.pid, AtomicBool::new(false));
        let before = machine::pss(pid)?;
        let peak = thread::scope(|scope| {
            let watch = scope.spawn(|| {
                let mut peak = before;
                while !is_over.load(Ordering::Relaxed) {
                    peak = peak.max(machine::pss(pid).unwrap_or(u64::MAX));
                    thread::park_timeout(LOOK);
                }
                peak
            });
            let moved = self.store().and_then(|(_, stored)| {
                let uploads: Vec<Upload> = (0..AT_ONCE).map(|person| self.next(person)).collect();
                all_at_once(2 * AT_ONCE, &|number| match number.checked_sub(AT_ONCE) {
                    None => send(uploads.get(number)).map(drop),
                    Some(number) => take(stored.get(number)),
                })
            });
            is_over.store(true, Ordering::Relaxed);
            let peak = watch.join().map_err(|_| "the memory was not watched")?;
            moved.map(|_| peak)
        })?;
        Ok((peak - before) as f64 / 1024.0)
    }

    /// Looks an acknowledged file up: there once, under its message, with its name, size and hash.
    fn audit(&self, stored: &Stored) -> Fallible<()> {
        let (name, noise) = stored.upload.files.first().ok_or("a message without files")?;
        let database = self.product.site.database()?;
        let mut rows = database.prepare(
            "SELECT a.name, a.size, a.hash FROM attachments a JOIN messages m ON m.id = a.message_id
             WHERE m.id = ?1 AND m.client_id = ?2 AND a.n = 1",
        )?;
        let key = (stored.message_id, stored.upload.client_id.into_bytes());
        let row = rows
            .query_row(key, |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, [u8; 32]>(2)?)))
            .optional()?;
        if row != Some((name.clone(), FILE_BYTES as i64, noise.hash()?)) {
            return Err(format!("acknowledged {:?}, stored {row:?}", stored.upload).into());
        }
        Ok(())
    }

    /// Makes room on the disk.
    fn delete(&self, stored: &Stored) -> Fallible<()> {
        let path = format!("/delete-content/{}/all/", stored.message_id);
        let deleted = http::request(stored.upload.to, &path, &stored.upload.cookie, Some(""))?;
        if deleted.status < 400 { Ok(()) } else { Err(format!("not deleted: {deleted:?}").into()) }
    }
}

fn send(upload: Option<&Upload>) -> Fallible<Stored> {
    let upload = upload.ok_or("no such file")?.clone();
    match upload.send()? {
        Told::Acked { message_id } => Ok(Stored { upload, message_id }),
        refused => Err(format!("{refused:?}").into()),
    }
}

/// Takes a file out and compares it with what was sent in.
fn take(stored: Option<&Stored>) -> Fallible<()> {
    let Stored { upload, message_id } = stored.ok_or("no such file")?;
    let (mut hasher, path) = (Hasher::default(), format!("/download/{message_id}/"));
    let answer = http::fetch(upload.to, &path, &upload.cookie, None, &mut hasher)?;
    let (_, noise) = upload.files.first().ok_or("a message without files")?;
    let is_same = answer.status == 200 && hasher.hash() == noise.hash()?;
    if is_same { Ok(()) } else { Err(format!("another file came out: {answer:?}").into()) }
}

/// Does a job [`AT_ONCE`] times at once; the microseconds of CPU that a process used for it.
fn cpu_micros<T: Send>(pid: u32, job: &(impl Fn(usize) -> Fallible<T> + Sync)) -> Fallible<(f64, Vec<T>)> {
    let before = machine::cpu_time(pid)?;
    let done = all_at_once(AT_ONCE, job)?;
    Ok(((machine::cpu_time(pid)? - before).as_secs_f64() * 1e6, done))
}

fn all_at_once<T: Send>(times: usize, job: &(impl Fn(usize) -> Fallible<T> + Sync)) -> Fallible<Vec<T>> {
    thread::scope(|scope| {
        let jobs: Vec<_> =
            (0..times).map(|number| scope.spawn(move || job(number).map_err(|error| error.to_string()))).collect();
        jobs.into_iter().map(|job| Ok(job.join().map_err(|_| "a transfer panicked")??)).collect()
    })
}
