//! The contract that a name on the command line means.

use super::exit::Fault;
use crate::registry::{ContractEntry, Registry};

/// How unlike a name may be to be suggested, from 0 to 1.
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
