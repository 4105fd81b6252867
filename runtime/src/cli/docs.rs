//! `docs`: documentation of everything that is linked, or whether what is committed is up to date.

use std::io::Write;
use std::path::PathBuf;

use clap::ArgMatches;

use super::exit::{Exit, Fault};
use super::stale;
use crate::docs::output::{compare, write};
use crate::docs::{Book, Options, Part, files};
use crate::lock::Lock;
use crate::registry::Registry;
use crate::visible::shown_path;

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
