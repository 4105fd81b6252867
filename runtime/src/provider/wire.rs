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
    temperature: Some("temperature"),
    seed: Some("seed"),
    top_p: Some("top_p"),
    effort: Some("reasoning_effort"),
};

/// Servers and gateways that take Chat Completions and hand on what they don't know.
pub(super) const CHAT: Wire = Wire {
    api: "Chat Completions",
    ..OPENAI_CHAT
};

/// OpenAI's Responses.
pub(super) const RESPONSES: Wire = Wire {
    api: "OpenAI's Responses API",
    source: "API reference, 2026-11",
    older: None,
    temperature: Some("temperature"),
    seed: None,
    top_p: Some("top_p"),
    effort: Some("reasoning.effort"),
};

/// Anthropic's Messages from the version 2026-10-21 on, which takes no sampling settings.
pub(super) const ANTHROPIC: Wire = Wire {
    api: "Anthropic's API since version 2026-10-21",
    source: "Versions, 2026-10",
    older: Some((&ANTHROPIC_2023, "set `.api_version(\"2023-06-01\")`")),
    temperature: None,
    seed: None,
    top_p: None,
    effort: Some("output_config.effort"),
};

/// Anthropic's Messages before that version.
pub(super) const ANTHROPIC_2023: Wire = Wire {
    api: "Anthropic's API version 2023-06-01",
    source: "API reference, 2026-11",
    older: None,
    temperature: Some("temperature"),
    seed: None,
    top_p: Some("top_p"),
    effort: Some("output_config.effort"),
};

/// Gemini's `generateContent`.
pub(super) const GEMINI: Wire = Wire {
    api: "Gemini's `generateContent`",
    source: "API reference, 2026-11",
    older: None,
    temperature: Some("generationConfig.temperature"),
    seed: Some("generationConfig.seed"),
    top_p: Some("generationConfig.topP"),
    effort: Some("generationConfig.thinkingConfig.thinkingLevel"),
};

/// Mistral, whose body is closed.
pub(super) const MISTRAL: Wire = Wire {
    api: "Mistral",
    source: "API reference, 2026-08-21",
    older: None,
    temperature: Some("temperature"),
    seed: Some("random_seed"),
    top_p: Some("top_p"),
    effort: Some("reasoning_effort"),
};

/// DeepSeek.
pub(super) const DEEPSEEK: Wire = Wire {
    api: "DeepSeek",
    source: "API reference, 2026-11",
    older: None,
    temperature: Some("temperature"),
    seed: None,
    top_p: Some("top_p"),
    effort: Some("reasoning_effort"),
};

/// Qwen's compatible mode.
pub(super) const QWEN: Wire = Wire {
    api: "Qwen",
    source: "Model Studio, 2026-10",
    older: None,
    temperature: Some("temperature"),
    seed: Some("seed"),
    top_p: Some("top_p"),
    effort: Some("reasoning_effort"),
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
        let members = parameters.placed().map(|(name, value)| {
            let path = self.path(name).ok_or_else(|| {
                Failure::new(FailureClass::BadRequest, self.refusal(name)).unsent()
            })?;
            Ok((path, value))
        });
        members.collect::<Result<Vec<_>, Failure>>().map(Members)
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
