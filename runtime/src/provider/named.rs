//! The model that a text means, `vendor/model`, with the key from the environment.

use super::config::ConfigError;
use super::{Model, VENDORS};
use crate::catalogue;
use crate::dialect::AnyDialect;

/// Returns the names of all vendors that can stand before the slash.
pub(crate) fn vendors() -> impl Iterator<Item = &'static str> {
    VENDORS.iter().map(|row| row.vendor.name)
}

impl Model<AnyDialect> {
    /// Returns the model that `name` means, `vendor/model`, with the vendor's key and address from
    /// the environment; for a model that a setting chooses. It takes every setting that other
    /// models do.
    ///
    /// The vendor is the name that receipts show, such as `openai`, `anthropic` or `compatible`;
    /// what stands behind the first slash is the model's id. It is asked in the vendor's usual
    /// dialect, or in the first that the catalogue gives it.
    ///
    /// ```no_run
    /// use driftless::provider::Model;
    /// use driftless::{Ask, Contract, Plan};
    ///
    /// #[derive(Contract)]
    /// struct Mood { happy: bool }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let name = std::env::var("TRIAGE_MODEL");
    /// let name = name.unwrap_or_else(|_| "openai/gpt-6.1-terra".to_owned());
    /// let model = Model::from_env(&name)?.max_output_tokens(500);
    /// let plan = Plan::<Ask<Mood>>::primary(model).build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ConfigError`] if no vendor has this name, if no model is named, or if the environment
    /// lacks the key.
    pub fn from_env(name: &str) -> Result<Self, ConfigError> {
        let subject = || format!("the model `{}`", crate::drift::shown(name, LONGEST));
        let Some((vendor, id)) = name.split_once('/') else {
            let remedy = format!("write `vendor/model`, such as `openai/{name}`; {}", known());
            return Err(ConfigError::new(subject(), "names no vendor", remedy));
        };
        let Some(row) = VENDORS.iter().find(|row| row.vendor.name == vendor) else {
            let near = vendors().min_by_key(|known| strsim::osa_distance(known, vendor));
            let near = near.filter(|known| strsim::osa_distance(known, vendor) <= 2);
            let near = near.map_or_else(String::new, |known| format!("did you mean `{known}`? "));
            let remedy = format!("{near}{}", known());
            return Err(ConfigError::new(subject(), "names no known vendor", remedy));
        };
        if id.trim().is_empty() {
            let remedy = format!("write its id behind the slash, such as `{vendor}/gpt-6.1-terra`");
            return Err(ConfigError::new(subject(), "has no id", remedy));
        }
        let model = (row.model)(id)?;
        // The first dialect of the catalogue is the model's best, where the provider's usual one is
        // none of its.
        let row = catalogue::builtin(id).filter(|row| !row.dialects.contains(&model.route()));
        Ok(match row.and_then(|row| row.dialects.first()) {
            Some(route) => model.routed(*route),
            None => model,
        })
    }
}

/// The longest part of a name that a message shows.
const LONGEST: usize = 100;

fn known() -> String {
    let vendors: Vec<&str> = vendors().collect();
    format!("the vendors are {}", vendors.join(", "))
}
