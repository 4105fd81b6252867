//! The models that a program uses, and the prompts and contracts for which it asks each.
//!
//! A catalogue knows many models that a program never asks; what is wrong with those is nobody's
//! concern. In use is what `--model` names, or else what the plans of the program and its lock do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValuesRef;

use super::exit::Fault;
use super::finding::Finding;
use super::print::safe;
use super::rehearse::shown;
use super::stale;
use crate::catalogue::{Advice, Catalogue, Entry};
use crate::plan::Uses;
use crate::registry::{ContractEntry, PromptEntry, Registry};
use crate::rehearsal::PlanEntry;
use crate::visible::shown_path;

/// A model in use.
pub(super) struct Used {
    pub(super) entry: Entry,
    /// `true` if each plan that asks it gives its price.
    pub(super) is_priced: bool,
    scope: Scope,
}

/// The prompts and contracts that a model is asked for.
enum Scope {
    All,
    Some {
        /// By fingerprint.
        prompts: BTreeSet<String>,
        /// By the fingerprints of shape and words.
        contracts: BTreeSet<(String, String)>,
    },
}

impl Used {
    /// Returns `true` if the model is asked for this contract.
    pub(super) fn is_asked_for(&self, contract: &ContractEntry) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Some { contracts, .. } => contracts.contains(&fingerprints(contract)),
        }
    }

    /// Returns `true` if the model is asked this prompt.
    pub(super) fn is_asked(&self, prompt: &PromptEntry) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Some { prompts, .. } => prompts.contains(&(prompt.fingerprint)()),
        }
    }
}

fn fingerprints(contract: &ContractEntry) -> (String, String) {
    let fingerprint = (contract.fingerprint)();
    (fingerprint.shape(), fingerprint.text())
}

/// Returns the models in use; what is not known of them is found. Under a policy of prices, that
/// includes a price that is known nowhere.
pub(super) fn models(
    registry: &Registry,
    matches: &ArgMatches,
    has_price_policy: bool,
    found: &mut Vec<Finding>,
) -> Result<Vec<Used>, Fault> {
    let catalogue = catalogue(matches)?;
    if let Some(names) = matches.get_many::<String>("model") {
        return named(&catalogue, names);
    }
    let mut using = Using {
        catalogue,
        has_price_policy,
        models: BTreeMap::new(),
        unknown: BTreeMap::new(),
    };
    let plans = PlanEntry::linked();
    for plan in plans.values() {
        match plan.uses() {
            Ok(uses) => using.plan(&uses),
            Err(why) => {
                let of = format!("plan {}", shown(&plans, plan));
                found.push(Finding::problem(of, String::new(), why));
            }
        }
    }
    if let Some(path) = matches.get_one::<PathBuf>("lock") {
        using.lock(registry, path)?;
    }
    found.extend(using.unknown.into_iter().map(|((vendor, id), what)| {
        let of = format!("model {vendor}/{id}");
        what.finding(of)
    }));
    let models: Vec<Used> = using.models.into_values().collect();
    if models.is_empty() {
        found.push(Finding::note(
            "models".to_owned(),
            String::new(),
            "no model in use is known, so no contract was held against one; name the functions \
             that make plans, `driftless::rehearse!(my_plan);`, or models by --model"
                .to_owned(),
        ));
    }
    Ok(models)
}

/// Returns the known models, with those of `--catalogue`.
pub(super) fn catalogue(matches: &ArgMatches) -> Result<Catalogue, Fault> {
    let catalogue = Catalogue::builtin();
    let Some(path) = matches.get_one::<PathBuf>("catalogue") else {
        return Ok(catalogue);
    };
    let text = std::fs::read_to_string(path).map_err(|error| Fault::reading(path, &error))?;
    catalogue
        .with_toml(&shown_path(path), &text)
        .map_err(|error| Fault::new(error.to_string()))
}

/// Returns the models of these ids, each also as `vendor/model`.
fn named(catalogue: &Catalogue, names: ValuesRef<'_, String>) -> Result<Vec<Used>, Fault> {
    let known = |name: &String| {
        let of_vendor = || {
            let (vendor, id) = name.split_once('/')?;
            catalogue.get(id).filter(|entry| entry.vendor == vendor)
        };
        let Some(entry) = catalogue.get(name).or_else(of_vendor) else {
            let hint = match catalogue.nearest(name) {
                Some(known) => format!("did you mean `{known}`? Otherwise add it by --catalogue"),
                None => "add it by --catalogue".to_owned(),
            };
            return Err(Fault::new(format!(
                "the catalogue has no model `{}`; {hint}",
                safe(name)
            )));
        };
        Ok(Used {
            entry: entry.clone(),
            is_priced: false,
            scope: Scope::All,
        })
    };
    names.map(known).collect()
}

/// A model that the catalogue doesn't have.
struct Unknown {
    advice: Option<Advice>,
    lacks_price: bool,
}

impl Unknown {
    /// Returns a problem where a policy can't be held or the id resembles a known one, else a note.
    fn finding(self, of: String) -> Finding {
        let unknown = "the catalogue has no such model, so its limits and its last day are unknown";
        let is_problem = self.lacks_price || self.advice.as_ref().is_some_and(|it| it.is_sure);
        let remedy = self.advice.map(|advice| advice.sentence);
        let remedy = remedy.unwrap_or_else(|| "add it by --catalogue".to_owned());
        let price = if self.lacks_price {
            ", and no price is recorded"
        } else {
            ""
        };
        let sentence = format!("{unknown}{price}; {remedy}");
        if is_problem {
            Finding::problem(of, String::new(), sentence)
        } else {
            Finding::note(of, String::new(), sentence)
        }
    }
}

/// The models in use, as they are met.
struct Using {
    catalogue: Catalogue,
    has_price_policy: bool,
    /// By id.
    models: BTreeMap<String, Used>,
    /// By vendor and id.
    unknown: BTreeMap<(String, String), Unknown>,
}

impl Using {
    fn plan(&mut self, uses: &Uses) {
        for model in &uses.models {
            let asked = (uses.prompt.clone(), uses.contract.clone());
            self.add(&model.vendor, &model.id, Some(model.is_priced), [asked]);
        }
    }

    /// Adds the models that evidence is about: each has been asked, and is to be asked.
    fn lock(&mut self, registry: &Registry, path: &Path) -> Result<(), Fault> {
        let Some(lock) = stale::read(path)? else {
            return Ok(());
        };
        for entry in lock.entries() {
            for name in [&entry.model, &entry.reference] {
                let Some((vendor, id)) = name.split_once('/') else {
                    continue;
                };
                let prompts = registry.prompts.values();
                let prompts = prompts.filter(|prompt| prompt.name == entry.prompt);
                let asked =
                    prompts.map(|prompt| ((prompt.fingerprint)(), fingerprints(&prompt.output)));
                self.add(vendor, id, None, asked);
            }
        }
        Ok(())
    }

    /// Adds a model; `is_priced` is `None` if nothing is said of a price of one's own.
    fn add(
        &mut self,
        vendor: &str,
        id: &str,
        is_priced: Option<bool>,
        asked: impl IntoIterator<Item = (String, (String, String))>,
    ) {
        let known = self.catalogue.get(id);
        let Some(entry) = known.filter(|entry| entry.vendor == vendor) else {
            let advice = self.catalogue.advice(vendor, id);
            let key = (vendor.to_owned(), id.to_owned());
            let unknown = self.unknown.entry(key).or_insert(Unknown {
                advice,
                lacks_price: false,
            });
            unknown.lacks_price |= self.has_price_policy && is_priced == Some(false);
            return;
        };
        let used = self.models.entry(entry.id.clone()).or_insert_with(|| Used {
            entry: entry.clone(),
            is_priced: is_priced == Some(true),
            scope: Scope::Some {
                prompts: BTreeSet::new(),
                contracts: BTreeSet::new(),
            },
        });
        used.is_priced &= is_priced != Some(false);
        if let Scope::Some { prompts, contracts } = &mut used.scope {
            for (prompt, contract) in asked {
                prompts.insert(prompt);
                contracts.insert(contract);
            }
        }
    }
}
