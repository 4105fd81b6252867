//! The answer of Responses, read leniently: kinds of items and fields that aren't known are passed over.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::provider::Facts;
use crate::provider::answer::{Answer, Call, End, FinishRow, Unusable};
use crate::provider::counts::Counts;
use crate::provider::envelope::Envelope;
use crate::provider::lenient::{Objects, Text};
use crate::usage::Usage;

use super::pieces::Events;

#[derive(Deserialize)]
pub(super) struct Response {
    /// Set when `status` is `failed`, with HTTP status 200.
    error: Option<Box<RawValue>>,
    pub(super) model: Option<String>,
    status: Option<String>,
    incomplete_details: Option<IncompleteDetails>,
    output: Option<Objects<Item>>,
    usage: Option<Box<RawValue>>,
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
        let told = usage.map(Counts::read).unwrap_or_default();
        facts.usage = tokens(&told);
        facts.reported_cost = told.cost();
    }

    fn note(&self, facts: &mut Facts) {
        Self::note_paid(self.model.as_deref(), self.usage.as_deref(), facts);
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

fn tokens(told: &Counts<'_>) -> Option<Usage> {
    let (input, output) = (told.count("input_tokens")?, told.count("output_tokens")?);
    let of_input = told.within("input_tokens_details");
    let cached = of_input.count("cached_tokens").unwrap_or_default();
    let written = of_input.count("cache_write_tokens").unwrap_or_default();
    let reasoning = told
        .within("output_tokens_details")
        .count("reasoning_tokens")
        .unwrap_or_default();
    Some(Usage {
        input,
        cached: cached.min(input),
        cache_written: written.min(input),
        output,
        reasoning: reasoning.min(output),
    })
}
