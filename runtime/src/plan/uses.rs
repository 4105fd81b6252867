//! The models, the prompt and the contract that a plan uses, for the command line.

use super::Plan;

/// A prompt, its contract and the models that a plan asks for it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Uses {
    /// The prompt's fingerprint.
    pub(crate) prompt: String,
    /// The fingerprints of the contract's shape and of its words.
    pub(crate) contract: (String, String),
    /// In the plan's order.
    pub(crate) models: Vec<UsedModel>,
}

/// A model that a plan asks.
#[derive(Debug, Clone)]
pub(crate) struct UsedModel {
    /// The provider's name.
    pub(crate) vendor: String,
    /// The model's id.
    pub(crate) id: String,
    /// `true` if the plan itself gives its price.
    pub(crate) is_priced: bool,
}

impl<P> Plan<P> {
    /// Returns what the plan uses.
    pub(crate) fn uses(&self) -> Uses {
        let checked = &*self.checked;
        let models = checked.steps.iter().map(|step| UsedModel {
            vendor: step.provider.name().to_owned(),
            id: step.model.clone(),
            is_priced: step.settings.price.is_some(),
        });
        Uses {
            prompt: checked.prompt.fingerprint.clone(),
            contract: (
                checked.contract.shape.clone(),
                checked.contract.text.clone(),
            ),
            models: models.collect(),
        }
    }
}
