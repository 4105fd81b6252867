//! `diff`: the committed schemas, or the committed evidence, against the code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::committed::Committed;
use super::exit::{Exit, Fault};
use super::print::{Format, annotation, safe};
use super::{diff_lock, find, schemas};
use crate::diff::{Class, Snapshot, compare, written};
use crate::json::Json;
use crate::registry::{ContractEntry, Registry};
use crate::visible::shown_path;

/// One line of the output.
#[derive(PartialEq, Eq)]
pub(super) struct Line {
    /// The contract or prompt.
    pub(super) of: String,
    /// The committed file.
    pub(super) file: String,
    /// The class; several if the committed file doesn't show which of them it is.
    pub(super) classes: &'static [Class],
    pub(super) pointer: String,
    pub(super) sentence: String,
    pub(super) witness: Option<String>,
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

/// Prompts are words: whatever changes in them, the data stay what their contracts say.
fn prompts(registry: &Registry, committed: &Committed, lines: &mut Vec<Line>) -> Result<(), Fault> {
    type Prompts = BTreeMap<String, BTreeMap<String, serde_json::Value>>;
    let folder = committed.path();
    let path = folder.join(schemas::PROMPTS);
    let text = committed.file(schemas::PROMPTS)?;
    let parse = |text: &str| {
        serde_json::from_str::<Prompts>(text)
            .map_err(|error| Fault::new(format!("{}: {error}", shown_path(&path))))
    };
    let (old, new) = (parse(&text)?, parse(&schemas::prompts(registry))?);
    let mut push = |name: &str, sentence: String| {
        let of = format!("prompt {name}");
        let (file, class) = (schemas::PROMPTS, Class::WordingOnly);
        lines.push(Line::plain(of, folder, file, class, sentence));
    };
    for (name, was) in &old {
        let Some(is) = new.get(name) else {
            push(name, "the prompt is gone".to_owned());
            continue;
        };
        let mut keys: Vec<&String> = was.keys().chain(is.keys()).collect();
        keys.sort();
        keys.dedup();
        let told = keys.into_iter().filter(|key| *key != "fingerprint");
        for key in told.filter(|key| was.get(*key) != is.get(*key)) {
            push(name, format!("its `{key}` changed"));
        }
    }
    for name in new.keys().filter(|name| !old.contains_key(*name)) {
        push(name, "the prompt is new".to_owned());
    }
    Ok(())
}

/// The one class that a change has.
fn only(class: Class) -> &'static [Class] {
    match class {
        Class::Compatible => &[Class::Compatible],
        Class::WordingOnly => &[Class::WordingOnly],
        Class::ConsumerBreaking => &[Class::ConsumerBreaking],
        Class::ProducerBreaking => &[Class::ProducerBreaking],
    }
}

impl Line {
    fn plain(of: String, folder: &Path, file: &str, class: Class, sentence: String) -> Self {
        Self {
            of,
            file: shown_path(&folder.join(file)),
            classes: only(class),
            pointer: String::new(),
            sentence,
            witness: None,
        }
    }

    /// The class in output.
    fn class(&self) -> &'static str {
        match self.classes {
            [class] => class.name(),
            _ => "unclassified",
        }
    }

    /// Returns the meaning of the proof.
    fn effect(&self) -> &'static str {
        if self.classes == [Class::ProducerBreaking] {
            "was accepted, is rejected"
        } else {
            "was rejected, is accepted"
        }
    }

    fn print(&self, format: Format, denied: bool, out: &mut impl Write) -> io::Result<()> {
        match format {
            Format::Text => {
                let place = if self.pointer.is_empty() { "" } else { " " };
                writeln!(
                    out,
                    "{:<17} {}{place}{}: {}",
                    self.class(),
                    self.of,
                    safe(&self.pointer),
                    safe(&self.sentence)
                )?;
                if let Some(witness) = &self.witness {
                    writeln!(out, "{:<17} {}: {}", "", self.effect(), safe(witness))?;
                }
                Ok(())
            }
            Format::Json => {
                let mut members = vec![
                    ("of", Json::string(&self.of)),
                    ("class", Json::string(self.class())),
                    ("denied", Json::Bool(denied)),
                    ("pointer", Json::string(&self.pointer)),
                    ("sentence", Json::string(&self.sentence)),
                ];
                if self.classes.len() > 1 {
                    let names = self.classes.iter().map(|class| Json::string(class.name()));
                    members.push(("possible", Json::Array(names.collect())));
                }
                if let Some(witness) = &self.witness {
                    members.push(("document", Json::string(witness)));
                }
                let line = serde_json::to_string(&Json::object(members)).unwrap_or_default();
                writeln!(out, "{line}")
            }
            Format::GitHub => {
                let level = if denied { "error" } else { "notice" };
                let mut message = format!("{} {}: {}", self.of, self.pointer, self.sentence);
                if let Some(witness) = &self.witness {
                    // Writing to a String can't fail.
                    let _infallible = write!(message, "\n{}: {}", self.effect(), safe(witness));
                }
                let line = annotation(level, Some((&self.file, 1)), self.class(), &message);
                writeln!(out, "{line}")
            }
        }
    }
}
