//! The model that `vendor/model` means: one that the program has named, or a vendor's with the key
//! from the environment.

use std::collections::BTreeMap;

use super::exit::Fault;
use super::print::safe;
use crate::plan::AnyModel;
use crate::provider::{Model, meant, vendors};

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
        let own: Vec<&str> = named.keys().map(String::as_str).collect();
        let own = if own.is_empty() {
            String::new()
        } else {
            format!(" this program names {};", own.join(", "))
        };
        return Err(Fault::new(format!(
            "no model is named `{}`;{own} {}; a program names others by `Program::model`",
            safe(text),
            safe(&meant(text))
        )));
    }
    Model::from_env(text)
        .map(AnyModel::from)
        .map_err(|error| Fault::new(format!("{}: {error}", safe(text))))
}
