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
            return Err(ConfigError::new(subject(), "names no vendor", meant(name)));
        };
        let Some(row) = VENDORS.iter().find(|row| row.vendor.name == vendor) else {
            let problem = "names no known vendor";
            return Err(ConfigError::new(subject(), problem, meant(name)));
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

/// Names that other tools have for a vendor, in lower case and without what joins their words, and
/// its name here; `compatible` for those who speak Chat Completions.
const ELSEWHERE: &[(&str, &str)] = &[
    ("google", "gemini"),
    ("googleai", "gemini"),
    ("googlegla", "gemini"),
    ("vertex", "gemini"),
    ("vertexai", "gemini"),
    ("claude", "anthropic"),
    ("gpt", "openai"),
    ("chatgpt", "openai"),
    ("openairesponses", "openai"),
    ("mistralai", "mistral"),
    ("dashscope", "qwen"),
    ("alibaba", "qwen"),
    ("tongyi", "qwen"),
    ("azure", "compatible"),
    ("azureopenai", "compatible"),
    ("cerebras", "compatible"),
    ("fireworks", "compatible"),
    ("fireworksai", "compatible"),
    ("groq", "compatible"),
    ("lmstudio", "compatible"),
    ("local", "compatible"),
    ("llamacpp", "compatible"),
    ("ollama", "compatible"),
    ("perplexity", "compatible"),
    ("together", "compatible"),
    ("togetherai", "compatible"),
    ("vllm", "compatible"),
    ("xai", "compatible"),
];

/// Returns the vendor that `text` must mean.
fn meant_vendor(text: &str) -> Option<&'static str> {
    let plain = text.trim().to_lowercase().replace(['-', '_', ' ', '.'], "");
    let other = || ELSEWHERE.iter().find(|(name, _)| *name == plain);
    let near = || {
        let (far, known) = vendors()
            .map(|known| (strsim::osa_distance(known, &plain), known))
            .min()?;
        (far <= 2).then_some(known)
    };
    other().map(|(_, vendor)| *vendor).or_else(near)
}

/// Returns the remedy for a text without a vendor that is known: the name that was meant, or an
/// example, and all vendors.
pub(crate) fn meant(name: &str) -> String {
    let split = || {
        let (vendor, id) = name.split_once(['/', ':', '.'])?;
        Some((meant_vendor(vendor)?, id))
    };
    let listed = || Some((catalogue::builtin(name)?.vendor.as_str(), name));
    let name = listed()
        .or_else(split)
        .filter(|(_, id)| !id.trim().is_empty());
    let start = match name {
        Some((vendor, id)) => {
            format!(
                "did you mean `{vendor}/{}`?",
                crate::drift::shown(id, LONGEST)
            )
        }
        None => "write `vendor/model`, such as `openai/gpt-6.1-terra`;".to_owned(),
    };
    let vendors: Vec<&str> = vendors().collect();
    format!("{start} the vendors are {}", vendors.join(", "))
}
