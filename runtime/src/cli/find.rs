//! The contract that a name on the command line means.

use super::exit::Fault;
use super::print::safe;
use crate::registry::{ContractEntry, PromptEntry, Registry};

/// Lowest similarity of a suggested name, from 0 to 1.
const LIKE: f64 = 0.7;

/// The contract of this name or path.
pub(super) fn contract(registry: &Registry, name: &str) -> Result<ContractEntry, Fault> {
    if let Some(entry) = registry.contracts.get(name) {
        return Ok(*entry);
    }
    let named: Vec<&ContractEntry> = registry
        .contracts
        .values()
        .filter(|entry| entry.name() == name)
        .collect();
    let name = &safe(name);
    match named.as_slice() {
        [entry] => Ok(**entry),
        [] => Err(Fault::new(unknown(registry, name))),
        several => {
            let paths: Vec<String> = several.iter().map(|entry| registry.path(entry)).collect();
            Err(Fault::new(format!(
                "several contracts are named `{name}`; write one of {}",
                paths.join(", ")
            )))
        }
    }
}

fn unknown(registry: &Registry, name: &str) -> String {
    if registry.contracts.is_empty() {
        return "no contract is linked into this program; name the crate that holds them, such as `use my_app as _;`".to_owned();
    }
    let names: Vec<String> = registry
        .contracts
        .values()
        .map(|entry| registry.shown(entry))
        .collect();
    let like = names
        .iter()
        .map(|known| (strsim::jaro_winkler(known, name), known))
        .filter(|(score, _)| *score >= LIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match like {
        Some((_, known)) => format!("no contract is named `{name}`; did you mean `{known}`?"),
        None => format!(
            "no contract is named `{name}`; there are {}",
            names.join(", ")
        ),
    }
}

/// The prompt of this name, or of `module::Name` where several share it.
pub(super) fn prompt(registry: &Registry, name: &str) -> Result<PromptEntry, Fault> {
    let path = |module: &str, name: &str| format!("{module}::{name}");
    let named: Vec<_> = registry
        .prompts
        .iter()
        .filter(|((module, own), prompt)| {
            prompt.name == name || own == name || path(module, own) == name
        })
        .collect();
    let name = &safe(name);
    match named.as_slice() {
        [(_, prompt)] => Ok(**prompt),
        [] => {
            let known: Vec<&str> = registry
                .prompts
                .values()
                .map(|prompt| prompt.name)
                .collect();
            Err(Fault::new(if known.is_empty() {
                "no prompt is linked into this program; name the crate that holds them, such as `use my_app as _;`".to_owned()
            } else {
                format!(
                    "no prompt is named `{name}`; there are {}",
                    known.join(", ")
                )
            }))
        }
        several => {
            let paths: Vec<String> = several
                .iter()
                .map(|((module, own), _)| path(module, own))
                .collect();
            Err(Fault::new(format!(
                "several prompts are named `{name}`; write one of {}",
                paths.join(", ")
            )))
        }
    }
}
