//! `receipts`: what the receipts of a program's calls say together.

mod read;
mod show;
mod totals;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::exit::{Exit, Fault};
use super::print::Format;
use crate::clock::minute;
use crate::receipt::Receipt;

use read::{Time, instant};
use totals::Totals;

/// Receipts of a longer time are shown by day, unless `--by` says otherwise.
const HOURS_UP_TO_MS: u64 = 3 * 24 * 3_600_000;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    let time = |name: &'static str, help: &'static str| {
        let reads = |text: &str| {
            instant(text).ok_or_else(|| {
                format!("{text:?} is no time; give it in UTC as 2026-11-30 or 2026-11-30T14:05")
            })
        };
        Arg::new(name)
            .long(name)
            .value_name("TIME")
            .value_parser(reads)
            .help(help)
    };
    let only = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("NAME").help(help)
    };
    Command::new("receipts")
        .about("Says of receipts who served, what it cost, and why calls failed")
        .after_help(
            "The files have a receipt as JSON in each line, as `receipt_log::ReceiptLog` writes them. Times are in UTC. \
             Costs are those of receipts: unknown ones are counted, and not in the sum.\n\n\
             Exit codes: 0 done, 1 some lines are no receipts, 2 could not do its work.",
        )
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf))
                .help("Files, or folders whose `.jsonl` files are read"),
        )
        .arg(time("since", "Only calls that began at this time or later"))
        .arg(time("until", "Only calls that began before this time"))
        .arg(only("prompt", "Only calls of this prompt"))
        .arg(only("contract", "Only calls for this contract"))
        .arg(only("model", "Only calls that asked this model, or that it served"))
        .arg(tag())
        .arg(by())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("text")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .help("text: for people; json: one object for all calls, then one for each row"),
        )
}

fn tag() -> Arg {
    Arg::new("tag")
        .long("tag")
        .value_name("NAME=VALUE")
        .action(ArgAction::Append)
        .value_parser(|text: &str| match text.split_once('=') {
            Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
            None => Err(format!("{text:?} is no tag; give it as tenant=acme")),
        })
        .help("Only calls with this tag; given several times, only those with all of them")
}

fn by() -> Arg {
    Arg::new("by")
                .long("by")
                .value_name("WHAT")
                .value_parser(|text: &str| By::parse(text).ok_or_else(|| {
                    format!("{text:?} is nothing to group by; give {GROUPS} or tag:NAME")
                }))
                .help("A row for each hour, day, prompt, contract, model, account or tag:NAME; if not given, for each hour, or each day if it's more than three days")
}

/// The calls that count, and how they are grouped.
struct Query<'m> {
    since: u64,
    until: u64,
    prompt: Option<&'m str>,
    contract: Option<&'m str>,
    model: Option<&'m str>,
    tags: Vec<&'m (String, String)>,
    by: Option<&'m By>,
}

/// The groups by which calls are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    Hour,
    Day,
    Prompt,
    Contract,
    Model,
    /// The budget that was given for a call.
    Account,
    /// A field of the caller's own, as `tag:NAME`.
    Tag(String),
}

const GROUPS: &str = "hour, day, prompt, contract, model, account";

impl By {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "prompt" => Self::Prompt,
            "contract" => Self::Contract,
            "model" => Self::Model,
            "account" => Self::Account,
            _ => Self::Tag(named(text).map(|_| text.to_owned())?),
        })
    }

    /// Returns the head of the rows.
    fn head(&self) -> &str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Prompt => "prompt",
            Self::Contract => "contract",
            Self::Model => "model",
            Self::Account => "account",
            Self::Tag(text) => text,
        }
    }
}

impl<'m> Query<'m> {
    fn of(matches: &'m ArgMatches) -> Self {
        let name = |name: &str| matches.get_one::<String>(name).map(String::as_str);
        let time = |name: &str| matches.get_one::<Time>(name).map(|time| time.0);
        Self {
            since: time("since").unwrap_or_default(),
            until: time("until").unwrap_or(u64::MAX),
            prompt: name("prompt"),
            contract: name("contract"),
            model: name("model"),
            tags: matches.get_many("tag").into_iter().flatten().collect(),
            by: matches.get_one("by"),
        }
    }

    fn fits(&self, receipt: &Receipt) -> bool {
        let is = |asked: Option<&str>, found: &str| asked.is_none_or(|asked| asked == found);
        let asked = |model: &str| {
            receipt.attempts.iter().any(|attempt| {
                attempt.requested_model == model || attempt.served_model.as_deref() == Some(model)
            })
        };
        (self.since..self.until).contains(&receipt.started_unix_ms)
            && is(self.prompt, &receipt.prompt.name)
            && is(self.contract, &receipt.contract.name)
            && self.model.is_none_or(asked)
            && self
                .tags
                .iter()
                .all(|(name, value)| receipt.tags.get(name) == Some(value))
    }

    /// Returns the row that `receipt` is counted in.
    fn row(&self, receipt: &Receipt) -> String {
        match self.by {
            Some(By::Prompt) => receipt.prompt.name.clone(),
            Some(By::Contract) => receipt.contract.name.clone(),
            Some(By::Model) => or_none(totals::served(receipt)),
            Some(By::Account) => or_none(receipt.account.as_deref()),
            Some(By::Tag(text)) => {
                let value = receipt.tags.get(named(text).unwrap_or_default());
                or_none(value.map(String::as_str))
            }
            Some(By::Day) => minute(receipt.started_unix_ms)
                .get(..10)
                .unwrap_or_default()
                .to_owned(),
            Some(By::Hour) | None => hour(receipt.started_unix_ms),
        }
    }
}

/// Returns the name in `tag:NAME`.
fn named(text: &str) -> Option<&str> {
    text.strip_prefix("tag:").filter(|name| !name.is_empty())
}

fn or_none(name: Option<&str>) -> String {
    name.unwrap_or("(none)").to_owned()
}

/// Returns the hour in which `unix_ms` lies, as `2026-11-30 14:00`.
fn hour(unix_ms: u64) -> String {
    let mut hour = minute(unix_ms);
    hour.truncate(13);
    hour.push_str(":00");
    hour
}

/// Prints what the receipts in the files say.
pub(super) fn run(matches: &ArgMatches) -> Result<Exit, Fault> {
    let query = Query::of(matches);
    let mut all = Totals::default();
    let mut rows = BTreeMap::<String, Totals>::new();
    let paths = matches.get_many::<PathBuf>("files").into_iter().flatten();
    let bad = read::receipts(paths, |receipt| {
        if query.fits(&receipt) {
            all.add(&receipt);
            rows.entry(query.row(&receipt)).or_default().add(&receipt);
        }
    })?;
    if query.by.is_none() && all.span() > HOURS_UP_TO_MS {
        rows = by_day(rows);
    }
    let by = query.by.map_or("time", By::head);
    let mut out = BufWriter::new(io::stdout().lock());
    match Format::of(matches) {
        Format::Json => show::json(&mut all, by, &mut rows, &bad, &mut out)?,
        Format::Text | Format::GitHub => show::text(&mut all, by, &mut rows, &bad, &mut out)?,
    }
    out.flush()?;
    Ok(if bad.count == 0 {
        Exit::Clean
    } else {
        Exit::Found
    })
}

/// Joins rows of hours into rows of days.
fn by_day(hours: BTreeMap<String, Totals>) -> BTreeMap<String, Totals> {
    let mut days = BTreeMap::<String, Totals>::new();
    for (hour, totals) in hours {
        let day = hour.get(..10).unwrap_or_default().to_owned();
        days.entry(day).or_default().join(totals);
    }
    days
}
