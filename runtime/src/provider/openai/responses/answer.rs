//! The answer of Responses, read leniently: kinds of items and fields that aren't known are passed
//! over.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::metadata::AttemptMetadata;
use crate::provider::answer::{Answer, Call, End, FinishRow, Unusable, named};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::{Objects, Text};

use super::usage::ReportedUsage;

#[derive(Default, Deserialize)]
pub(super) struct Response {
    /// Set when `status` is `failed`, with HTTP status 200.
    error: Option<Box<RawValue>>,
    #[serde(default)]
    pub(super) id: Text,
    #[serde(default)]
    pub(super) model: Text,
    pub(super) status: Option<String>,
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
#[derive(Default, Deserialize)]
pub(super) struct Item {
    #[serde(default)]
    pub(super) r#type: Text,
    /// The content of a message.
    #[serde(default)]
    phase: Text,
    /// The content of a message.
    #[serde(default)]
    pub(super) content: Objects<Part>,
    /// The arguments of a function call.
    #[serde(default)]
    name: Text,
    /// The arguments of a function call.
    #[serde(default)]
    pub(super) arguments: Text,
}

/// A part of a message.
#[derive(Deserialize)]
pub(super) struct Part {
    #[serde(default)]
    r#type: Text,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    refusal: Text,
}

/// The type of an item that holds text or a refusal.
pub(super) const MESSAGE: &str = "message";
/// The type of an item that calls a function.
pub(super) const CALL: &str = "function_call";

impl Part {
    pub(super) fn text(text: String) -> Self {
        Self {
            r#type: Text(Some("output_text".to_owned())),
            text: Text(Some(text)),
            refusal: Text(None),
        }
    }

    pub(super) fn refusal(words: String) -> Self {
        Self {
            r#type: Text(Some("refusal".to_owned())),
            text: Text(None),
            refusal: Text(Some(words)),
        }
    }

    /// Appends the text of `more`.
    pub(super) fn append(&mut self, more: Self) {
        for (whole, piece) in [
            (&mut self.text, more.text),
            (&mut self.refusal, more.refusal),
        ] {
            if let Some(piece) = piece.0 {
                whole.0.get_or_insert_default().push_str(&piece);
            }
        }
    }

    /// Returns its text, if that is a part of the answer.
    pub(super) fn answer(&self) -> Option<&str> {
        let is_text = self.r#type.0.as_deref() == Some("output_text");
        self.text.0.as_deref().filter(|_| is_text)
    }

    /// The bytes of its text.
    pub(super) fn bytes(&self) -> usize {
        bytes([&self.text, &self.refusal])
    }
}

impl Item {
    /// Returns `true` if its text is the structured answer: commentary is for people.
    pub(super) fn is_answer(&self) -> bool {
        self.r#type.0.as_deref() == Some(MESSAGE)
            && matches!(self.phase.0.as_deref(), None | Some("final_answer"))
    }

    /// The bytes of its texts and arguments.
    pub(super) fn bytes(&self) -> usize {
        let parts = self.content.0.iter().map(Part::bytes).sum::<usize>();
        parts.saturating_add(bytes([&self.arguments]))
    }
}

fn bytes<const N: usize>(texts: [&Text; N]) -> usize {
    texts
        .iter()
        .filter_map(|text| text.0.as_ref())
        .map(String::len)
        .sum()
}

/// `status` (OpenAI API reference, 2026-11).
const STATUS: &[FinishRow] = &[
    ("completed", None),
    // An error that says why is read before.
    ("failed", Some(FailureClass::UnknownError)),
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
    fn is_error(&self) -> bool {
        self.error.is_some()
    }

    fn record_paid(model: Option<&str>, usage: Option<&RawValue>, metadata: &mut AttemptMetadata) {
        metadata.served_model = named(model);
        usage
            .map(ReportedUsage::read)
            .unwrap_or_default()
            .record(metadata);
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        metadata.served_model = named(self.model.0.as_deref());
        self.paid().record(metadata);
        metadata.response_id.clone_from(&self.id.0);
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
        self.said(Vec::new)
    }
}

impl Response {
    /// Returns the answer, made of the events' items if the output is empty.
    pub(super) fn said(self, told: impl FnOnce() -> Vec<Item>) -> Result<Answer, Unusable> {
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
            place: "output[].content[].text",
            ..Answer::default()
        };
        add_items(&mut answer, self.output.unwrap_or_default().0)?;
        let silent = answer.text.as_deref().unwrap_or_default().is_empty()
            && answer.refusal.is_none()
            && answer.calls.is_empty();
        if silent {
            add_items(&mut answer, told())?;
        }
        Ok(answer)
    }
}

impl Response {
    /// Returns its billed usage so far.
    pub(super) fn paid(&self) -> ReportedUsage {
        let usage = self.usage.as_deref();
        let mut told = usage.map(ReportedUsage::read).unwrap_or_default();
        told.tier(self.service_tier.0.as_deref());
        told
    }
}

fn add_items(answer: &mut Answer, items: Vec<Item>) -> Result<(), Unusable> {
    for item in items {
        if add_item(answer, item).is_none() {
            let message = "an item of the answer lacks what the API documents";
            return Err((FailureClass::Malformed, message.to_owned()));
        }
    }
    Ok(())
}

fn add_item(answer: &mut Answer, item: Item) -> Option<()> {
    match item.r#type.0.as_deref() {
        // Commentary is for people; it isn't the structured answer.
        Some(MESSAGE) if matches!(item.phase.0.as_deref(), None | Some("final_answer")) => {
            for part in item.content.0 {
                add_part(answer, part)?;
            }
        }
        Some(CALL) => answer.calls.push(Call {
            name: item.name.0?,
            arguments: item.arguments.0?,
        }),
        kind if item.bytes() > 0 => {
            let kind = item.phase.0.as_deref().or(kind);
            answer.note_elsewhere(kind.map(str::to_owned));
        }
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
