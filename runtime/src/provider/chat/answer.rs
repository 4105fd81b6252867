//! The answer of Chat Completions, read leniently: servers add fields and leave some out.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::provider::Facts;
use crate::provider::answer::{Answer, Call, End, Unusable, named};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::{Known, Open, Said, Text, once};

use super::pieces::Chunks;
use super::routed::Routed;
use super::usage::Told;

/// The `object` of an error that has no member `error` (Mistral; recorded 2026-08).
pub(super) const ERROR: &str = "error";

#[derive(Deserialize)]
pub(super) struct Completion {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    object: Text,
    /// Some servers report errors with status 200.
    error: Option<Box<RawValue>>,
    #[serde(default)]
    model: Text,
    choices: Option<Vec<Choice>>,
    usage: Option<Box<RawValue>>,
    #[serde(default)]
    service_tier: Text,
    /// Whom a gateway asked (`OpenRouter`).
    #[serde(default)]
    provider: Text,
    openrouter_metadata: Option<Box<RawValue>>,
    litellm_fallback: Option<IgnoredAny>,
}

#[derive(Default, Deserialize)]
pub(super) struct Choice {
    /// The error that ended it (`OpenRouter`, read 2026-08).
    pub(super) error: Option<Box<RawValue>>,
    pub(super) message: Option<Message>,
    #[serde(default)]
    pub(super) finish_reason: Text,
}

#[derive(Default, Deserialize)]
pub(super) struct Message {
    #[serde(default)]
    pub(super) content: Content,
    #[serde(default)]
    pub(super) refusal: Text,
    pub(super) tool_calls: Option<Vec<ToolCall>>,
}

#[derive(Deserialize)]
pub(super) struct ToolCall {
    pub(super) function: Option<Function>,
}

#[derive(Default, Deserialize)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) arguments: String,
}

impl Envelope for Completion {
    type Pieces = Chunks;

    fn note_paid(model: Option<&str>, usage: Option<&RawValue>, facts: &mut Facts) {
        facts.served_model = named(model);
        usage.map(Told::read).unwrap_or_default().note(facts);
    }

    fn is_error(&self) -> bool {
        let mut choices = self.choices.iter().flatten();
        self.error.is_some()
            || self.object.0.as_deref() == Some(ERROR)
            || choices.any(|choice| choice.error.is_some())
    }

    fn note(&self, facts: &mut Facts) {
        facts.served_model = named(self.model.0.as_deref());
        let usage = self.usage.as_deref();
        let mut told = usage.map(Told::read).unwrap_or_default();
        told.tier(self.service_tier.0.as_deref());
        told.note(facts);
        facts.response_id.clone_from(&self.id.0);
        let mut routed = Routed::default();
        // One name is never too many.
        let _one = routed.providers.add(self.provider.0.as_deref());
        let metadata = self.openrouter_metadata.as_deref();
        routed.metadata = metadata.map(|metadata| metadata.get().to_owned());
        routed.fell_back = self.litellm_fallback.is_some();
        if routed != Routed::default() {
            facts.routed = Some(Box::new(routed));
        }
    }

    fn into_answer(self, facts: &mut Facts) -> Result<Answer, Unusable> {
        self.note(facts);
        Self::said(self.choices)
    }
}

impl Completion {
    /// The answer that `choices` give.
    pub(super) fn said(choices: Option<Vec<Choice>>) -> Result<Answer, Unusable> {
        let mut choices = choices.unwrap_or_default();
        let malformed = |message: &str| Err((FailureClass::Malformed, message.to_owned()));
        let (choice, others) = (choices.pop(), choices.len());
        let Some(choice) = choice else {
            return malformed("the answer holds no choice");
        };
        if others > 0 {
            return malformed("more than one choice where one was asked for");
        }
        // Azure leaves out what it filtered (recorded 2026-03).
        let message = choice.message.unwrap_or_default();
        let calls = message.tool_calls.unwrap_or_default();
        Ok(Answer {
            text: message.content.text,
            refusal: message.refusal.0.filter(|refusal| !refusal.is_empty()),
            calls: calls
                .into_iter()
                .map(|call| match call.function {
                    Some(function) => Call {
                        name: function.name,
                        arguments: function.arguments,
                    },
                    None => Call {
                        name: String::new(),
                        arguments: String::new(),
                    },
                })
                .collect(),
            end: End::from_table("finish_reason", choice.finish_reason.0.as_deref(), &[]),
        })
    }
}

/// A message's text: a string, null, or a list of parts of which those of type `text` count (Mistral's form when it reasons).
#[derive(Default)]
pub(super) struct Content {
    pub(super) text: Option<String>,
    /// `true` if a part of another type says something, such as thinking.
    pub(super) beside: bool,
}

#[derive(Default)]
struct Part {
    kind: Option<Text>,
    text: Option<Box<RawValue>>,
}

impl Known for Part {
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        members: &mut A,
    ) -> Result<bool, A::Error> {
        match name {
            "type" => once(&mut self.kind, members),
            "text" => once(&mut self.text, members),
            _ => Ok(false),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, null, or a list of parts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content {
            text: Some(text.to_owned()),
            beside: false,
        })
    }

    fn visit_string<E>(self, text: String) -> Result<Content, E> {
        Ok(Content {
            text: Some(text),
            beside: false,
        })
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Content, A::Error> {
        let mut content = Content::default();
        while let Some(Open { known, more }) = parts.next_element::<Open<Part>>()? {
            let kind = known.kind.and_then(|kind| kind.0);
            let text = known.text.as_deref().map(RawValue::get);
            if kind.as_deref() == Some("text") {
                if let Some(text) = text {
                    let text: String =
                        serde_json::from_str(text).map_err(serde::de::Error::custom)?;
                    content.text.get_or_insert_default().push_str(&text);
                }
            } else {
                let said = text.and_then(|text| serde_json::from_str::<Said>(text).ok());
                content.beside |= more || said.is_some_and(|Said(said)| said);
            }
        }
        Ok(content)
    }
}
