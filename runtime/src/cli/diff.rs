//! `diff`: the committed schemas, or the committed evidence, against the code.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::args::{EXIT_CODES, format};
use super::change::{Line, only};
use super::committed::Committed;
use super::exit::{Exit, Fault};
use super::print::Format;
use super::{diff_lock, find, schemas};
use crate::diff::{Class, Snapshot, compare, written};
use crate::registry::{ContractEntry, Registry};
use crate::visible::shown_path;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    let classes = Class::ALL.iter().rev().map(|class| class.name());
    Command::new("diff")
        .about("Shows changes since the committed schemas or evidence, and whom they break")
        .after_help(format!(
            "producer-breaking: models and stored data may now be rejected. consumer-breaking: data may now carry what its readers don't expect. \
             wording-only: the model reads something else, the data stay the same. compatible: it is only written in another way. A breaking change \
             comes with a document that proves it, or says that none was found. unclassified: a lock says that something changed, and not of which \
             class; it is denied wherever one is that it may be of.\n\n\
             The files of the working tree tell what changed since they were written: nothing, once `schemas` has brought them up to date. In a pull request, \
             `schemas --check` says that they are, and `diff --against origin/main` what the branch breaks.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("snapshot")
                .value_name("SNAPSHOT")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(
                    "The folder of schemas that `schemas` wrote before the change, or a `contracts.lock`, which covers contracts with evidence \
                     whether their shape or their words changed",
                ),
        )
        .arg(
            Arg::new("contracts")
                .value_name("CONTRACT")
                .num_args(0..)
                .help("Compares these contracts only, and no prompts"),
        )
        .arg(
            Arg::new("against")
                .long("against")
                .value_name("REVISION")
                .help("Reads the snapshot as this revision of git has it, a branch, a tag or a commit, and not as it is in the working tree"),
        )
        .arg(
            Arg::new("deny")
                .long("deny")
                .value_name("CLASS")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .default_values(["producer-breaking", "consumer-breaking"])
                .value_parser(PossibleValuesParser::new(classes.chain(["none"])))
                .help("Changes of these classes end with exit code 1; `none`: no change does"),
        )
        .arg(format())
}

/// Compares and prints.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let path = matches.get_one::<PathBuf>("snapshot").cloned();
    let committed = Committed::new(&path.unwrap_or_default(), matches.get_one("against"))?;
    let names: Option<Vec<&String>> = matches.get_many("contracts").map(Iterator::collect);
    let contracts = names.map(|names| {
        let found = names.into_iter().map(|name| find::contract(registry, name));
        found.collect::<Result<Vec<_>, _>>()
    });
    let contracts = contracts.transpose()?;
    let mut lines = Vec::new();
    match contracts {
        contracts if diff_lock::is_lock(committed.path()) => {
            lines = diff_lock::lines(registry, &committed, contracts.as_deref())?;
        }
        Some(contracts) => {
            for entry in &contracts {
                contract(registry, entry, &committed, &mut lines)?;
            }
        }
        None => everything(registry, &committed, &mut lines)?,
    }
    let denied: Vec<&String> = matches
        .get_many::<String>("deny")
        .map_or_else(Vec::new, Iterator::collect);
    // What may be of a class is denied with it.
    let is_denied = |line: &Line| {
        let mut classes = line.classes.iter();
        classes.any(|class| denied.iter().any(|denied| *denied == class.name()))
    };
    let format = Format::of(matches);
    let mut out = BufWriter::new(io::stdout().lock());
    for line in &lines {
        line.print(format, is_denied(line), &mut out)?;
    }
    if lines.is_empty() && format == Format::Text {
        writeln!(out, "no change")?;
    }
    out.flush()?;
    Ok(if lines.iter().any(is_denied) {
        Exit::Found
    } else {
        Exit::Clean
    })
}

/// All contracts, those that are new or gone, and the prompts.
fn everything(
    registry: &Registry,
    committed: &Committed,
    lines: &mut Vec<Line>,
) -> Result<(), Fault> {
    let folder = committed.path();
    let known = committed.schemas()?;
    // A branch that brings the first schemas breaks nothing; a folder that never was is a slip.
    if known.is_empty() && (committed.is_working_tree() || schemas::schemas_in(folder)?.is_empty())
    {
        return Err(Fault::new(format!(
            "no schema is in {}; write them with `schemas`, and commit them",
            committed.place()
        )));
    }
    let mut fresh = Vec::new();
    let mut gone: Vec<String> = known.clone();
    for entry in registry.contracts.values() {
        let file = schemas::file_of(&registry.shown(entry));
        if known.contains(&file) {
            gone.retain(|name| *name != file);
            contract(registry, entry, committed, lines)?;
        } else {
            fresh.push(entry);
        }
    }
    for file in gone {
        let old = read(committed, &file)?;
        let same = fresh
            .iter()
            .position(|entry| (entry.fingerprint)().shape() == old.fingerprint());
        let name = file.trim_end_matches(schemas::ENDING).to_owned();
        let (class, sentence) = match same.map(|index| fresh.remove(index)) {
            Some(entry) => (
                Class::WordingOnly,
                format!("the contract is now called `{}`", registry.shown(entry)),
            ),
            None => (
                Class::ProducerBreaking,
                "the contract is gone, and so are all its documents".to_owned(),
            ),
        };
        lines.push(Line::plain(name, folder, &file, class, sentence));
    }
    for entry in fresh {
        let name = registry.shown(entry);
        let file = schemas::file_of(&name);
        let sentence = "the contract is new".to_owned();
        lines.push(Line::plain(
            name,
            folder,
            &file,
            Class::Compatible,
            sentence,
        ));
    }
    if known.is_empty() {
        return Ok(());
    }
    prompts(registry, committed, lines)
}

fn contract(
    registry: &Registry,
    entry: &ContractEntry,
    committed: &Committed,
    lines: &mut Vec<Line>,
) -> Result<(), Fault> {
    let name = registry.shown(entry);
    let file = schemas::file_of(&name);
    let old = read(committed, &file)?;
    let new = Snapshot::read(&written(entry.shape, (entry.fingerprint)()))
        .map_err(|error| Fault::new(format!("{name}: {error}")))?;
    let file = shown_path(&committed.path().join(file));
    lines.extend(compare(&old, &new).iter().map(|change| Line {
        of: name.clone(),
        file: file.clone(),
        classes: only(change.class()),
        pointer: change.pointer().to_owned(),
        sentence: change.sentence().to_owned(),
        witness: change.witness().map(str::to_owned),
    }));
    Ok(())
}

fn read(committed: &Committed, file: &str) -> Result<Snapshot, Fault> {
    let text = committed.file(file)?;
    let path = committed.path().join(file);
    Snapshot::read(&text).map_err(|error| Fault::new(format!("{}: {error}", shown_path(&path))))
}

/// The members of a prompt in the file of all prompts.
type Members = BTreeMap<String, serde_json::Value>;

/// Compares the prompts. Their words leave the data what the contracts say; a relation that is new
/// may refuse values that were accepted, and one that is gone may let through what it refused.
fn prompts(registry: &Registry, committed: &Committed, lines: &mut Vec<Line>) -> Result<(), Fault> {
    type Prompts = BTreeMap<String, Members>;
    let folder = committed.path();
    let path = folder.join(schemas::PROMPTS);
    let text = committed.file(schemas::PROMPTS)?;
    let parse = |text: &str| {
        serde_json::from_str::<Prompts>(text)
            .map_err(|error| Fault::new(format!("{}: {error}", shown_path(&path))))
    };
    let (old, new) = (parse(&text)?, parse(&schemas::prompts(registry))?);
    let mut push = |name: &str, class: Class, sentence: String| {
        let of = format!("prompt {name}");
        lines.push(Line::plain(of, folder, schemas::PROMPTS, class, sentence));
    };
    let words = Class::WordingOnly;
    for (name, was) in &old {
        let Some(is) = new.get(name) else {
            push(name, words, "the prompt is gone".to_owned());
            continue;
        };
        let mut keys: Vec<&String> = was.keys().chain(is.keys()).collect();
        keys.sort();
        keys.dedup();
        for sentence in beyond(is, was) {
            let sentence = format!("its relation is new: {sentence}");
            push(name, Class::ProducerBreaking, sentence);
        }
        for sentence in beyond(was, is) {
            let sentence = format!("its relation is gone: {sentence}");
            push(name, Class::ConsumerBreaking, sentence);
        }
        let told = keys
            .into_iter()
            .filter(|key| !["fingerprint", schemas::RELATIONS].contains(&key.as_str()));
        for key in told.filter(|key| was.get(*key) != is.get(*key)) {
            push(name, words, format!("its `{key}` changed"));
        }
    }
    for name in new.keys().filter(|name| !old.contains_key(*name)) {
        push(name, words, "the prompt is new".to_owned());
    }
    Ok(())
}

/// Returns the relations of a prompt that another version of it doesn't have.
fn beyond<'p>(of: &'p Members, other: &Members) -> Vec<&'p str> {
    let all = |of: &'p Members| {
        let list = of.get(schemas::RELATIONS)?.as_array()?;
        Some(list.iter().filter_map(serde_json::Value::as_str))
    };
    let known = other
        .get(schemas::RELATIONS)
        .and_then(serde_json::Value::as_array);
    let is_known = |one: &&str| {
        known.is_some_and(|known| known.iter().any(|known| known.as_str() == Some(one)))
    };
    all(of)
        .into_iter()
        .flatten()
        .filter(|one| !is_known(one))
        .collect()
}
