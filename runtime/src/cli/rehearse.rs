//! `rehearse`: what plans do when their vendors fail, shown before it happens.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::args::{EXIT_CODES, format};
use super::exit::{Exit, Fault};
use super::print::{Format, annotation, safe};
use crate::rehearsal::{PlanEntry, Rehearsal};

/// The command's arguments.
pub(super) fn command() -> Command {
    Command::new("rehearse")
        .about("Drives plans through a local server that fails as vendors do, and shows the results")
        .after_help(format!(
            "Every model of a plan is made to fail in every way: throttling, outages, silence, cut streams, refusals, other models, answers that drift. \
             Nothing leaves the machine, nothing is paid, and nothing is waited for: limits and pauses pass at once and are counted. No key needs to be right, \
             and `from_env` needs none to be set.\n\n\
             A plan is found if the crate names the function that makes it: `driftless::rehearse!(my_plan);`. What is looked for, and ends with exit code 1, is an answer that \
             drifted and was taken for a right one.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("plan")
                .long("plan")
                .value_name("NAME")
                .value_delimiter(',')
                .action(clap::ArgAction::Append)
                .help("Rehearses these plans only, by the names of their functions"),
        )
        .arg(format())
}

/// One plan's rehearsal as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    plan: &'a str,
    sound: bool,
    rehearsal: &'a Rehearsal,
}

/// Rehearses the plans, one after another.
pub(super) fn run(matches: &ArgMatches) -> Result<Exit, Fault> {
    let all = PlanEntry::linked();
    let chosen = chosen(&all, matches)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::new(format!("can't start a runtime: {error}")))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut exit = Exit::Clean;
    for (at, (name, entry)) in chosen.iter().enumerate() {
        let rehearsal = runtime
            .block_on(entry.rehearse())
            .map_err(|error| Fault::new(format!("{name}: {error}")))?;
        match Format::of(matches) {
            Format::Text => {
                let blank = if at == 0 { "" } else { "\n" };
                writeln!(out, "{blank}{name}: {rehearsal}")?;
            }
            Format::Json => {
                let line = Line {
                    plan: name,
                    sound: rehearsal.unsound().next().is_none(),
                    rehearsal: &rehearsal,
                };
                let line = serde_json::to_string(&line)
                    .map_err(|error| Fault::new(format!("{name}: {error}")))?;
                writeln!(out, "{line}")?;
            }
            Format::GitHub => github(&mut out, name, &rehearsal)?,
        }
        if rehearsal.unsound().next().is_some() {
            exit = Exit::Found;
        }
        out.flush()?;
    }
    Ok(exit)
}

/// An annotation for each fault that went unnoticed.
fn github(out: &mut impl Write, name: &str, rehearsal: &Rehearsal) -> Result<(), Fault> {
    for row in rehearsal.unsound() {
        let message = format!("{}, {}: {}", row.model, row.fault, row.outcome);
        let title = format!("{name} takes a wrong answer");
        writeln!(out, "{}", annotation("error", None, &title, &message))?;
    }
    Ok(())
}

/// The plans to rehearse, each with the name that it is shown by.
fn chosen(
    all: &BTreeMap<String, PlanEntry>,
    matches: &ArgMatches,
) -> Result<Vec<(String, PlanEntry)>, Fault> {
    if all.is_empty() {
        return Err(Fault::new(
            "no plan is linked into this program; name the function that makes one, `driftless::rehearse!(my_plan);`, and the crate that holds it, `use my_app as _;`",
        ));
    }
    let Some(wanted) = matches.get_many::<String>("plan") else {
        return Ok(all
            .values()
            .map(|entry| (shown(all, entry), *entry))
            .collect());
    };
    wanted.map(|wanted| find(all, wanted)).collect()
}

fn find(all: &BTreeMap<String, PlanEntry>, wanted: &str) -> Result<(String, PlanEntry), Fault> {
    let is_it = |(path, entry): &(&String, &PlanEntry)| *path == wanted || entry.name() == wanted;
    let found: Vec<(&String, &PlanEntry)> = all.iter().filter(is_it).collect();
    let wanted = safe(wanted);
    match found.as_slice() {
        [(_, entry)] => Ok((shown(all, entry), **entry)),
        [] => {
            let names: Vec<String> = all.values().map(|entry| shown(all, entry)).collect();
            Err(Fault::new(format!(
                "no plan is named `{wanted}`; there are {}",
                names.join(", ")
            )))
        }
        several => {
            let paths: Vec<&str> = several.iter().map(|(path, _)| path.as_str()).collect();
            Err(Fault::new(format!(
                "several plans are named `{wanted}`; write one of {}",
                paths.join(", ")
            )))
        }
    }
}

/// The name of a plan: short where that is enough.
pub(super) fn shown(all: &BTreeMap<String, PlanEntry>, entry: &PlanEntry) -> String {
    let same = all.values().filter(|other| other.name() == entry.name());
    if same.count() == 1 {
        entry.name().to_owned()
    } else {
        entry.path()
    }
}
