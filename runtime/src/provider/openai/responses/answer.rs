//! The answer of Responses, read leniently: kinds of items and fields that aren't known are passed over.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::provider::Facts;
use crate::provider::answer::{Answer, Call, End, FinishRow, Unusable};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::{Objects, Text};

use super::pieces::Events;
use super::usage::Told;

#[derive(Deserialize)]
pub(super) struct Response {
    /// Set when `status` is `failed`, with HTTP status 200.
    error: Option<Box<RawValue>>,
    pub(super) model: Option<String>,
    status: Option<String>,
    incomplete_details: Option<IncompleteDetails>,
    output: Option<Objects<Item>>,
    usage: Option<Box<RawValue>>,
    #[serde(default)]
    service_tier: Text,
}

#[derive(Deserialize)]
struct IncompleteDetails {
    reason: Option<String>,
}

/// An item of any kind.
#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    r#type: Text,
    /// Of a message.
    #[serde(default)]
    phase: Text,
    /// Of a message.
    #[serde(default)]
    content: Objects<Part>,
    /// Of a function call.
    #[serde(default)]
    name: Text,
    /// Of a function call.
    #[serde(default)]
    arguments: Text,
}

/// A part of a message.
#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    r#type: Text,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    refusal: Text,
}

/// `status` (OpenAI API reference, 2026-11).
const STATUS: &[FinishRow] = &[
    ("completed", None),
    ("failed", Some(FailureClass::ServerError)),
    ("cancelled", Some(FailureClass::Interrupted)),
    ("in_progress", Some(FailureClass::Interrupted)),
    ("queued", Some(FailureClass::Interrupted)),
    ("incomplete", Some(FailureClass::Interrupted)),
];

/// `incomplete_details.reason` (OpenAI API reference, 2026-11).
const INCOMPLETE: &[FinishRow] = &[
    ("max_output_tokens", Some(FailureClass::Truncated)),
    ("content_filter", Some(FailureClass::Filtered)),
    ("max_messages", Some(FailureClass::Interrupted)),
    ("steered", Some(FailureClass::Interrupted)),
];

impl Envelope for Response {
    type Pieces = Events;

    fn is_error(&self) -> bool {
        self.error.is_some()
    }

    fn note_paid(model: Option<&str>, usage: Option<&RawValue>, facts: &mut Facts) {
        facts.served_model = model.map(str::to_owned);
        usage.map(Told::read).unwrap_or_default().note(facts);
    }

    fn note(&self, facts: &mut Facts) {
        facts.served_model.clone_from(&self.model);
        self.paid().note(facts);
    }

    fn into_answer(self, facts: &mut Facts) -> Result<Answer, Unusable> {
        self.note(facts);
        let reason = self
            .incomplete_details
            .as_ref()
            .and_then(|details| details.reason.as_deref());
        let end = match (self.status.as_deref(), reason) {
            (Some("incomplete"), Some(reason)) => {
                End::from_table("incomplete_details.reason", Some(reason), INCOMPLETE)
            }
            (status, _) => End::from_table("status", status, STATUS),
        };
        let mut answer = Answer {
            end,
            ..Answer::default()
        };
        for item in self.output.unwrap_or_default().0 {
            if add_item(&mut answer, item).is_none() {
                let message = "an item of the answer lacks what the API documents";
                return Err((FailureClass::Malformed, message.to_owned()));
            }
        }
        Ok(answer)
    }
}

impl Response {
    /// What it has cost as it stands.
    pub(super) fn paid(&self) -> Told {
        let usage = self.usage.as_deref();
        let mut told = usage.map(Told::read).unwrap_or_default();
        told.tier(self.service_tier.0.as_deref());
        told
    }
}

fn add_item(answer: &mut Answer, item: Item) -> Option<()> {
    match item.r#type.0.as_deref() {
        // Commentary is for people; it isn't the structured answer.
        Some("message") if matches!(item.phase.0.as_deref(), None | Some("final_answer")) => {
            for part in item.content.0 {
                add_part(answer, part)?;
            }
        }
        Some("function_call") => answer.calls.push(Call {
            name: item.name.0?,
            arguments: item.arguments.0?,
        }),
        _ => {}
    }
    Some(())
}

fn add_part(answer: &mut Answer, part: Part) -> Option<()> {
    match part.r#type.0.as_deref() {
        Some("output_text") => answer.add_text(part.text.0?),
        Some("refusal") => {
            let words = part.refusal.0.unwrap_or_default();
            answer.refusal.get_or_insert_default().push_str(&words);
        }
        _ => {}
    }
    Some(())
}
