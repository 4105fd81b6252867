//! `schemas`: the committed form of every contract and prompt.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::args::EXIT_CODES;
use super::exit::{Exit, Fault};
use crate::diff::{Snapshot, written};
use crate::json::Json;
use crate::lock;
use crate::registry::{PromptEntry, Registry};
use crate::visible::shown_path;

/// The ending of a schema's file name.
pub(super) const ENDING: &str = ".schema.json";

/// The file of all prompts.
pub(super) const PROMPTS: &str = "prompts.json";

/// The member of a prompt that has its relations.
pub(super) const RELATIONS: &str = "relations";

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    Command::new("schemas")
        .about("Writes every contract as a JSON Schema, and every prompt, to be committed")
        .after_help(format!(
            "Each file is replaced as a whole or not at all. Schemas of contracts that are gone are removed.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("folder")
                .value_name("DIRECTORY")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("Where the files are; made if it isn't there"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Writes nothing, and fails if the files are not up to date"),
        )
}

/// Writes the files, or says which are not up to date.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let folder = matches.get_one::<PathBuf>("folder").cloned();
    let folder = folder.unwrap_or_default();
    let files = files(registry)?;
    let mut out = io::stdout().lock();
    let stale = stale(&folder, &files)?;
    if matches.get_flag("check") {
        for (name, what) in &stale {
            writeln!(out, "{}: {what}", shown_path(&folder.join(name)))?;
        }
        if stale.is_empty() {
            writeln!(out, "{} files are up to date", files.len())?;
            return Ok(Exit::Clean);
        }
        writeln!(out, "write them with `schemas {}`", shown_path(&folder))?;
        return Ok(Exit::Found);
    }
    fs::create_dir_all(&folder).map_err(|error| Fault::writing(&folder, &error))?;
    for name in stale.keys() {
        let path = folder.join(name);
        let done = match files.get(name) {
            Some(text) => lock::replace(&path, text),
            None => fs::remove_file(&path),
        };
        done.map_err(|error| Fault::writing(&path, &error))?;
    }
    writeln!(out, "{} files, {} changed", files.len(), stale.len())?;
    Ok(Exit::Clean)
}

/// Every file by name.
fn files(registry: &Registry) -> Result<BTreeMap<String, String>, Fault> {
    let mut files = BTreeMap::new();
    for contract in registry.contracts.values() {
        let text = written(contract.shape, (contract.fingerprint)());
        // What is written must be readable when the contract has changed.
        Snapshot::read(&text)
            .map_err(|error| Fault::new(format!("{}: {error}", registry.path(contract))))?;
        files.insert(file_of(&registry.shown(contract)), text);
    }
    files.insert(PROMPTS.to_owned(), prompts(registry));
    Ok(files)
}

/// The name of a contract's file; a path's `::` is no part of a file's name everywhere.
pub(super) fn file_of(contract: &str) -> String {
    format!("{}{ENDING}", contract.replace("::", "."))
}

/// Which files differ from what they should be, and how.
fn stale(
    folder: &Path,
    files: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, &'static str>, Fault> {
    let mut found = BTreeMap::new();
    for (name, text) in files {
        let path = folder.join(name);
        match fs::read_to_string(&path) {
            // As a checkout on Windows has it; JSON has no line end within a text.
            Ok(there) if there.replace("\r\n", "\n") == *text => {}
            Ok(_) => {
                found.insert(name.clone(), "out of date");
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                found.insert(name.clone(), "missing");
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                found.insert(name.clone(), "out of date");
            }
            Err(error) => return Err(Fault::reading(&path, &error)),
        }
    }
    for name in schemas_in(folder)? {
        if !files.contains_key(&name) && is_ours(&folder.join(&name))? {
            found.insert(name, "its contract is gone");
        }
    }
    Ok(found)
}

/// The names of schema files in a folder; none if there is no folder.
pub(super) fn schemas_in(folder: &Path) -> Result<Vec<String>, Fault> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Fault::reading(folder, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Fault::reading(folder, &error))?;
        if let Ok(name) = entry.file_name().into_string()
            && name.ends_with(ENDING)
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Returns `true` if a schema was written by this command; others' are left alone.
fn is_ours(path: &Path) -> Result<bool, Fault> {
    let text = fs::read(path).map_err(|error| Fault::reading(path, &error))?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.contains("\"x-driftless\""))
}

/// All prompts as JSON.
pub(super) fn prompts(registry: &Registry) -> String {
    let prompts = registry
        .prompts
        .iter()
        .map(|((module, name), of)| (format!("{module}::{name}"), prompt(registry, of)));
    let mut text = serde_json::to_string_pretty(&Json::object(prompts)).unwrap_or_default();
    text.push('\n');
    text
}

fn prompt(registry: &Registry, of: &PromptEntry) -> Json {
    let inputs = of
        .inputs
        .iter()
        .map(|(name, ty)| (*name, Json::string(*ty)));
    let examples = (of.examples)().into_iter().map(|(user, answer)| {
        Json::object([
            ("user", Json::String(user.to_string())),
            ("answer", Json::String(answer)),
        ])
    });
    let mut members = Vec::new();
    if let Some(system) = of.system {
        members.push(("system", Json::string(system)));
    }
    members.extend([
        ("user", Json::string(of.user)),
        ("inputs", Json::object(inputs)),
        ("output", Json::String(registry.shown(&of.output))),
    ]);
    if !of.relations.is_empty() {
        let relations = of.relations.iter().map(|one| Json::String(one.sentence()));
        members.push((RELATIONS, Json::Array(relations.collect())));
    }
    let examples: Vec<Json> = examples.collect();
    if !examples.is_empty() {
        members.push(("examples", Json::Array(examples)));
    }
    members.push(("fingerprint", Json::String((of.fingerprint)())));
    Json::object(members)
}
