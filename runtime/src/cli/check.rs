//! `check`: what can be verified without asking a model.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::args::{EXIT_CODES, format, lock, models_in_use, today};
use super::exit::{Exit, Fault};
use super::finding::{Finding, Level};
use super::print::Format;
use super::used::{self, Used};
use super::{carried, stale};
use crate::catalogue::succession;
use crate::clock::{Clock, SystemClock, day};
use crate::drift::Pointer;
use crate::registry::Registry;
use crate::shape::{Body, Field, Shape};

const DAY: u64 = 86_400;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    Command::new("check")
        .about("Verifies what can be verified without asking a model")
        .after_help(format!(
            "Always: whether each model in use has a dialect that can carry each contract that it is asked for, whether it was shut down, whether its id is a known one, and whether committed evidence is stale. The rest is a policy of yours. No key is needed. \
             A dialect that can't carry a contract is told in a note where the same model has another one that can; notes are nothing found.\n\n{EXIT_CODES}"
        ))
        .args(models_in_use())
        .arg(
            Arg::new("descriptions")
                .long("descriptions")
                .action(ArgAction::SetTrue)
                .help("Every field must have a description"),
        )
        .arg(
            Arg::new("max-price-age")
                .long("max-price-age")
                .value_name("DAYS")
                .value_parser(value_parser!(u32))
                .help("Every model must have a price that was read no longer ago, or one that the plan itself gives"),
        )
        .arg(
            Arg::new("warn-before")
                .long("warn-before")
                .value_name("DAYS")
                .value_parser(value_parser!(u32))
                .help("Warns of evidence that expires and of models that are shut down within so many days; a warning is nothing found. To fail ahead of the day, give a later one by --today"),
        )
        .arg(
            Arg::new("retiring")
                .long("retiring")
                .value_name("DAYS")
                .value_parser(days)
                .help("No model may be shut down within so many days, written as 60 or 60d"),
        )
        .arg(lock("Its evidence must be about the prompts and the data sets as they are, these where it names them; without such a file there is none"))
        .arg(
            Arg::new("max-prompt-tokens")
                .long("max-prompt-tokens")
                .value_name("TOKENS")
                .value_parser(value_parser!(u64))
                .help(
                    "No prompt may take more before its inputs are filled in: templates, examples and contract, in the first dialect of each model that can carry it; an estimate, \
                     within 12 % of OpenAI's o200k on ordinary contracts, and the one that `docs` shows",
                ),
        )
        .arg(today())
        .arg(format())
}

/// Reads a number of days, with or without a `d` behind it.
fn days(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    let wrong = |_| format!("{text:?} is no number of days; write 60 or 60d");
    number.parse().map_err(wrong)
}

/// Looks at every contract, and at the models in use.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let mut found = Vec::new();
    let models = used::models(
        registry,
        matches,
        matches.contains_id("max-price-age"),
        &mut found,
    )?;
    carried::limits(registry, &models, &mut found);
    if let Some(most) = matches.get_one::<u64>("max-prompt-tokens") {
        carried::sizes(registry, &models, *most, &mut found);
    }
    if matches.get_flag("descriptions") {
        descriptions(registry, &mut found);
    }
    let days = Days::of(matches);
    for model in &models {
        facts(model, &days, &mut found);
    }
    if let Some(path) = matches.get_one::<PathBuf>("lock") {
        for (of, sentence) in stale::of(registry, path, &days.today)? {
            found.push(Finding::problem(of, String::new(), sentence));
        }
        if let Some(ahead) = &days.ahead {
            for (of, sentence) in stale::soon(path, &days.today, ahead)? {
                found.push(Finding::warning(of, sentence));
            }
        }
    }
    found.sort_by_key(|finding| finding.level);
    let is_clean = found.iter().all(|finding| finding.level != Level::Problem);
    let format = Format::of(matches);
    let mut out = BufWriter::new(io::stdout().lock());
    for finding in &found {
        finding.print(format, &mut out)?;
    }
    if is_clean && format == Format::Text {
        tell_clean(registry, &models, &mut out)?;
    }
    out.flush()?;
    Ok(if is_clean { Exit::Clean } else { Exit::Found })
}

/// Writes how much was held against how many models.
fn tell_clean(registry: &Registry, models: &[Used], out: &mut impl Write) -> io::Result<()> {
    let (all, number) = (registry.contracts.len(), models.len());
    let contracts = registry.contracts.values();
    let asked = contracts
        .filter(|contract| models.iter().any(|model| model.is_asked_for(contract)))
        .count();
    if asked == all {
        writeln!(out, "{all} contracts hold for {number} models")
    } else {
        writeln!(
            out,
            "{asked} of {all} contracts are asked for, and hold for {number} models"
        )
    }
}

/// The days that findings depend on, as `YYYY-MM-DD`.
struct Days {
    today: String,
    /// The oldest day on which a price may have been read; `None` if any will do.
    oldest: Option<String>,
    /// The last day of which is warned; `None` if of none.
    ahead: Option<String>,
    /// The last day on which no model may be shut down; `None` if today's alone counts.
    retiring: Option<String>,
}

impl Days {
    fn of(matches: &ArgMatches) -> Self {
        let given = matches.get_one::<SystemTime>("today").copied();
        let now = given.unwrap_or_else(|| SystemClock.now());
        let span = |name: &str| {
            let days = matches.get_one::<u32>(name)?;
            Some(Duration::from_secs(u64::from(*days).saturating_mul(DAY)))
        };
        Self {
            today: day(now),
            oldest: span("max-price-age").and_then(|age| now.checked_sub(age).map(day)),
            ahead: span("warn-before").and_then(|ahead| now.checked_add(ahead).map(day)),
            retiring: span("retiring").and_then(|ahead| now.checked_add(ahead).map(day)),
        }
    }
}

/// Fields that a model gets no words for.
fn descriptions(registry: &Registry, found: &mut Vec<Finding>) {
    for contract in registry.contracts.values() {
        let mut bare = Vec::new();
        let mut open = Vec::new();
        undescribed(contract.shape, &mut Pointer::root(), &mut open, &mut bare);
        found.extend(bare.into_iter().map(|pointer| {
            let sentence = "no description; write a doc comment, since a model reads it";
            Finding::problem(registry.shown(contract), pointer, sentence.to_owned())
        }));
    }
}

fn undescribed(
    shape: &'static Shape,
    at: &mut Pointer,
    open: &mut Vec<u128>,
    found: &mut Vec<String>,
) {
    if let Some(name) = shape.name() {
        // A named type is reported once, where it is met first.
        if open.contains(&name.key) {
            return;
        }
        open.push(name.key);
    }
    match shape {
        Shape::Nullable(inner) => undescribed(inner, at, open, found),
        Shape::Newtype(of) => undescribed(of.inner, at, open, found),
        Shape::List(list) => below("*", list.items, at, open, found),
        Shape::Map(values) => below("*", values, at, open, found),
        Shape::Object(of) => fields(of.fields, at, open, found),
        Shape::Union(of) => {
            for variant in of.variants {
                match variant.body {
                    Body::Unit => {}
                    Body::Fields(of) => fields(of, at, open, found),
                    Body::Value(shape) => undescribed(shape, at, open, found),
                }
            }
        }
        _ => {}
    }
}

fn below(
    key: &str,
    shape: &'static Shape,
    at: &mut Pointer,
    open: &mut Vec<u128>,
    found: &mut Vec<String>,
) {
    let mark = at.mark();
    at.push_key(key);
    undescribed(shape, at, open, found);
    at.truncate(mark);
}

fn fields(
    fields: &'static [Field],
    at: &mut Pointer,
    open: &mut Vec<u128>,
    found: &mut Vec<String>,
) {
    for field in fields {
        let mark = at.mark();
        at.push_key(field.name);
        if field.doc.is_empty() {
            found.push(at.to_string());
        }
        undescribed(field.shape, at, open, found);
        at.truncate(mark);
    }
}

/// Finds facts about a model that no longer hold, or soon won't.
fn facts(used: &Used, days: &Days, found: &mut Vec<Finding>) {
    let (model, today) = (&used.entry, days.today.as_str());
    let of = format!("model {}", model.id);
    let mut warnings = Vec::new();
    let mut push =
        |sentence: String| found.push(Finding::problem(of.clone(), String::new(), sentence));
    let shutdown = model.shutdown.as_deref();
    if let Some(shutdown) = shutdown.filter(|shutdown| *shutdown <= today) {
        push(match &model.successor {
            Some(_) => format!(
                "its vendor has shut it down on {shutdown}; {}",
                succession(model.successor.as_deref())
            ),
            None => format!("its vendor has shut it down on {shutdown}"),
        });
    }
    let is_by = |last: &Option<String>, day: &str| last.as_deref().is_some_and(|last| day <= last);
    let coming = shutdown.filter(|day| *day > today);
    let sentence = |day: &str| {
        format!(
            "its vendor will shut it down on {day}; {}",
            succession(model.successor.as_deref())
        )
    };
    if let Some(day) = coming.filter(|day| is_by(&days.retiring, day)) {
        push(sentence(day));
    } else if let Some(day) = coming.filter(|day| is_by(&days.ahead, day)) {
        warnings.push(Finding::warning(of.clone(), sentence(day)));
    }
    // A price of one's own stands in the code, without a day.
    if let Some(oldest) = days.oldest.as_deref().filter(|_| !used.is_priced) {
        if model.price_on(today).is_none() {
            push("no price is recorded; add it by --catalogue".to_owned());
        } else if model.date.as_str() < oldest {
            let date = if model.date.is_empty() {
                "an unknown day"
            } else {
                &model.date
            };
            push(format!(
                "its price was read on {date}; look at {} and record the current price by --catalogue",
                model.source
            ));
        }
    }
    found.append(&mut warnings);
}
