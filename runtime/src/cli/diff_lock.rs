//! `diff` with `contracts.lock`: what changed since models were qualified.
//!
//! A lock contains fingerprints and no schema. Equal ones show that nothing changed. Another shape
//! may be a change of any class. With an equal shape and another text, the schema is unchanged:
//! words changed, or checks in code, whose names count as words; the fingerprint doesn't show
//! which.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use super::change::Line;
use super::committed::Committed;
use super::exit::Fault;
use crate::diff::{Class, has_checks};
use crate::docs::current;
use crate::lock::{self, Entry, Lock, Stale};
use crate::registry::{ContractEntry, PromptEntry, Registry};
use crate::visible::shown_path;

/// Whatever changes in a prompt without relations, the data stay what their contracts say: evidence
/// is about prompts without any, so that none was removed.
const WORDING: &[Class] = &[Class::WordingOnly];

/// The classes of changed words if the contract has no check in code now: a check may have been
/// removed, and none can have been added.
const WITHOUT_CHECKS: &[Class] = &[Class::WordingOnly, Class::ConsumerBreaking];
const WITH_CHECKS: &[Class] = &[
    Class::WordingOnly,
    Class::ConsumerBreaking,
    Class::ProducerBreaking,
];

/// Returns `true` if a path leads to a lock instead of a folder.
pub(super) fn is_lock(path: &Path) -> bool {
    path.is_file() || path.file_name() == Some(OsStr::new(lock::FILE))
}

/// Everything that changed, of these contracts or of all, and then of prompts as well.
pub(super) fn lines(
    registry: &Registry,
    committed: &Committed,
    contracts: Option<&[ContractEntry]>,
) -> Result<Vec<Line>, Fault> {
    let text = committed.text()?;
    let file = shown_path(committed.path());
    let lock = Lock::parse(&file, &text).map_err(|error| Fault::new(error.to_string()))?;
    if lock.entries().next().is_none() {
        return Err(Fault::new(format!(
            "{file} has no evidence, so there is nothing to compare with; give a folder that `schemas` wrote"
        )));
    }
    let wanted = contracts.map(|all| all.iter().map(|one| registry.shown(one)).collect());
    let mut telling = Telling {
        registry,
        file,
        wanted,
        spoken_of: BTreeSet::new(),
        lines: Vec::new(),
    };
    lock.entries().for_each(|entry| telling.entry(entry));
    telling.end()
}

/// The lines in the making.
struct Telling<'r> {
    registry: &'r Registry,
    file: String,
    /// The names of contracts that were asked for; `None`: everything.
    wanted: Option<BTreeSet<String>>,
    /// The names of contracts with evidence.
    spoken_of: BTreeSet<String>,
    lines: Vec<Line>,
}

impl Telling<'_> {
    fn push(&mut self, of: &str, classes: &'static [Class], sentence: &str) {
        let line = Line {
            of: of.to_owned(),
            file: self.file.clone(),
            classes,
            pointer: String::new(),
            sentence: sentence.to_owned(),
            witness: None,
        };
        // Several models were qualified on one prompt.
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let prompt = prompt(self.registry, entry);
        let name = match prompt {
            Some(prompt) => self.registry.shown(&prompt.output),
            None => entry.fingerprints.contract.clone(),
        };
        self.spoken_of.insert(name.clone());
        let wanted = self.wanted.as_ref();
        if wanted.is_some_and(|wanted| !wanted.contains(&name)) {
            return;
        }
        let is_named = wanted.is_some();
        let Some(prompt) = prompt else {
            self.push(&name, Class::ALL, NO_PROMPT);
            return;
        };
        let of_prompt = format!("prompt {}", prompt.name);
        for stale in entry.staleness(&current(prompt, entry)) {
            match stale {
                Stale::Shape(_) => self.push(&name, Class::ALL, SHAPE),
                Stale::Wording(_) if has_checks(prompt.output.shape) => {
                    self.push(&name, WITH_CHECKS, WORDS_OR_CHECKS);
                }
                Stale::Wording(_) => self.push(&name, WITHOUT_CHECKS, WORDS_OR_GONE),
                Stale::Template(_) if !is_named => {
                    let classes = if prompt.relations.is_empty() {
                        WORDING
                    } else {
                        WITH_CHECKS
                    };
                    self.push(&of_prompt, classes, "its templates or relations changed");
                }
                Stale::Examples(_) if !is_named => {
                    self.push(&of_prompt, WORDING, "its examples changed");
                }
                // A matter of the evidence and not of the contract: `check` reports it.
                _ => {}
            }
        }
    }

    /// All lines, if each contract that was asked for has evidence.
    fn end(self) -> Result<Vec<Line>, Fault> {
        let mut wanted = self.wanted.iter().flatten();
        match wanted.find(|name| !self.spoken_of.contains(*name)) {
            Some(name) => Err(Fault::new(format!(
                "{} has no evidence about `{name}`; compare with a folder that `schemas` wrote",
                self.file
            ))),
            None => Ok(self.lines),
        }
    }
}

const NO_PROMPT: &str = "no prompt is called as the one that it was qualified on; a lock has no schema to class that by: compare with a folder that `schemas` wrote";
const SHAPE: &str = "its shape changed; a lock has no schema to class that by: compare with a folder that `schemas` wrote";
const WORDS_OR_CHECKS: &str = "its schema is the same; its words changed, or a check in code came or went, and a lock doesn't show which; compare with a folder that `schemas` wrote";
const WORDS_OR_GONE: &str = "its schema is the same; its words changed, or a check in code went, and a lock doesn't show which; compare with a folder that `schemas` wrote";

/// The prompt of an entry; of several of one name, the one that it fits best.
fn prompt<'r>(registry: &'r Registry, entry: &Entry) -> Option<&'r PromptEntry> {
    let named = registry
        .prompts
        .values()
        .filter(|prompt| prompt.name == entry.prompt);
    named.min_by_key(|prompt| entry.staleness(&current(prompt, entry)).len())
}
