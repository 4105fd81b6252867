//! The model that `vendor/model` means: one that the program has named, or a vendor's with the key
//! from the environment.

use std::collections::BTreeMap;

use super::exit::Fault;
use super::print::safe;
use crate::plan::AnyModel;
use crate::provider::{Model, vendors};

/// Models that the program has named.
pub(super) type Named = BTreeMap<String, AnyModel>;

/// The model that a text means.
pub(super) fn model(named: &Named, text: &str) -> Result<AnyModel, Fault> {
    let by_own_name = || named.values().find(|model| model.name() == text);
    if let Some(model) = named.get(text).or_else(by_own_name) {
        return Ok(model.clone());
    }
    let vendor = text.split_once('/').map(|(vendor, _)| vendor);
    if vendor.is_none_or(|vendor| !vendors().any(|known| known == vendor)) {
        let mut known: Vec<String> = named.keys().cloned().collect();
        known.extend(vendors().map(|vendor| format!("{vendor}/…")));
        return Err(Fault::new(format!(
            "no model is named `{}`; there are {}; a program names others by `Program::model`",
            safe(text),
            known.join(", ")
        )));
    }
    Model::from_env(text)
        .map(AnyModel::from)
        .map_err(|error| Fault::new(format!("{}: {error}", safe(text))))
}
