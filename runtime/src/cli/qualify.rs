//! `qualify`: holds candidates against a reference, and keeps the verdict in `contracts.lock`.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{self, format};
use super::exit::{Exit, Fault};
use super::named::{self, Named};
use super::print::Format;
use super::{complain, find};
use crate::lock;
use crate::money::Usd;
use crate::plan::AnyModel;
use crate::provider::without_keys;
use crate::qualify::{
    Bout, DataFormat, Design, Estimate, Options, Prepared, QualificationOutcome,
    QualificationProgress, QualifyError, Requirement, Stop, Verdict, report,
};
use crate::registry::Registry;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    Command::new("qualify")
        .about("Holds candidates against the model whose place they would take, on your own data")
        .after_help("The verdict goes into the lock, which `build()` reads. Answers are kept in a journal: run the same again after a stop, a kill or a failure, and none of them is paid twice. \
             The first Ctrl-C lets calls under way end, the second cancels them.\n\nExit codes: 0 every candidate passed, 1 one failed or has too few items, 2 could not run, 130 was stopped.")
        .arg(Arg::new("prompt").value_name("PROMPT").required(true).help("The prompt's name, as `list` shows it"))
        .arg(file("data").required(true).help("The data set: one {\"id\", \"input\", \"expected\"?, \"cluster\"?, \"weight\"?, \"metadata\"?} a line"))
        .arg(Arg::new("data-format").long("data-format").value_name("NAME").value_parser(value_parser!(DataFormat)).help("The layout of its lines: native, item, inputs-expectations, vars or input-ideal; recognised by the first line if not given"))
        .arg(Arg::new("reference").long("reference").value_name("VENDOR/MODEL").required(true).help("The model whose place would be taken; its key is taken from the environment"))
        .arg(Arg::new("candidate").long("candidate").value_name("VENDOR/MODEL").required(true).action(ArgAction::Append).help("A model that may stand in; repeatable"))
        .arg(Arg::new("judge").long("judge").value_name("VENDOR/MODEL").help("The model that compares fields with a rubric; two calls for each pair of values that differ"))
        .arg(number("margin", "PART").help("By how much a candidate may be worse, as a part of all items [default: 0.05]"))
        .arg(number("alpha", "PART").help("The chance of passing one that is worse by that [default: 0.05]"))
        .arg(Arg::new("fixed").long("fixed").value_name("ITEMS").value_parser(value_parser!(u64).range(1..)).help("Judges exactly so many items; without it, the run stops once it knows"))
        .arg(Arg::new("least-items").long("least-items").value_name("ITEMS").value_parser(value_parser!(u64).range(1..)).help("Fewer items pass nobody [default: 50]"))
        .arg(Arg::new("seed").long("seed").value_name("N").value_parser(value_parser!(u64)).help("Draws the order of the items [default: 0]"))
        .arg(Arg::new("concurrency").long("concurrency").value_name("CALLS").value_parser(value_parser!(u16).range(1..=256)).help("Calls at a time [default: 8]"))
        .arg(Arg::new("max-output-tokens").long("max-output-tokens").value_name("N").value_parser(value_parser!(u32).range(1..)).help("The output limit of every model, the judge included"))
        .arg(Arg::new("budget").long("budget").value_name("USD").value_parser(value_parser!(Usd)).help("The most that all calls may cost, those in the journal included; a call that a kill cut off counts its worst case"))
        .arg(file("journal").help("Where answers are kept [default: the data set's name and `.journal`]"))
        .arg(file("report").help("Writes a page for people (HTML)"))
        .arg(args::lock("The evidence"))
        .arg(flag("dry-run").help("Makes no call; shows the number of calls and their highest cost"))
        .arg(flag("no-progress").help("Shows no progress bar; there is one on a terminal only"))
        .arg(format())
}

fn file(name: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
}

fn number(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .value_parser(value_parser!(f64))
}

fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

/// Runs a qualification.
pub(super) fn run(registry: &Registry, named: &Named, matches: &ArgMatches) -> Result<Exit, Fault> {
    let is_dry = matches.get_flag("dry-run");
    let bout = if is_dry {
        without_keys(|| bout(registry, named, matches))?
    } else {
        bout(registry, named, matches)?
    };
    let stop = bout.options.stop.clone();
    let bar = bar(matches.get_flag("no-progress"));
    let mut bout = bout;
    let shown = bar.clone();
    bout.options.observe = Some(Arc::new(move |progress| show(&shown, progress)));
    let prepared = bout
        .prepare()
        .map_err(|error| Fault::new(error.to_string()))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    tell_estimate(&prepared.estimate, &mut std::io::stderr())?;
    if is_dry {
        out.flush()?;
        return Ok(Exit::Clean);
    }
    let outcome = match asked(&prepared, &stop) {
        Ok(outcome) => outcome,
        Err(error) => {
            bar.finish_and_clear();
            let stopped = error.is_stopped();
            complain(&error.to_string());
            return Ok(if stopped { Exit::Stopped } else { Exit::Failed });
        }
    };
    bar.finish_and_clear();
    if let Some(path) = matches.get_one::<PathBuf>("report") {
        // A link stays a link.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_absent| path.clone());
        lock::replace(&target, &report::page(&outcome))
            .map_err(|error| Fault::writing(path, &error))?;
    }
    let path = matches.get_one::<PathBuf>("lock");
    let path = path.map_or(Path::new(lock::FILE), PathBuf::as_path);
    lock::update(path, outcome.entries()).map_err(|error| Fault::new(error.to_string()))?;
    tell(&outcome, Format::of(matches), &mut out)?;
    out.flush()?;
    let mut candidates = outcome.candidates.iter();
    Ok(
        if candidates.all(|candidate| candidate.verdict == Verdict::Passed) {
            Exit::Clean
        } else {
            Exit::Found
        },
    )
}

/// Returns the candidate and the reference of a qualification.
fn bout(registry: &Registry, named: &Named, matches: &ArgMatches) -> Result<Bout, Fault> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let prompt = find::prompt(registry, &text("prompt").unwrap_or_default())?;
    let limit = matches.get_one::<u32>("max-output-tokens").copied();
    let model = |text: &str| -> Result<AnyModel, Fault> {
        let model = named::model(named, text)?;
        Ok(match limit {
            Some(limit) => model.max_output_tokens(limit),
            None => model,
        })
    };
    let candidates = matches.get_many::<String>("candidate").unwrap_or_default();
    let data = matches.get_one::<PathBuf>("data").cloned();
    let beside = data.as_ref().map(|data| {
        let mut name = data.clone().into_os_string();
        name.push(".journal");
        PathBuf::from(name)
    });
    let mut options = Options {
        journal: matches.get_one::<PathBuf>("journal").cloned().or(beside),
        format: matches.get_one("data-format").copied(),
        budget: matches.get_one::<Usd>("budget").copied(),
        stop: Stop::new(),
        ..Options::default()
    };
    let number = |name: &str| matches.get_one::<f64>(name).copied();
    options.margin = number("margin").unwrap_or(options.margin);
    options.alpha = number("alpha").unwrap_or(options.alpha);
    options.seed = matches.get_one("seed").copied().unwrap_or(options.seed);
    options.least = matches
        .get_one("least-items")
        .copied()
        .unwrap_or(options.least);
    if let Some(items) = matches.get_one::<u64>("fixed") {
        options.design = Design::Fixed { items: *items };
    }
    if let Some(calls) = matches.get_one::<u16>("concurrency") {
        options.concurrency = usize::from(*calls);
    }
    Ok(Bout {
        prompt,
        reference: model(&text("reference").unwrap_or_default())?,
        candidates: candidates
            .map(|name| model(name))
            .collect::<Result<_, _>>()?,
        judge: text("judge").map(|name| model(&name)).transpose()?,
        data,
        options,
    })
}

/// Asks, until all is known or somebody stops it: the first Ctrl-C lets calls under way end, a
/// second one cancels them.
fn asked(prepared: &Prepared, stop: &Stop) -> Result<QualificationOutcome, QualifyError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| {
        QualifyError::Settings(vec![format!("no runtime could be started: {error}")])
    })?;
    runtime.block_on(async {
        let run = prepared.run();
        tokio::pin!(run);
        loop {
            tokio::select! {
                outcome = &mut run => return outcome,
                _pressed = tokio::signal::ctrl_c() => {
                    if stop.is_asked() {
                        return Err(prepared.cancelled());
                    }
                    stop.ask();
                    complain("stopping once the calls under way have ended; press Ctrl-C again to cancel them");
                }
            }
        }
    })
}

fn bar(off: bool) -> ProgressBar {
    if off || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} items {msg}");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn show(bar: &ProgressBar, progress: &QualificationProgress) {
    bar.set_length(progress.items);
    bar.set_position(progress.judged);
    let rest = match progress.estimate() {
        Some(rest) => format!(", {rest} to go at most"),
        None => String::new(),
    };
    bar.set_message(format!(
        "{} calls, {} spent{rest}",
        progress.calls, progress.spent
    ));
}

fn tell_estimate(estimate: &Estimate, out: &mut impl Write) -> std::io::Result<()> {
    let Estimate {
        items,
        calls,
        kept,
        spent,
        independent,
        ..
    } = estimate;
    writeln!(
        out,
        "{items} items, {calls} calls at most; {kept} answers are in the journal and have cost {spent}"
    )?;
    // Items of one group count once.
    let unit = if independent < items {
        "groups of items"
    } else {
        "items"
    };
    match estimate.needed {
        Some(needed) if needed > *independent => writeln!(
            out,
            "a pass takes at least {needed} {unit}, and there are {independent}, so nobody can pass; add {} or more",
            needed - independent
        )?,
        Some(needed) => writeln!(
            out,
            "a pass takes at least {needed} {unit}, if both models are equally right on each of them; more where they differ"
        )?,
        None => writeln!(
            out,
            "a pass takes more {unit} than can be counted; allow a larger margin"
        )?,
    }
    if estimate.judge_calls > 0 {
        writeln!(
            out,
            "and {} calls of the judge at most, a list with rubrics inside counted as one item; their cost depends on the answers",
            estimate.judge_calls
        )?;
    }
    if estimate.unsure > 0 {
        writeln!(
            out,
            "{} attempts were under way when earlier runs ended; whether they were paid isn't known, so they count {}, their worst case",
            estimate.unsure, estimate.unsure_cost
        )?;
    }
    match &estimate.worst_case {
        Ok(worst) => writeln!(out, "the {calls} calls can't cost more than {worst}")?,
        Err(why) => writeln!(out, "what the calls can cost isn't known: {why}")?,
    }
    match estimate.likely {
        Some(likely) => writeln!(
            out,
            "as the answers in the journal did, they would cost {likely}"
        ),
        None => Ok(()),
    }
}

fn tell(outcome: &QualificationOutcome, format: Format, out: &mut impl Write) -> Result<(), Fault> {
    if format == Format::Json {
        let text = serde_json::to_string(outcome).map_err(|error| Fault::new(error.to_string()))?;
        return Ok(writeln!(out, "{text}")?);
    }
    for candidate in &outcome.candidates {
        let (model, verdict) = (&candidate.arm.model, candidate.verdict);
        if format == Format::GitHub {
            let level = if verdict == Verdict::Passed {
                "notice"
            } else {
                "error"
            };
            let title = format!("{model}: {verdict}");
            let reasons = candidate.reasons.join("\n");
            writeln!(
                out,
                "{}",
                super::print::annotation(level, None, &title, &reasons)
            )?;
            continue;
        }
        writeln!(out, "{model}: {verdict}")?;
        for reason in &candidate.reasons {
            writeln!(out, "  {reason}")?;
        }
        for field in &candidate.fields {
            let decides = match field.requirement {
                Requirement::Informative => ", informative",
                Requirement::Required => "",
            };
            let pointer = if field.pointer.is_empty() {
                "the whole"
            } else {
                &field.pointer
            };
            writeln!(
                out,
                "    {pointer} ({}{decides}): {} of {} items{}; {:.1}% right, the reference {:.1}%",
                field.method,
                field.verdict,
                field.items,
                match field.ungraded {
                    0 => String::new(),
                    number => format!(" and {number} without a grade"),
                },
                field.candidate.estimate * 100.0,
                field.reference.estimate * 100.0
            )?;
        }
    }
    match &outcome.judge {
        Some(judge) if format == Format::Text => Ok(writeln!(out, "{}", judge.summary())?),
        _ => Ok(()),
    }
}
