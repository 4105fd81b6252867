//! Which dialects of the models in use carry the contracts, and how large prompts are in them.
//!
//! A plan asks a model in one of the dialects that the catalogue gives it, the one that the code
//! names or the provider's usual one. So a contract is lost to a model only if none of them carries
//! it; what one of several can't carry is worth knowing to whoever chooses.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::used::Used;
use crate::catalogue::Entry;
use crate::dialect::{Adapted, Table, Unsupported, adapt, table_of};
use crate::docs::size;
use crate::registry::Registry;
use crate::shape::Shape;

/// The result of adapting one contract to each dialect, by the dialect's name.
struct Forms {
    shape: &'static Shape,
    known: BTreeMap<&'static str, Result<Adapted, Vec<Unsupported>>>,
}

impl Forms {
    fn of(shape: &'static Shape) -> Self {
        let known = BTreeMap::new();
        Self { shape, known }
    }

    fn get(&mut self, table: &'static Table) -> &Result<Adapted, Vec<Unsupported>> {
        let form = self.known.entry(table.name());
        form.or_insert_with(|| adapt(self.shape, table))
    }

    /// The first dialect of a model that carries the contract.
    fn carrying(&mut self, model: &Entry) -> Option<&'static Table> {
        tables(model).find(|table| self.get(table).is_ok())
    }
}

/// The dialects in which a plan can ask a model, its default first.
fn tables(model: &Entry) -> impl Iterator<Item = &'static Table> {
    model.dialects.iter().map(|route| table_of(*route))
}

/// Finds contracts that a dialect can't carry; models with the same finding share a line. It is a
/// problem of models that have no other dialect.
pub(super) fn limits(registry: &Registry, models: &[Used], found: &mut Vec<Finding>) {
    for contract in registry.contracts.values() {
        let mut forms = Forms::of(contract.shape);
        // By dialect, and the one that carries the contract instead.
        let mut told: BTreeMap<(&str, Option<&str>), Vec<&str>> = BTreeMap::new();
        let asked = models.iter().filter(|model| model.is_asked_for(contract));
        for model in asked.map(|used| &used.entry) {
            let instead = forms.carrying(model).map(Table::name);
            for table in tables(model) {
                if forms.get(table).is_err() {
                    let place = told.entry((table.name(), instead)).or_default();
                    place.push(&model.id);
                }
            }
        }
        for ((dialect, instead), models) in told {
            let Some(Err(unsupported)) = forms.known.get(dialect) else {
                continue;
            };
            for one in unsupported {
                let (of, pointer) = (registry.shown(contract), one.pointer.clone());
                let what = format!("{dialect} can't carry it: {}", one.sentence);
                let models = models.join(", ");
                found.push(if let Some(instead) = instead {
                    let sentence = format!("{what} ({instead} can, of the same models: {models})");
                    Finding::note(of, pointer, sentence)
                } else {
                    let sentence = format!("{what} (models without a dialect that can: {models})");
                    Finding::problem(of, pointer, sentence)
                });
            }
        }
    }
}

/// Finds prompts that take more than `most` tokens before their inputs are filled in, in the first
/// dialect of each model that carries the contract; each dialect is reported once.
pub(super) fn sizes(registry: &Registry, models: &[Used], most: u64, found: &mut Vec<Finding>) {
    for prompt in registry.prompts.values() {
        let mut forms = Forms::of(prompt.output.shape);
        let mut asked: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let of_prompt = models.iter().filter(|model| model.is_asked(prompt));
        for model in of_prompt.map(|used| &used.entry) {
            // Where there is none, that has been reported.
            if let Some(table) = forms.carrying(model) {
                asked.entry(table.name()).or_default().push(&model.id);
            }
        }
        for (dialect, models) in asked {
            let Some(Ok(adapted)) = forms.known.get(dialect) else {
                continue;
            };
            let tokens = size::prompt(prompt, adapted);
            if tokens > most {
                found.push(Finding::problem(
                    format!("prompt {}", prompt.name),
                    String::new(),
                    format!(
                        "about {tokens} tokens before its inputs are filled in, more than {most} (models: {})",
                        models.join(", ")
                    ),
                ));
            }
        }
    }
}
