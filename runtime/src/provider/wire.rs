//! Settings on the wire: by which member of a request's body each API takes them.
//!
//! A new setting needs a decision for every API here; what an API has no member for is refused when
//! a plan is built.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::failure::FailureClass;

use super::Failure;
use super::parameters::{Parameters, Wire};

/// OpenAI's Chat Completions.
pub(super) const OPENAI_CHAT: Wire = Wire {
    api: "OpenAI's Chat Completions",
    source: "API reference, 2026-11",
    older: None,
    with: &[],
    apart: None,
    temperature: Some("temperature"),
    top_p: Some("top_p"),
    top_k: None,
    seed: Some("seed"),
    stop: Some("stop"),
    frequency_penalty: Some("frequency_penalty"),
    presence_penalty: Some("presence_penalty"),
    effort: Some("reasoning_effort"),
    thinking_budget: None,
    verbosity: Some("verbosity"),
    service_tier: Some("service_tier"),
    end_user: Some("safety_identifier"),
    store: Some("store"),
};

/// Servers and gateways that take Chat Completions and hand on what they don't know.
pub(super) const CHAT: Wire = Wire {
    api: "Chat Completions",
    // vLLM, SGLang, llama.cpp (their sources, 2026-11), and OpenRouter (2026-08-22).
    top_k: Some("top_k"),
    // OpenAI's name before 2025, which the others took over.
    end_user: Some("user"),
    store: None,
    ..OPENAI_CHAT
};

/// OpenAI's Responses.
pub(super) const RESPONSES: Wire = Wire {
    api: "OpenAI's Responses API",
    source: "API reference, 2026-11",
    older: None,
    with: &[],
    apart: None,
    temperature: Some("temperature"),
    top_p: Some("top_p"),
    top_k: None,
    seed: None,
    stop: None,
    frequency_penalty: None,
    presence_penalty: None,
    effort: Some("reasoning.effort"),
    thinking_budget: None,
    verbosity: Some("text.verbosity"),
    service_tier: Some("service_tier"),
    end_user: Some("safety_identifier"),
    store: Some("store"),
};

/// Anthropic's Messages from the version 2026-10-21 on, which takes no sampling settings.
pub(super) const ANTHROPIC: Wire = Wire {
    api: "Anthropic's API since version 2026-10-21",
    source: "Versions, 2026-10",
    older: Some((&ANTHROPIC_2023, "set `.api_version(\"2023-06-01\")`")),
    with: &[("thinking_budget", "thinking.type", "enabled")],
    apart: None,
    temperature: None,
    top_p: None,
    top_k: None,
    seed: None,
    stop: Some("stop_sequences"),
    frequency_penalty: None,
    presence_penalty: None,
    effort: Some("output_config.effort"),
    thinking_budget: Some("thinking.budget_tokens"),
    verbosity: None,
    service_tier: Some("service_tier"),
    end_user: Some("metadata.user_id"),
    store: None,
};

/// Anthropic's Messages before that version.
pub(super) const ANTHROPIC_2023: Wire = Wire {
    api: "Anthropic's API version 2023-06-01",
    source: "API reference, 2026-11",
    older: None,
    with: &[("thinking_budget", "thinking.type", "enabled")],
    apart: None,
    temperature: Some("temperature"),
    top_p: Some("top_p"),
    top_k: Some("top_k"),
    seed: None,
    stop: Some("stop_sequences"),
    frequency_penalty: None,
    presence_penalty: None,
    effort: Some("output_config.effort"),
    thinking_budget: Some("thinking.budget_tokens"),
    verbosity: None,
    service_tier: Some("service_tier"),
    end_user: Some("metadata.user_id"),
    store: None,
};

/// Gemini's `generateContent`.
pub(super) const GEMINI: Wire = Wire {
    api: "Gemini's `generateContent`",
    source: "API reference, 2026-11",
    older: None,
    with: &[],
    apart: Some(["effort", "thinking_budget"]),
    temperature: Some("generationConfig.temperature"),
    top_p: Some("generationConfig.topP"),
    top_k: Some("generationConfig.topK"),
    seed: Some("generationConfig.seed"),
    stop: Some("generationConfig.stopSequences"),
    frequency_penalty: Some("generationConfig.frequencyPenalty"),
    presence_penalty: Some("generationConfig.presencePenalty"),
    effort: Some("generationConfig.thinkingConfig.thinkingLevel"),
    thinking_budget: Some("generationConfig.thinkingConfig.thinkingBudget"),
    verbosity: None,
    service_tier: Some("serviceTier"),
    end_user: None,
    store: Some("store"),
};

/// Mistral, whose body is closed.
pub(super) const MISTRAL: Wire = Wire {
    api: "Mistral",
    source: "API reference, 2026-08-21",
    older: None,
    with: &[],
    apart: None,
    temperature: Some("temperature"),
    top_p: Some("top_p"),
    top_k: None,
    seed: Some("random_seed"),
    stop: Some("stop"),
    frequency_penalty: Some("frequency_penalty"),
    presence_penalty: Some("presence_penalty"),
    effort: Some("reasoning_effort"),
    thinking_budget: None,
    verbosity: None,
    service_tier: None,
    end_user: None,
    store: None,
};

/// DeepSeek.
pub(super) const DEEPSEEK: Wire = Wire {
    api: "DeepSeek",
    source: "API reference, 2026-11",
    older: None,
    with: &[],
    apart: None,
    temperature: Some("temperature"),
    top_p: Some("top_p"),
    top_k: None,
    seed: None,
    stop: Some("stop"),
    frequency_penalty: Some("frequency_penalty"),
    presence_penalty: Some("presence_penalty"),
    effort: Some("reasoning_effort"),
    thinking_budget: None,
    verbosity: None,
    service_tier: None,
    end_user: None,
    store: None,
};

/// Qwen's compatible mode.
pub(super) const QWEN: Wire = Wire {
    api: "Qwen",
    source: "Model Studio, 2026-10",
    older: None,
    with: &[],
    apart: None,
    temperature: Some("temperature"),
    top_p: Some("top_p"),
    top_k: Some("top_k"),
    seed: Some("seed"),
    stop: Some("stop"),
    frequency_penalty: None,
    presence_penalty: Some("presence_penalty"),
    effort: Some("reasoning_effort"),
    thinking_budget: None,
    verbosity: None,
    service_tier: None,
    end_user: None,
    store: None,
};

impl Wire {
    fn path(&self, setting: &str) -> Option<&'static str> {
        let known = self.known().into_iter();
        let mut paths = known.filter_map(|(name, path)| (name == setting).then_some(path));
        paths.next()
    }

    /// Returns what of `parameters` the API can't take, each a sentence with its remedy.
    pub(super) fn objections(&self, parameters: &Parameters) -> Vec<String> {
        let unknown = parameters
            .placed()
            .filter(|(name, _)| self.path(name).is_none());
        let mut objections: Vec<String> = unknown.map(|(name, _)| self.refusal(name)).collect();
        if let Some([one, other]) = self.apart {
            let is_set = |name| parameters.placed().any(|(set, _)| set == name);
            if is_set(one) && is_set(other) {
                let Self { api, source, .. } = self;
                objections.push(format!(
                    "{api} takes `{one}` or `{other}`, not both ({source}); drop one of them"
                ));
            }
        }
        for (member, value) in &parameters.extra {
            let taken = self
                .known()
                .into_iter()
                .find(|(_, path)| holds(path, member, value));
            objections.extend(taken.map(|(name, path)| format!(
                "the member `{path}` is written by driftless; leave it out of `.extra(\"{member}\", …)` and use `.{name}(…)`"
            )));
        }
        objections
    }

    fn refusal(&self, name: &str) -> String {
        let Self { api, source, .. } = self;
        let older = self.older.filter(|(older, _)| older.path(name).is_some());
        let otherwise = older.map_or("ask another vendor", |(_, setting)| setting);
        format!("{api} takes no `{name}` ({source}); leave `.{name}(…)` out, or {otherwise}")
    }

    /// Returns the settings as members of the API's body.
    ///
    /// # Errors
    /// A setting that the API doesn't know: nothing may be sent without it.
    pub(super) fn members(&self, parameters: &Parameters) -> Result<Members, Failure> {
        let mut members = Vec::new();
        for (name, value) in parameters.placed() {
            let Some(path) = self.path(name) else {
                let refusal = self.refusal(name);
                return Err(Failure::new(FailureClass::BadRequest, refusal).unsent());
            };
            let with = self.with.iter().filter(|(with, ..)| *with == name);
            members.extend(with.map(|(_, path, value)| (*path, Value::from(*value))));
            members.push((path, value));
        }
        Ok(Members(members))
    }
}

/// Returns `true` if the member of this name and value holds one at `path`.
fn holds(path: &str, member: &str, value: &Value) -> bool {
    let mut names = path.split('.');
    names.next() == Some(member)
        && names
            .try_fold(value, |value, name| value.get(name))
            .is_some()
}

/// Members of a request's body, each a path and a value.
#[derive(Debug, Default)]
pub(super) struct Members(Vec<(&'static str, Value)>);

impl Members {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Removes a member, which is written elsewhere.
    pub(super) fn remove(&mut self, path: &str) -> Option<Value> {
        let at = self.0.iter().position(|(known, _)| *known == path)?;
        Some(self.0.remove(at).1)
    }

    /// Takes out the members of the object `name`, which is written elsewhere.
    pub(super) fn take(&mut self, name: &str) -> Self {
        let taken = self.below(name);
        self.0.retain(|(path, _)| inner(path, name).is_none());
        taken
    }

    fn below(&self, name: &str) -> Self {
        let members = self.0.iter();
        let inside = members.filter_map(|(path, value)| Some((inner(path, name)?, value.clone())));
        Self(inside.collect())
    }
}

/// Returns the rest of a path that begins with `object`.
fn inner(path: &'static str, object: &str) -> Option<&'static str> {
    path.strip_prefix(object)?.strip_prefix('.')
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut written = Vec::new();
        for (path, value) in &self.0 {
            match path.split_once('.') {
                None => map.serialize_entry(path, value)?,
                Some((object, _)) if written.contains(&object) => {}
                Some((object, _)) => {
                    written.push(object);
                    map.serialize_entry(object, &self.below(object))?;
                }
            }
        }
        map.end()
    }
}
