//! `decode`: decodes stored documents by a contract.
//!
//! Several threads take batches of whole lines from the file, one at a time, and decode them; this
//! one prints in the file's order. The rooms for batches go round: there are so many of them,
//! whatever the file's size, and a slow printer, or a slow batch, stops who is ahead of it.

mod input;
mod judge;
mod report;

use std::any::Any;
use std::collections::BTreeMap;
use std::io::{BufWriter, IsTerminal, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{EXIT_CODES, format};
use super::exit::{Exit, Fault};
use super::print::Format;
use super::{complain, find};
use crate::registry::{ContractEntry, Registry};

use input::{Lines, Source};
use judge::{Judge, Judged};
use report::Report;

/// Returns the command and its arguments.
#[allow(clippy::too_many_lines, reason = "a list of arguments")]
pub(super) fn command() -> clap::Command {
    clap::Command::new("decode")
        .about("Decodes stored documents by a contract and shows every deviation as file:line:pointer")
        .after_help(format!(
            "Files that start like gzip are unpacked. Without --json or --jsonl, a file whose name ends in .json holds one document, any \
             other one document per line; blank lines are skipped. Memory does not grow with the file: no more than a few batches of 256 KiB, or a few of \
             the longest lines, per job are held.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("contract")
                .value_name("CONTRACT")
                .required(true)
                .help("The contract's name, as `list` shows it"),
        )
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .help("Files to read; `-` or none: standard input")
                .num_args(0..)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(format())
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .conflicts_with("jsonl")
                .help("Each file holds one document"),
        )
        .arg(
            Arg::new("jsonl")
                .long("jsonl")
                .action(ArgAction::SetTrue)
                .help("Each line holds one document"),
        )
        .arg(
            Arg::new("summary")
                .long("summary")
                .action(ArgAction::SetTrue)
                .help("Prints only the counts by kind of drift"),
        )
        .arg(
            Arg::new("jobs")
                .long("jobs")
                .value_name("N")
                .value_parser(value_parser!(u16).range(1..=256))
                .help("Threads that decode, at most one for each processor [default: one for each]"),
        )
        .arg(
            Arg::new("max-document")
                .long("max-document")
                .value_name("BYTES")
                .default_value("268435456")
                .value_parser(value_parser!(u64).range(1..))
                .help("The longest document that is read; a longer one is an error"),
        )
        .arg(
            Arg::new("no-progress")
                .long("no-progress")
                .action(ArgAction::SetTrue)
                .help("Shows no progress bar; there is one on a terminal only"),
        )
}

/// Decodes every file that is named; one that can't be read does not stop the others.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let name = matches
        .get_one::<String>("contract")
        .map_or("", String::as_str);
    let command = Command::of(find::contract(registry, name)?, matches);
    let files: Vec<PathBuf> = matches.get_many("files").map_or_else(
        || vec![PathBuf::from("-")],
        |files| files.cloned().collect(),
    );
    let bar = progress(&files, matches.get_flag("no-progress"));
    let mut report = Report::new(command.format, command.summary);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut failed = false;
    for file in &files {
        let source = match Source::open(file, &bar) {
            Ok(source) => source,
            Err(fault) => {
                failed = true;
                bar.suspend(|| complain(&fault.to_string()));
                continue;
            }
        };
        failed |= command.file(source, &bar, &mut report, &mut out)?;
    }
    bar.finish_and_clear();
    report.summary(&registry.shown(&command.contract), &mut out)?;
    out.flush()?;
    Ok(match (failed, report.drifted()) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Found,
        (false, false) => Exit::Clean,
    })
}

/// The arguments, read.
struct Command {
    contract: ContractEntry,
    format: Format,
    summary: bool,
    /// One document per file, or one per line; by the file's name if nothing is said.
    whole: Option<bool>,
    jobs: usize,
    longest: usize,
}

impl Command {
    fn of(contract: ContractEntry, matches: &ArgMatches) -> Self {
        let whole = match (matches.get_flag("json"), matches.get_flag("jsonl")) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        };
        // Decoding never waits: threads beyond the processors would only take memory.
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let jobs = matches
            .get_one::<u16>("jobs")
            .map_or(processors, |jobs| usize::from(*jobs).min(processors));
        let longest = matches
            .get_one::<u64>("max-document")
            .and_then(|longest| usize::try_from(*longest).ok());
        Self {
            contract,
            format: Format::of(matches),
            summary: matches.get_flag("summary"),
            whole,
            jobs,
            longest: longest.unwrap_or(usize::MAX),
        }
    }

    /// Decodes one file; whether something could not be read.
    fn file(
        &self,
        source: Source,
        bar: &ProgressBar,
        report: &mut Report,
        out: &mut impl Write,
    ) -> Result<bool, Fault> {
        let judge = Judge {
            contract: self.contract,
            name: source.name.clone(),
            format: self.format,
            longest: self.longest,
            silent: self.summary,
        };
        let whole = self.whole.unwrap_or_else(|| source.holds_one());
        let mut tell = |judged: Judged| -> Result<bool, Fault> {
            let failed = !judged.faults.is_empty();
            bar.suspend(|| judged.faults.iter().for_each(|fault| complain(fault)));
            if !judged.text.is_empty() {
                bar.suspend(|| out.write_all(&judged.text))?;
            }
            report.add(&judge.name, judged);
            Ok(failed)
        };
        if whole {
            return match input::whole(source, self.longest) {
                Ok(bytes) => tell(judge.whole(&bytes)),
                Err(fault) => {
                    bar.suspend(|| complain(&fault.to_string()));
                    Ok(true)
                }
            };
        }
        in_turn(source, self.longest, self.jobs, &judge, &mut tell)
    }
}

/// Rooms for batches besides two for each decoding thread; so many verdicts may wait for an earlier
/// one.
const ROOMS: usize = 8;

/// Reads, decodes and reports in one thread.
fn in_turn(
    source: Source,
    longest: usize,
    jobs: usize,
    judge: &Judge,
    tell: &mut dyn FnMut(Judged) -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    let lines = Mutex::new(Lines::new(source, longest));
    let rooms = jobs.saturating_mul(2).saturating_add(ROOMS);
    let (give_room, take_room) = sync_channel(rooms);
    let take_room = Mutex::new(take_room);
    for _ in 0..rooms {
        // There is a place for each.
        let _given = give_room.try_send(Vec::new());
    }
    thread::scope(|scope| {
        // Dropped with this closure, so that nobody waits for a room that won't come.
        let give_room = give_room;
        let (told, hear) = sync_channel::<Told>(rooms);
        let (lines, take_room) = (&lines, &take_room);
        let work = |told: SyncSender<Told>| move || decode_all(lines, take_room, judge, &told);
        let start = |_| thread::Builder::new().spawn_scoped(scope, work(told.clone()));
        let mut threads = Vec::new();
        for started in (0..jobs).map(start) {
            match started {
                Ok(thread) => threads.push(thread),
                // Those that there are do the work of those that there can't be.
                Err(error) if threads.is_empty() => {
                    return Err(Fault::new(format!("can't start a thread: {error}")));
                }
                Err(_) => break,
            }
        }
        drop(told);
        let mut failed = false;
        let mut early = BTreeMap::new();
        let mut next = 0;
        for verdict in hear {
            early.insert(verdict.number, verdict);
            while let Some(verdict) = early.remove(&next) {
                failed |= tell(verdict.judged.map_err(panicked)?)?;
                // Nobody takes it once all is read.
                let _given = give_room.try_send(verdict.room);
                next += 1;
            }
        }
        for thread in threads {
            if let Err(fault) = thread.join().map_err(panicked)? {
                complain(&fault.to_string());
                failed = true;
            }
        }
        Ok(failed)
    })
}

/// The panic's message has been printed.
fn panicked(_: Box<dyn Any + Send>) -> Fault {
    Fault::new(
        "a check or the decoder has panicked, see the message above; unless it was a check of yours, this is a bug in driftless, please report it",
    )
}

/// The verdict on a batch, and the room that it had.
struct Told {
    number: u64,
    /// A panic, say of a user's check, is handed on, since nobody gives up waiting for this
    /// verdict.
    judged: thread::Result<Judged>,
    room: Vec<u8>,
}

/// Reads and decodes batches until there are none or nobody listens.
fn decode_all(
    lines: &Mutex<Lines>,
    rooms: &Mutex<Receiver<Vec<u8>>>,
    judge: &Judge,
    told: &SyncSender<Told>,
) -> Result<(), Fault> {
    // Room first: whoever holds a batch never waits for one that comes later.
    loop {
        let room = locked(rooms).recv();
        let Ok(room) = room else { break };
        let read = locked(lines).next(Lines::room(room))?;
        let Some(batch) = read else { break };
        let verdict = Told {
            number: batch.number,
            judged: catch_unwind(AssertUnwindSafe(|| judge.lines(&batch))),
            room: batch.bytes,
        };
        if told.send(verdict).is_err() {
            break;
        }
    }
    Ok(())
}

/// Data that another thread left when it panicked is still good: the panic itself is reported.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A bar over the bytes of all files, on a terminal.
fn progress(files: &[PathBuf], off: bool) -> ProgressBar {
    if off || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |found| found.len());
    let bar = ProgressBar::new(files.iter().map(size).sum());
    let style =
        ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec}, {eta} to go");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A file's bytes, counted by the bar.
fn opened(path: &Path, bar: &ProgressBar) -> std::io::Result<Box<dyn Read + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(bar.wrap_read(std::io::stdin())));
    }
    Ok(Box::new(bar.wrap_read(std::fs::File::open(path)?)))
}
