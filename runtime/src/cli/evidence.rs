//! `evidence`: what `contracts.lock` says, and whether it still holds.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};

use super::args::{self, EXIT_CODES};
use super::exit::{Exit, Fault};
use super::print::safe;
use super::stale;
use crate::clock::{Clock, SystemClock, day};
use crate::drift::shown;
use crate::lock::{self, Entry, Lock};
use crate::registry::Registry;
use crate::visible::shown_path;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    let prompt = || {
        Arg::new("prompt")
            .value_name("PROMPT")
            .help("The prompt's name")
    };
    let model = || {
        Arg::new("model")
            .value_name("VENDOR/MODEL")
            .help("The model")
    };
    let judge = || {
        Arg::new("judge")
            .long("judge")
            .value_name("VENDOR/MODEL")
            .help("The judge by which evidence must be, as the lock names it; that of another one is stale")
    };
    Command::new("evidence")
        .about("Shows the entries of the lock and their validity")
        .after_help(EXIT_CODES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("list")
                .about("One line per entry; exit code 1 if one doesn't hold")
                .arg(judge())
                .arg(args::lock("The evidence")),
        )
        .subcommand(
            Command::new("show")
                .about("Entries as the lock has them")
                .arg(prompt())
                .arg(model())
                .arg(args::lock("The evidence")),
        )
        .subcommand(
            Command::new("explain")
                .about("Why entries hold or don't, and the command that renews them")
                .arg(prompt())
                .arg(model())
                .arg(judge())
                .arg(args::lock("The evidence")),
        )
}

/// Runs `list`, `show` or `explain`.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let Some((command, matches)) = matches.subcommand() else {
        return Err(Fault::new("no such command; see --help"));
    };
    let path = matches.get_one::<PathBuf>("lock");
    let path = path.map_or(Path::new(lock::FILE), PathBuf::as_path);
    let missing = || Fault::reading(path, &io::ErrorKind::NotFound.into());
    let lock = stale::read(path)?.ok_or_else(missing)?;
    let wanted = |name: &str| matches.try_get_one::<String>(name).ok().flatten();
    let (prompt, model) = (wanted("prompt"), wanted("model"));
    let entries: Vec<&Entry> = lock
        .entries()
        .filter(|entry| prompt.is_none_or(|prompt| entry.prompt == *prompt))
        .filter(|entry| model.is_none_or(|model| entry.model == *model))
        .collect();
    if entries.is_empty() && prompt.is_some() {
        return Err(Fault::new(format!(
            "{} has no such entry; `evidence list` names them",
            shown_path(path)
        )));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut found = false;
    for entry in entries {
        let objection = objection(registry, entry, path, wanted("judge"));
        found |= objection.is_some();
        write(&mut out, command, entry, objection.as_deref())?;
    }
    out.flush()?;
    Ok(if found && command != "show" {
        Exit::Found
    } else {
        Exit::Clean
    })
}

/// Writes one entry as `command` shows it.
fn write(
    out: &mut impl Write,
    command: &str,
    entry: &Entry,
    objection: Option<&str>,
) -> io::Result<()> {
    match command {
        "show" => {
            let mut alone = Lock::default();
            alone.put(entry.clone());
            for line in alone.to_string().lines() {
                writeln!(out, "{}", shown(line, usize::MAX))?;
            }
            writeln!(out)?;
        }
        "explain" => {
            writeln!(out, "{} by {}:", safe(&entry.prompt), safe(&entry.model))?;
            if let Some(objection) = objection {
                writeln!(out, "  {}", safe(objection))?;
            } else {
                let (expires, reason) = (safe(&entry.expires), safe(&entry.reason));
                writeln!(out, "  holds until {expires}: {reason}")?;
            }
        }
        _ => writeln!(
            out,
            "{} by {}: {} on {}, {}",
            safe(&entry.prompt),
            safe(&entry.model),
            entry.verdict,
            safe(&entry.date),
            if objection.is_some() {
                "doesn't hold"
            } else {
                "holds"
            }
        )?,
    }
    Ok(())
}

/// Returns the reason why an entry is no longer valid evidence for its model, or `None` if it is.
fn objection(
    registry: &Registry,
    entry: &Entry,
    lock: &Path,
    judge: Option<&String>,
) -> Option<String> {
    let mut prompts = registry.prompts.values();
    let Some(prompt) = prompts.find(|prompt| prompt.name == entry.prompt) else {
        return Some(format!(
            "no prompt of this program is named `{}`; link the crate that holds it, or remove the entry",
            entry.prompt
        ));
    };
    let today = day(SystemClock::default().now());
    match stale::now(prompt, entry, lock, &today) {
        Ok(now) => match judge {
            Some(judge) => entry.objection(&now.judge(judge)),
            None => entry.objection(&now),
        },
        Err(error) => Some(error.to_string()),
    }
}
