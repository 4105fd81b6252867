//! The answer of Chat Completions, read leniently: servers add fields and leave some out.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::metadata::{AttemptMetadata, RoutingMetadata};
use crate::provider::answer::{Answer, Call, End, Unusable, named};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::{Known, Open, Said, Text, TextRef, once};

use super::usage::ReportedUsage;

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

#[derive(Deserialize)]
struct Choice {
    /// The error that ended it (`OpenRouter`, read 2026-08).
    error: Option<Box<RawValue>>,
    message: Option<Open<Message>>,
    #[serde(default)]
    finish_reason: Text,
}

#[derive(Default)]
struct Message {
    content: Option<Content<'static>>,
    refusal: Option<Text>,
    tool_calls: Option<Vec<ToolCall>>,
}

impl<'de> Known<'de> for Message {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<bool, A::Error> {
        match name {
            "content" => {
                let mut content = None::<Content<'de>>;
                once(&mut content, members)?;
                let content = content.map(Content::into_owned);
                let earlier = self.content.take();
                if earlier.is_some() && content.is_some() {
                    return Err(serde::de::Error::custom("a member stands twice"));
                }
                self.content = content.or(earlier);
                Ok(true)
            }
            "refusal" => once(&mut self.refusal, members),
            "tool_calls" => once(&mut self.tool_calls, members),
            _ => Ok(false),
        }
    }
}

#[derive(Deserialize)]
struct ToolCall {
    function: Option<Function>,
}

#[derive(Default, Deserialize)]
struct Function {
    name: String,
    arguments: String,
}

impl Envelope for Completion {
    fn record_paid(model: Option<&str>, usage: Option<&RawValue>, metadata: &mut AttemptMetadata) {
        metadata.served_model = named(model);
        usage
            .map(ReportedUsage::read)
            .unwrap_or_default()
            .record(metadata);
    }

    fn is_error(&self) -> bool {
        let mut choices = self.choices.iter().flatten();
        self.error.is_some()
            || self.object.0.as_deref() == Some(ERROR)
            || choices.any(|choice| choice.error.is_some())
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        metadata.served_model = named(self.model.0.as_deref());
        let usage = self.usage.as_deref();
        let mut told = usage.map(ReportedUsage::read).unwrap_or_default();
        told.tier(self.service_tier.0.as_deref());
        told.record(metadata);
        metadata.response_id.clone_from(&self.id.0);
        let provider = named(self.provider.0.as_deref());
        let openrouter = self.openrouter_metadata.as_deref();
        let routing = RoutingMetadata {
            providers: provider.into_iter().collect(),
            openrouter: openrouter.map(|metadata| metadata.get().to_owned()),
            fell_back: self.litellm_fallback.is_some(),
        };
        if routing != RoutingMetadata::default() {
            metadata.routing = Some(Box::new(routing));
        }
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
        let mut choices = self.choices.unwrap_or_default();
        let (choice, others) = (choices.pop(), choices.len());
        let Some(choice) = choice else {
            return Err(no_choice());
        };
        if others > 0 {
            return Err((FailureClass::Malformed, ONE_CHOICE.to_owned()));
        }
        // Azure leaves out what it filtered (recorded 2026-03).
        let Open {
            known: message,
            more,
        } = choice.message.unwrap_or_default();
        let content = message.content.unwrap_or_default();
        let refusal = message.refusal.unwrap_or_default();
        let calls = message.tool_calls.unwrap_or_default();
        let calls = calls.into_iter().map(|call| call.function);
        Ok(Answer {
            text: content.text.map(Cow::into_owned),
            refusal: refusal.0.filter(|refusal| !refusal.is_empty()),
            calls: calls
                .map(|function| function.unwrap_or_default().into())
                .collect(),
            end: ended(choice.finish_reason.0.as_deref()),
            place: PLACE,
            elsewhere: more.or(content.beside),
        })
    }
}

impl From<Function> for Call {
    fn from(Function { name, arguments }: Function) -> Self {
        Self { name, arguments }
    }
}

/// The place of a message's text.
pub(super) const PLACE: &str = "choices[0].message.content";

pub(super) const ONE_CHOICE: &str = "more than one choice where one was asked for";

/// Returns the reason why an answer without a choice can't be used.
pub(super) fn no_choice() -> Unusable {
    let message = "the answer holds no choice";
    (FailureClass::Malformed, message.to_owned())
}

/// Returns the end that a `finish_reason` stands for.
pub(super) fn ended(finish_reason: Option<&str>) -> End {
    End::from_table("finish_reason", finish_reason, &[])
}

/// A message's text: a string, null, or a list of parts of which those of type `text` count
/// (Mistral's form when it reasons).
#[derive(Default)]
pub(super) struct Content<'a> {
    pub(super) text: Option<Cow<'a, str>>,
    /// The first part of another type that says something, such as thinking.
    pub(super) beside: Option<String>,
}

impl Content<'_> {
    fn into_owned(self) -> Content<'static> {
        Content {
            text: self.text.map(|text| Cow::Owned(text.into_owned())),
            beside: self.beside,
        }
    }
}

#[derive(Default)]
struct Part<'a> {
    kind: Option<TextRef<'a>>,
    text: Option<&'a RawValue>,
}

impl<'de: 'a, 'a> Known<'de> for Part<'a> {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<bool, A::Error> {
        match name {
            "type" => once(&mut self.kind, members),
            "text" => once(&mut self.text, members),
            _ => Ok(false),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Content<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, null, or a list of parts")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Content<'de>, E> {
        Ok(Content {
            text: Some(Cow::Borrowed(text)),
            beside: None,
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Content<'de>, E> {
        Ok(Content {
            text: Some(Cow::Owned(text.to_owned())),
            beside: None,
        })
    }

    fn visit_string<E>(self, text: String) -> Result<Content<'de>, E> {
        Ok(Content {
            text: Some(Cow::Owned(text)),
            beside: None,
        })
    }

    fn visit_unit<E>(self) -> Result<Content<'de>, E> {
        Ok(Content::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Content<'de>, A::Error> {
        let (mut text, mut beside) = (None::<String>, None::<String>);
        while let Some(Open { known, more }) = parts.next_element::<Open<Part<'de>>>()? {
            let kind = known.kind.and_then(|kind| kind.0);
            let part = known.text.map(RawValue::get);
            if kind.as_deref() == Some("text") {
                if let Some(part) = part {
                    let part: String =
                        serde_json::from_str(part).map_err(serde::de::Error::custom)?;
                    text.get_or_insert_default().push_str(&part);
                }
            } else {
                let said = part.and_then(|part| serde_json::from_str::<Said>(part).ok());
                let says = more.is_some() || said.is_some_and(|Said(said)| said);
                if says && beside.is_none() {
                    beside = kind.map(Cow::into_owned).or(more);
                }
            }
        }
        Ok(Content {
            text: text.map(Cow::Owned),
            beside,
        })
    }
}
