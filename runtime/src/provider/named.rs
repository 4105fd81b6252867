//! The model that a text means, `vendor/model`, with the key from the environment.

use super::config::ConfigError;
use super::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, Mistral, Model, OpenAi, OpenRouter, Portkey,
    Qwen, TokenMix,
};
use crate::catalogue;
use crate::dialect::AnyDialect;

/// Makes the model of this id from what the environment says.
type FromEnv = fn(&str) -> Result<Model<AnyDialect>, ConfigError>;

/// Every vendor that can be named.
const VENDORS: &[(&str, FromEnv)] = &[
    ("anthropic", |id| {
        Ok(Anthropic::from_env()?.model(id).any_dialect())
    }),
    ("compatible", |id| {
        Ok(Compatible::from_env()?.model(id).any_dialect())
    }),
    ("deepseek", |id| {
        Ok(DeepSeek::from_env()?.model(id).any_dialect())
    }),
    ("gemini", |id| {
        Ok(Gemini::from_env()?.model(id).any_dialect())
    }),
    ("litellm", |id| {
        Ok(LiteLlm::from_env()?.model(id).any_dialect())
    }),
    ("mistral", |id| {
        Ok(Mistral::from_env()?.model(id).any_dialect())
    }),
    ("openai", |id| {
        Ok(OpenAi::from_env()?.model(id).any_dialect())
    }),
    ("openrouter", |id| {
        Ok(OpenRouter::from_env()?.model(id).any_dialect())
    }),
    ("portkey", |id| {
        Ok(Portkey::from_env()?.model(id).any_dialect())
    }),
    ("qwen", |id| Ok(Qwen::from_env()?.model(id).any_dialect())),
    ("tokenmix", |id| {
        Ok(TokenMix::from_env()?.model(id).any_dialect())
    }),
];

/// Returns the names of all vendors that can stand before the slash.
pub(crate) fn vendors() -> impl Iterator<Item = &'static str> {
    VENDORS.iter().map(|(name, _)| *name)
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
        let Some((_, make)) = VENDORS.iter().find(|(known, _)| *known == vendor) else {
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
        let model = make(id)?;
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
