//! `decode`: stored documents, held to a contract.
//!
//! One thread reads batches of whole lines, several decode them, and this one prints. Each decoding thread has channels of its own that hold one batch,
//! and they are served in turn: order is kept without a buffer, and a slow printer stops the reader.

mod input;
mod judge;
mod report;

use std::io::{BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::exit::{Exit, Fault};
use super::print::Format;
use super::{complain, find};
use crate::registry::{ContractEntry, Registry};

use input::{Batch, Lines, Source};
use judge::{Judge, Judged};
use report::Report;

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
        let jobs = matches.get_one::<u16>("jobs").map_or_else(
            || thread::available_parallelism().map_or(1, usize::from),
            |jobs| usize::from(*jobs),
        );
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

/// Reads, decodes and tells at the same time.
fn in_turn(
    source: Source,
    longest: usize,
    jobs: usize,
    judge: &Judge,
    tell: &mut dyn FnMut(Judged) -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    thread::scope(|scope| {
        let mut batches: Vec<SyncSender<Batch>> = Vec::new();
        let mut verdicts: Vec<Receiver<Judged>> = Vec::new();
        for _ in 0..jobs {
            let (give, take) = sync_channel::<Batch>(1);
            let (told, hear) = sync_channel::<Judged>(1);
            batches.push(give);
            verdicts.push(hear);
            scope.spawn(move || {
                for batch in take {
                    // Nobody listens once the output can't be written.
                    if told.send(judge.lines(&batch)).is_err() {
                        break;
                    }
                }
            });
        }
        let reader = scope.spawn(move || read(source, longest, &batches));
        let mut failed = false;
        for verdict in verdicts.iter().cycle() {
            match verdict.recv() {
                Ok(judged) => failed |= tell(judged)?,
                // The reader has ended, and this was the first thread without a batch.
                Err(_) => break,
            }
        }
        drop(verdicts);
        match reader.join() {
            Ok(Ok(())) => Ok(failed),
            Ok(Err(fault)) => {
                complain(&fault.to_string());
                Ok(true)
            }
            Err(_) => Err(Fault::new(
                "a thread has ended early; this is a bug in driftless, please report it",
            )),
        }
    })
}

fn read(source: Source, longest: usize, batches: &[SyncSender<Batch>]) -> Result<(), Fault> {
    let mut lines = Lines::new(source, longest);
    for batch in batches.iter().cycle() {
        let Some(lines) = lines.next()? else { break };
        if batch.send(lines).is_err() {
            break;
        }
    }
    Ok(())
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
