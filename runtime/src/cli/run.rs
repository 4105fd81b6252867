//! `run`: a prompt asked about every row of a file.

mod show;

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::exit::{Exit, Fault};
use super::named::{self, Named};
use super::{complain, find};
use crate::catalogue::Catalogue;
use crate::clock::SystemClock;
use crate::money::Usd;
use crate::plan::{CallOptions, Shared, solo};
use crate::provider::without_keys;
use crate::registry::Registry;
use crate::retry::{Retry, RetryBudget};
use crate::run::{Corpus, InputFormat, Options, PauseReason, RunError, Stop, Summary};
use crate::served::Served;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    Command::new("run")
        .about("Asks a prompt about every row of a file, and writes values, drifts, failures and receipts into a folder")
        .after_help("Everything is kept in the folder's journal: run the same again after a stop, a kill, a failure or with a higher budget, and no answer is paid twice. \
             The first Ctrl-C lets calls under way end, the second cancels them.\n\nExit codes: 0 every document has a value, 1 some drifted, failed or were skipped, 2 could not run, 3 paused: the same command goes on, 130 was stopped.")
        .arg(Arg::new("prompt").value_name("PROMPT").required(true).help("The prompt's name, as `list` shows it"))
        .arg(path("input", "FILE").short('i').required(true).help("The documents: JSON Lines or CSV, plain, gzip or Zstandard; `-` is standard input"))
        .arg(path("output", "FOLDER").short('o').required(true).help("The folder of the results and the journal"))
        .arg(Arg::new("model").long("model").value_name("VENDOR/MODEL").required(true).help("The model that is asked; its key is taken from the environment"))
        .arg(Arg::new("input-format").long("input-format").value_name("NAME").value_parser(PossibleValuesParser::new(["jsonl", "csv"])).help("The layout of the input; by its name if not given"))
        .arg(Arg::new("id").long("id").value_name("COLUMN").help("The column of the documents' ids [default: id]"))
        .arg(flag("ignore-unknown").help("Passes over columns that the prompt doesn't have"))
        .arg(flag("skip-invalid").help("Passes over rows that are no documents, and lists them in invalid.jsonl"))
        .arg(Arg::new("concurrency").long("concurrency").value_name("CALLS").value_parser(value_parser!(u16).range(1..=1024)).help("The most calls at a time [default: 16]"))
        .arg(Arg::new("max-output-tokens").long("max-output-tokens").value_name("N").value_parser(value_parser!(u32).range(1..)).help("The model's output limit"))
        .arg(Arg::new("repair").long("repair").value_name("N").value_parser(value_parser!(u32).range(0..=10)).help("How often an answer that drifted is sent back to the model [default: 0]"))
        .arg(Arg::new("budget").long("budget").value_name("USD").value_parser(value_parser!(Usd)).help("The most that the run may cost, earlier runs on its journal included"))
        .arg(Arg::new("first").long("first").value_name("N").value_parser(value_parser!(u64).range(1..)).help("Asks about the first N documents only"))
        .arg(Arg::new("every").long("every").value_name("N").value_parser(value_parser!(u64).range(1..)).help("Asks about every Nth document only"))
        .arg(Arg::new("stop-at-drift").long("stop-at-drift").value_name("SHARE").value_parser(value_parser!(f64)).help("Pauses once more than this share of the answers drifted, from 0 to 1"))
        .arg(Arg::new("stop-after-failures").long("stop-after-failures").value_name("N").value_parser(value_parser!(u64).range(1..)).help("Pauses after so many failed calls one after another [default: 20]"))
        .arg(flag("retry-failed").help("Asks again about documents that failed in an earlier run"))
        .arg(flag("new-generation").help("Goes on with a journal of another prompt, contract, model or input; answers that would be asked for in the same words stay"))
        .arg(flag("no-receipts").help("Keeps no receipts"))
        .arg(flag("dry-run").help("Makes no call; shows the number of calls and what they can cost"))
        .arg(flag("no-progress").help("Shows no progress"))
        .arg(flag("json").help("Writes events as JSON Lines to standard output: progress, at most one a second, and the summary"))
}

fn path(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .value_parser(value_parser!(PathBuf))
}

fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

/// Makes a run.
pub(super) fn run(registry: &Registry, named: &Named, matches: &ArgMatches) -> Result<Exit, Fault> {
    let is_dry = matches.get_flag("dry-run");
    let made = || corpus(registry, named, matches);
    let mut corpus = if is_dry { without_keys(made) } else { made() }?;
    let is_json = matches.get_flag("json");
    let mut out = BufWriter::new(std::io::stdout().lock());
    if is_dry {
        let estimate = corpus.estimate();
        let estimate = estimate.map_err(|error| Fault::new(error.to_string()))?;
        show::estimate(&estimate, &mut out)?;
        out.flush()?;
        return Ok(Exit::Clean);
    }
    drop(out);
    let shown = show::Shown::new(is_json, matches.get_flag("no-progress"));
    let observer = Arc::clone(&shown);
    corpus.options.observe = Some(Arc::new(move |progress| observer.progress(progress)));
    let ended = asked(&corpus);
    shown.end();
    let mut out = BufWriter::new(std::io::stdout().lock());
    match ended {
        Some(Ok(summary)) => {
            show::summary(&summary, is_json, &mut out)?;
            out.flush()?;
            Ok(found(&summary))
        }
        Some(Err(RunError::Paused(paused))) => {
            show::summary(&paused.summary, is_json, &mut out)?;
            out.flush()?;
            complain(&paused.to_string());
            Ok(match paused.reason {
                PauseReason::Stopped => Exit::Stopped,
                _ => Exit::Paused,
            })
        }
        Some(Err(error)) => Err(Fault::new(error.to_string())),
        None => {
            complain("cancelled; run the same again to go on");
            Ok(Exit::Stopped)
        }
    }
}

fn found(summary: &Summary) -> Exit {
    if summary.ends.values == summary.documents && summary.invalid == 0 {
        Exit::Clean
    } else {
        Exit::Found
    }
}

/// Returns the run that the arguments describe.
fn corpus(registry: &Registry, named: &Named, matches: &ArgMatches) -> Result<Corpus, Fault> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let number = |name: &str| matches.get_one::<u64>(name).copied();
    let prompt = find::prompt(registry, &text("prompt").unwrap_or_default())?;
    let mut model = named::model(named, &text("model").unwrap_or_default())?;
    if let Some(limit) = matches.get_one::<u32>("max-output-tokens") {
        model = model.max_output_tokens(*limit);
    }
    let shared = Shared {
        budget: None,
        // A run has time: it waits out what a call of a program would not.
        retry: Retry::up_to(3).longest_asked(Duration::from_secs(300)),
        retry_budget: RetryBudget::default(),
        accepted: vec![Served::AsRequested, Served::Snapshot],
        repair: matches.get_one("repair").copied().unwrap_or_default(),
        catalogue: Catalogue::builtin(),
        clock: Arc::new(SystemClock),
    };
    let plan = solo(&prompt, model, &shared).map_err(|error| Fault::new(error.to_string()))?;
    let mut options = Options {
        input: matches.get_one::<PathBuf>("input").cloned(),
        output: matches
            .get_one::<PathBuf>("output")
            .cloned()
            .unwrap_or_default(),
        budget: matches.get_one::<Usd>("budget").copied(),
        first: number("first"),
        most_drift: matches.get_one::<f64>("stop-at-drift").copied(),
        retry_failed: matches.get_flag("retry-failed"),
        new_generation: matches.get_flag("new-generation"),
        skip_invalid: matches.get_flag("skip-invalid"),
        receipts: !matches.get_flag("no-receipts"),
        stop: Stop::new(),
        ..Options::default()
    };
    options.layout.format = text("input-format").map(|name| match name.as_str() {
        "csv" => InputFormat::Csv,
        _ => InputFormat::JsonLines,
    });
    options.layout.lenient = matches.get_flag("ignore-unknown");
    options.layout.id = text("id").unwrap_or(options.layout.id);
    options.every = number("every").unwrap_or(options.every);
    let failures = number("stop-after-failures");
    options.failures_in_a_row = failures.unwrap_or(options.failures_in_a_row);
    if let Some(calls) = matches.get_one::<u16>("concurrency") {
        options.concurrency = usize::from(*calls);
    }
    Ok(Corpus {
        prompt,
        plan,
        call: CallOptions::new(),
        options,
    })
}

/// Asks, until all is done or somebody stops it: the first Ctrl-C lets calls under way end, a
/// second one cancels them (`None`).
fn asked(corpus: &Corpus) -> Option<Result<Summary, RunError>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let problem = format!("no runtime could be started: {error}");
            return Some(Err(RunError::Settings(vec![problem])));
        }
    };
    runtime.block_on(async {
        let run = corpus.run();
        tokio::pin!(run);
        let stop = &corpus.options.stop;
        loop {
            tokio::select! {
                ended = &mut run => return Some(ended),
                _pressed = tokio::signal::ctrl_c() => {
                    if stop.is_asked() {
                        return None;
                    }
                    stop.ask();
                    complain("stopping once the calls under way have ended; press Ctrl-C again to cancel them");
                }
            }
        }
    })
}
