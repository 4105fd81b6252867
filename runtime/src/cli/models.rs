//! The model that `vendor/model` means: one that the program has named, or a vendor's with the key from the environment.

use std::collections::BTreeMap;

use super::exit::Fault;
use crate::catalogue;
use crate::plan::AnyModel;
use crate::provider::{
    Anthropic, Compatible, ConfigError, DeepSeek, Gemini, LiteLlm, Mistral, OpenAi, OpenRouter,
    Portkey, Qwen, TokenMix,
};

/// Makes the model of this id from what the environment says.
type FromEnv = fn(&str) -> Result<AnyModel, ConfigError>;

/// Every vendor that can be named.
const VENDORS: &[(&str, FromEnv)] = &[
    ("anthropic", |id| {
        Ok(Anthropic::from_env()?.model(id).into())
    }),
    ("compatible", |id| {
        Ok(Compatible::from_env()?.model(id).into())
    }),
    ("deepseek", |id| Ok(DeepSeek::from_env()?.model(id).into())),
    ("gemini", |id| Ok(Gemini::from_env()?.model(id).into())),
    ("litellm", |id| Ok(LiteLlm::from_env()?.model(id).into())),
    ("mistral", |id| Ok(Mistral::from_env()?.model(id).into())),
    ("openai", |id| Ok(OpenAi::from_env()?.model(id).into())),
    ("openrouter", |id| {
        Ok(OpenRouter::from_env()?.model(id).into())
    }),
    ("portkey", |id| Ok(Portkey::from_env()?.model(id).into())),
    ("qwen", |id| Ok(Qwen::from_env()?.model(id).into())),
    ("tokenmix", |id| Ok(TokenMix::from_env()?.model(id).into())),
];

/// Models that the program has named.
pub(super) type Named = BTreeMap<String, AnyModel>;

/// The model that a text means.
pub(super) fn model(named: &Named, text: &str) -> Result<AnyModel, Fault> {
    let by_own_name = || named.values().find(|model| model.name() == text);
    if let Some(model) = named.get(text).or_else(by_own_name) {
        return Ok(model.clone());
    }
    let vendor = text.split_once('/').and_then(|(vendor, id)| {
        let known = VENDORS.iter().find(|(name, _)| *name == vendor)?;
        (!id.is_empty()).then_some((known.1, id))
    });
    let Some((from_env, id)) = vendor else {
        let mut known: Vec<&str> = named.keys().map(String::as_str).collect();
        let vendors: Vec<String> = VENDORS
            .iter()
            .map(|(name, _)| format!("{name}/…"))
            .collect();
        known.extend(vendors.iter().map(String::as_str));
        return Err(Fault::new(format!(
            "no model is named `{text}`; there are {}; a program names others by `Program::model`",
            known.join(", ")
        )));
    };
    let model = from_env(id).map_err(|error| Fault::new(format!("{text}: {error}")))?;
    // The first dialect of the catalogue is the model's best, where the provider's usual one is none of its.
    let known = catalogue::builtin(id).filter(|entry| !entry.dialects.contains(&model.route()));
    Ok(match known.and_then(|entry| entry.dialects.first()) {
        Some(route) => model.in_dialect(*route),
        None => model,
    })
}
