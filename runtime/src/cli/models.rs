//! `models`: the facts that the catalogue has about models.

use std::io::{self, BufWriter, Write};
use std::time::SystemTime;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::args::{lock, models_in_use, today};
use super::exit::{Exit, Fault};
use super::finding::Finding;
use super::print::{Format, safe};
use super::used::{self, catalogue};
use crate::catalogue::{Entry, succession};
use crate::clock::{Clock, SystemClock, day};
use crate::dialect::table_of;
use crate::json::Json;
use crate::money::Usd;
use crate::registry::Registry;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    Command::new("models")
        .about("Lists the facts that are known about the models in use")
        .after_help(
            "In use are the models of the plans that `driftless::rehearse!` names and of the lock, or those of --model. \
             Each fact comes from the catalogue, whose rows have a source and a day. No key is needed.\n\n\
             Exit codes: 0 done, 2 could not do its work.",
        )
        .args(models_in_use())
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .conflicts_with("model")
                .help("Every model of the catalogue"),
        )
        .arg(lock("The models that it has evidence about are in use; without such a file there are none"))
        .arg(today())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("text")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .help("text: for people; json: one object per line"),
        )
}

/// Prints the facts about each model.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let mut unknown = Vec::new();
    let entries: Vec<Entry> = if matches.get_flag("all") {
        catalogue(matches)?.models().to_vec()
    } else {
        let used = used::models(registry, matches, false, &mut unknown)?;
        used.into_iter().map(|used| used.entry).collect()
    };
    let given = matches.get_one::<SystemTime>("today").copied();
    let today = day(given.unwrap_or_else(|| SystemClock.now()));
    let format = Format::of(matches);
    let mut out = BufWriter::new(io::stdout().lock());
    for entry in &entries {
        match format {
            Format::Json => writeln!(out, "{}", as_json(entry, &today))?,
            Format::Text | Format::GitHub => print(entry, &today, &mut out)?,
        }
    }
    // A model without a row is a fact as well.
    for finding in &unknown {
        Finding::print(finding, format, &mut out)?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn dialects(entry: &Entry) -> Vec<&'static str> {
    let routes = entry.dialects.iter();
    routes.map(|route| table_of(*route).name()).collect()
}

fn print(entry: &Entry, today: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}/{}", safe(&entry.vendor), safe(&entry.id))?;
    let mut fact = |name: &str, text: String| writeln!(out, "  {name:<9} {}", safe(&text));
    let tokens = |most: Option<u64>| most.map_or("unknown".to_owned(), |most| most.to_string());
    fact("dialects", dialects(entry).join(", "))?;
    let (context, output) = (tokens(entry.context), tokens(entry.output));
    fact("tokens", format!("{context} in, {output} out"))?;
    fact("price", price(entry, today))?;
    fact("shutdown", shutdown(entry, today))?;
    let lists = [
        ("aliases", &entry.aliases),
        ("refuses", &entry.refuses),
        ("ignores", &entry.ignores),
    ];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        fact(name, list.join(", "))?;
    }
    if !entry.refuses_reasoning.is_empty() {
        let names = entry.refuses_reasoning.join(", ");
        fact("refuses", format!("{names} unless the effort is `none`"))?;
    }
    if let Some(note) = &entry.note {
        fact("note", note.clone())?;
    }
    fact("source", format!("{}, {}", entry.source, entry.date))
}

/// Returns the price today in words.
fn price(entry: &Entry, today: &str) -> String {
    let Some(price) = entry.price_on(today) else {
        return "not recorded".to_owned();
    };
    let [input, cached, output] = price.per_million_tokens();
    let most = entry.priced_up_to;
    let most = most.map_or(String::new(), |most| {
        format!(", for prompts up to {most} tokens")
    });
    format!("{input} in, {cached} cached, {output} out, per million tokens{most}")
}

fn shutdown(entry: &Entry, today: &str) -> String {
    let Some(day) = entry.shutdown.as_deref() else {
        return "none announced, as far as is known".to_owned();
    };
    let is_over = if day <= today { " (over)" } else { "" };
    let (advice, source) = (
        succession(entry.successor.as_deref()),
        entry.shutdown_source(),
    );
    format!("{day}{is_over}; {advice} ({source})")
}

/// Returns an amount as a text of JSON, without the sign of the currency.
fn amount(amount: Usd) -> Json {
    Json::string(amount.to_string().trim_start_matches('$'))
}

/// Returns one model as a line of JSON; prices are texts, so that they stay exact.
fn as_json(entry: &Entry, today: &str) -> String {
    let text = |text: &Option<String>| text.as_ref().map_or(Json::Null, Json::string);
    let number = |number: Option<u64>| number.map_or(Json::Null, |number| Json::Int(number.into()));
    let list = |names: &[String]| Json::Array(names.iter().map(Json::string).collect());
    let price = entry.price_on(today).map_or(Json::Null, |price| {
        let [input, cached, output] = price.per_million_tokens().map(amount);
        Json::object([
            ("input", input),
            ("cached", cached),
            ("output", output),
            ("up_to", number(entry.priced_up_to)),
        ])
    });
    let dialects = dialects(entry).into_iter().map(Json::string).collect();
    let members = [
        ("id", Json::string(&entry.id)),
        ("vendor", Json::string(&entry.vendor)),
        ("aliases", list(&entry.aliases)),
        ("dialects", Json::Array(dialects)),
        ("context", number(entry.context)),
        ("output", number(entry.output)),
        ("price", price),
        ("shutdown", text(&entry.shutdown)),
        ("successor", text(&entry.successor)),
        ("refuses", list(&entry.refuses)),
        ("refuses_reasoning", list(&entry.refuses_reasoning)),
        ("ignores", list(&entry.ignores)),
        ("source", Json::string(&entry.source)),
        ("date", Json::string(&entry.date)),
        ("note", text(&entry.note)),
    ];
    serde_json::to_string(&Json::object(members)).unwrap_or_default()
}
