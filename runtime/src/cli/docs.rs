//! `docs`: documentation of everything that is linked, or whether what is committed is up to date.

use std::io::Write;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::args::{self, EXIT_CODES};
use super::exit::{Exit, Fault};
use super::stale;
use crate::docs::output::{compare, write};
use crate::docs::{Book, Options, Part, files};
use crate::lock::Lock;
use crate::registry::Registry;
use crate::visible::shown_path;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    Command::new("docs")
        .about("Writes a site, Markdown and JSON Schema files for every contract and prompt")
        .after_help(format!(
            "The output is the same for the same contracts, so that it can be committed and held up to date with --check. It is written beside the \
             directory and swapped in whole. A directory that holds files of others is refused.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("directory")
                .value_name("DIRECTORY")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("Where the files are or shall be"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Writes nothing; names the files that are out of date"),
        )
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("PART")
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(Part::ALL.map(Part::name)))
                .help("Writes only this kind of pages, with the schemas that they lead to; schemas alone are written by `schemas`"),
        )
        .arg(
            Arg::new("title")
                .long("title")
                .value_name("TEXT")
                .default_value("Contracts")
                .help("The title of the whole"),
        )
        .arg(
            Arg::new("base-url")
                .long("base-url")
                .value_name("URL")
                .help("Where the schemas will be found; it begins the $id of each, which is a URN without it"),
        )
        .arg(args::lock("Its evidence stands on the pages of the prompts; without such a file there is none"))
}

/// Writes the files, or compares them.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let directory = matches
        .get_one::<PathBuf>("directory")
        .ok_or_else(|| Fault::new("no directory was given"))?;
    let lock = lock(matches)?;
    let files = files(&Book::of(registry, &lock), &options(matches));
    let mut out = std::io::stdout().lock();
    if !matches.get_flag("check") {
        write(directory, &files).map_err(|error| Fault::new(error.to_string()))?;
        writeln!(
            out,
            "wrote {} files to {}",
            files.len(),
            shown_path(directory)
        )?;
        return Ok(Exit::Clean);
    }
    let found = compare(directory, &files).map_err(|error| Fault::new(error.to_string()))?;
    for (name, difference) in &found {
        writeln!(out, "{}: {difference}", shown_path(&directory.join(name)))?;
    }
    if found.is_empty() {
        writeln!(out, "{} is up to date", shown_path(directory))?;
        return Ok(Exit::Clean);
    }
    writeln!(
        out,
        "{} of {} files differ; run the command without --check and commit the result",
        found.len(),
        files.len()
    )?;
    Ok(Exit::Found)
}

/// The evidence, if there is any.
fn lock(matches: &ArgMatches) -> Result<Lock, Fault> {
    match matches.get_one::<PathBuf>("lock") {
        Some(path) => stale::read(path).map(Option::unwrap_or_default),
        None => Ok(Lock::default()),
    }
}

fn options(matches: &ArgMatches) -> Options {
    let chosen: Vec<&str> = matches
        .get_many::<String>("only")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    Options {
        title: matches
            .get_one::<String>("title")
            .cloned()
            .unwrap_or_default(),
        base_url: matches.get_one::<String>("base-url").cloned(),
        parts: Part::ALL
            .into_iter()
            .filter(|part| chosen.is_empty() || chosen.contains(&part.name()))
            .collect(),
    }
}
