//! What an answer's body tells of the way it took, beside the text: noted from a whole answer, and from each piece of a streamed one.

use crate::served::ServedEvidence;

/// Names and marks that only gateways leave, and the models that an answer names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Routed {
    /// Each model that was named in a piece, once, in order.
    pub(in crate::provider) models: Vec<String>,
    /// Each provider that was named behind the gateway (`OpenRouter`'s `provider`, read 2026-08).
    pub(in crate::provider) providers: Vec<String>,
    /// `openrouter_metadata`, as it came.
    pub(in crate::provider) metadata: Option<String>,
    /// `litellm_fallback` stood in a piece (`LiteLLM` 1.106.2).
    pub(in crate::provider) fell_back: bool,
}

impl Routed {
    pub(super) fn model(&mut self, name: Option<&str>) {
        once(&mut self.models, name);
    }

    pub(super) fn provider(&mut self, name: Option<&str>) {
        once(&mut self.providers, name);
    }

    /// Two models in one answer: whatever was asked for, one of them is another.
    pub(in crate::provider) fn contradiction(&self) -> Option<ServedEvidence> {
        let [first, .., last] = self.models.as_slice() else {
            return None;
        };
        Some(ServedEvidence::Detour(format!(
            "the pieces of one answer name {first} and {last}"
        )))
    }
}

/// Azure's first piece names an empty model.
fn once(names: &mut Vec<String>, name: Option<&str>) {
    if let Some(name) = name.filter(|name| !name.is_empty())
        && !names.iter().any(|known| known == name)
    {
        names.push(name.to_owned());
    }
}
