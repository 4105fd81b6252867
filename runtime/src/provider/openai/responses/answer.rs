//! The answer of Responses, read leniently: kinds of items and fields that aren't known are passed over.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::provider::answer::{Answer, Call, End, FinishRow};
use crate::provider::exchange::part;
use crate::provider::{Facts, Failure};
use crate::usage::Usage;

#[derive(Deserialize)]
pub(super) struct Response {
    /// Set when `status` is `failed`, with HTTP status 200.
    pub(super) error: Option<Box<RawValue>>,
    model: Option<String>,
    status: Option<String>,
    incomplete_details: Option<IncompleteDetails>,
    output: Option<Vec<Box<RawValue>>>,
    usage: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct IncompleteDetails {
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Kind {
    r#type: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    phase: Option<String>,
    content: Option<Vec<Box<RawValue>>>,
}

#[derive(Deserialize)]
struct OutputText {
    text: String,
}

#[derive(Deserialize)]
struct Refusal {
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct FunctionCall {
    name: String,
    arguments: String,
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

impl Response {
    /// Notes what is known whether the answer is used or not.
    pub(super) fn note(&self, facts: &mut Facts) {
        facts.served_model.clone_from(&self.model);
        facts.usage = self.usage.as_deref().and_then(tokens);
    }

    pub(super) fn into_answer(self, mut facts: Facts) -> Result<Answer, Failure> {
        self.note(&mut facts);
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
            facts,
            ..Answer::default()
        };
        for item in self.output.unwrap_or_default() {
            if let Err(failure) = add_item(&mut answer, &item) {
                return Err(failure.with_facts(answer.facts));
            }
        }
        Ok(answer)
    }
}

fn add_item(answer: &mut Answer, item: &RawValue) -> Result<(), Failure> {
    match part::<Kind>(item)?.r#type.as_deref() {
        Some("message") => {
            let message: Message = part(item)?;
            // Commentary is for people; it isn't the structured answer.
            if !matches!(message.phase.as_deref(), None | Some("final_answer")) {
                return Ok(());
            }
            for content in message.content.unwrap_or_default() {
                add_content(answer, &content)?;
            }
        }
        Some("function_call") => {
            let call: FunctionCall = part(item)?;
            answer.calls.push(Call {
                name: call.name,
                arguments: call.arguments,
            });
        }
        _ => {}
    }
    Ok(())
}

fn add_content(answer: &mut Answer, content: &RawValue) -> Result<(), Failure> {
    match part::<Kind>(content)?.r#type.as_deref() {
        Some("output_text") => {
            let text = part::<OutputText>(content)?.text;
            answer.add_text(text);
        }
        Some("refusal") => {
            let words = part::<Refusal>(content)?.refusal.unwrap_or_default();
            answer.refusal.get_or_insert_default().push_str(&words);
        }
        _ => {}
    }
    Ok(())
}

#[derive(Deserialize)]
struct Told {
    input_tokens: u64,
    output_tokens: u64,
    input_tokens_details: Option<InputDetails>,
    output_tokens_details: Option<OutputDetails>,
}

#[derive(Deserialize)]
struct InputDetails {
    cached_tokens: Option<u64>,
    cache_write_tokens: Option<u64>,
}

#[derive(Deserialize)]
struct OutputDetails {
    reasoning_tokens: Option<u64>,
}

fn tokens(raw: &RawValue) -> Option<Usage> {
    let told: Told = serde_json::from_str(raw.get()).ok()?;
    let (input, output) = (told.input_tokens, told.output_tokens);
    let details = told.input_tokens_details;
    let cached = details.as_ref().and_then(|details| details.cached_tokens);
    let written = details.and_then(|details| details.cache_write_tokens);
    let reasoning = told
        .output_tokens_details
        .and_then(|details| details.reasoning_tokens);
    Some(Usage {
        input,
        cached: cached.unwrap_or_default().min(input),
        cache_written: written.unwrap_or_default().min(input),
        output,
        reasoning: reasoning.unwrap_or_default().min(output),
    })
}
