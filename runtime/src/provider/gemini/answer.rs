//! The answer of `generateContent`, read leniently: candidates, content and parts may each be
//! missing.

use serde::Deserialize;
use serde::de::MapAccess;
use serde_json::value::RawValue;

use crate::dialect::Form;
use crate::failure::FailureClass;
use crate::metadata::AttemptMetadata;
use crate::provider::answer::{Answer, Call, End, FinishRow, Unusable, named};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::{Known, Open, once};
use crate::provider::names::Names;
use crate::provider::stream::{Added, Broken, StreamParser, event};
use crate::provider::watch;

use super::usage::ReportedUsage;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "the API's names")]
pub(super) struct Response {
    error: Option<Box<RawValue>>,
    candidates: Option<Vec<Candidate>>,
    prompt_feedback: Option<PromptFeedback>,
    usage_metadata: Option<Box<RawValue>>,
    model_version: Option<String>,
    response_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PromptFeedback {
    block_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    index: Option<u64>,
    content: Option<Content>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    parts: Option<Vec<Open<Part>>>,
}

/// A part, of which the members that aren't known are of kinds that weren't asked for, or
/// signatures of thoughts.
#[derive(Default)]
struct Part {
    text: Option<String>,
    thought: Option<bool>,
    function_call: Option<FunctionCall>,
}

impl<'de> Known<'de> for Part {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<bool, A::Error> {
        match name {
            "text" => once(&mut self.text, members),
            "thought" => once(&mut self.thought, members),
            "functionCall" => once(&mut self.function_call, members),
            _ => Ok(false),
        }
    }
}

#[derive(Deserialize)]
struct FunctionCall {
    name: Option<String>,
    /// An object, kept as the text that was sent: its duplicate keys are for the decoder to find.
    args: Option<Box<RawValue>>,
}

/// `finishReason` (Gemini API reference and the vendor's SDK 3.4.0, 2026-11).
const FINISH: &[FinishRow] = &[
    ("STOP", None),
    ("MAX_TOKENS", Some(FailureClass::Truncated)),
    ("CONTINUATION", Some(FailureClass::Truncated)),
    ("SAFETY", Some(FailureClass::Filtered)),
    ("RECITATION", Some(FailureClass::Filtered)),
    ("LANGUAGE", Some(FailureClass::Filtered)),
    ("BLOCKLIST", Some(FailureClass::Filtered)),
    ("PROHIBITED_CONTENT", Some(FailureClass::Filtered)),
    ("SPII", Some(FailureClass::Filtered)),
    ("IMAGE_SAFETY", Some(FailureClass::Filtered)),
    ("IMAGE_PROHIBITED_CONTENT", Some(FailureClass::Filtered)),
    ("IMAGE_RECITATION", Some(FailureClass::Filtered)),
    ("MODEL_ARMOR", Some(FailureClass::Filtered)),
    ("MALFORMED_FUNCTION_CALL", Some(FailureClass::Malformed)),
    ("MALFORMED_RESPONSE", Some(FailureClass::Malformed)),
    ("UNEXPECTED_TOOL_CALL", Some(FailureClass::Malformed)),
    ("TOO_MANY_TOOL_CALLS", Some(FailureClass::Malformed)),
    ("MISSING_THOUGHT_SIGNATURE", Some(FailureClass::Malformed)),
    ("IMAGE_OTHER", Some(FailureClass::Malformed)),
    ("NO_IMAGE", Some(FailureClass::Malformed)),
    ("OTHER", Some(FailureClass::Malformed)),
    ("ESCALATION", Some(FailureClass::Malformed)),
    ("PUP_LIMITED_DISABLED", Some(FailureClass::Malformed)),
    ("FINISH_REASON_UNSPECIFIED", Some(FailureClass::Malformed)),
];

impl Envelope for Response {
    fn record_paid(model: Option<&str>, usage: Option<&RawValue>, metadata: &mut AttemptMetadata) {
        usage
            .map(ReportedUsage::read)
            .unwrap_or_default()
            .record(metadata);
        metadata.served_model = named(model.map(bare));
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        Self::record_paid(
            self.model_version.as_deref(),
            self.usage_metadata.as_deref(),
            metadata,
        );
        if self.response_id.is_some() {
            // The only id that Gemini gives, so it is what support asks for as well.
            metadata.request_id.clone_from(&self.response_id);
            metadata.response_id.clone_from(&self.response_id);
        }
    }

    fn is_error(&self) -> bool {
        self.error.is_some()
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
        let mut chunks = Chunks::default();
        chunks.take(self)?;
        chunks.into_answer()
    }
}

/// Seen once with the resource's prefix (recorded 2026-08).
fn bare(model: &str) -> &str {
    model.strip_prefix("models/").unwrap_or(model)
}

/// The answer in pieces: each chunk is of the whole's form, with a part of the text, and all tokens
/// until then. There is no terminator; the last chunk says how it finished.
#[derive(Default)]
pub(super) struct Chunks {
    models: Names,
    paid: ReportedUsage,
    response_id: Option<String>,
    /// `true` if there was a candidate at all.
    chosen: bool,
    finish: Option<String>,
    /// `true` if the last chunk reports counts.
    counted: bool,
    /// `true` if counts came with the end or behind it: no later ones can be missing.
    settled: bool,
    answer: Answer,
}

impl StreamParser for Chunks {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        let response: Response = event(data)?;
        let (failed, went_on) = (response.is_error(), self.finish.is_some());
        self.models
            .add(response.model_version.as_deref().map(bare))?;
        match self.take(response) {
            _ if failed => Err(Broken::Error(None)),
            Ok(Added::Piece(1..)) if went_on => Err(Broken::Malformed(
                "the stream goes on after its `finishReason`".to_owned(),
            )),
            Ok(added) => Ok(added),
            Err((class, message)) => Err(Broken::Failed(class, message)),
        }
    }

    fn is_whole(&self) -> bool {
        self.finish.is_some()
    }

    fn is_settled(&self) -> bool {
        self.settled
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        self.models.record(metadata);
        self.paid.record(metadata);
        if self.response_id.is_some() {
            // The only id that Gemini gives, so it is what support asks for as well.
            metadata.request_id.clone_from(&self.response_id);
            metadata.response_id.clone_from(&self.response_id);
        }
    }

    fn said<'a>(&'a self, form: &Form) -> Option<&'a str> {
        watch::said(form, self.answer.text.as_deref(), self.answer.calls.iter())
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
        if !self.chosen {
            let message = "the answer holds no candidate";
            return Err((FailureClass::Malformed, message.to_owned()));
        }
        Ok(Answer {
            end: End::from_table("finishReason", self.finish.as_deref(), FINISH),
            place: "candidates[0].content.parts[].text",
            ..self.answer
        })
    }
}

impl Chunks {
    fn take(&mut self, response: Response) -> Result<Added, Unusable> {
        let counted = response.usage_metadata.is_some();
        if let Some(usage) = response.usage_metadata.as_deref() {
            self.paid.grow(ReportedUsage::read(usage));
        }
        let finishing = response.candidates.iter().flatten();
        let finishes = finishing.clone().any(|one| one.finish_reason.is_some());
        self.settled |=
            (finishes && (counted || self.counted)) || (counted && self.finish.is_some());
        self.counted = counted;
        self.response_id = response.response_id.or(self.response_id.take());
        let blocked = response
            .prompt_feedback
            .and_then(|feedback| feedback.block_reason);
        if let Some(reason) = blocked {
            let reason = crate::provider::sanitize::in_one_line(&reason);
            let message = format!("the prompt is blocked: `blockReason` is `{reason}`");
            return Err((FailureClass::Filtered, message));
        }
        let mut candidates = response.candidates.unwrap_or_default();
        let (candidate, others) = (candidates.pop(), candidates.len());
        let Some(candidate) = candidate else {
            return Ok(Added::Other);
        };
        if others > 0 || candidate.index.is_some_and(|index| index > 0) {
            let message = "more than one candidate where one was asked for";
            return Err((FailureClass::Malformed, message.to_owned()));
        }
        self.chosen = true;
        self.finish = candidate.finish_reason.or(self.finish.take());
        let parts = candidate.content.and_then(|content| content.parts);
        let mut added = Added::Other;
        for part in parts.unwrap_or_default() {
            match (added, add(&mut self.answer, part)) {
                (Added::Piece(before), Some(bytes)) => {
                    added = Added::Piece(before.saturating_add(bytes));
                }
                (_, Some(bytes)) => added = Added::Piece(bytes),
                (_, None) => {}
            }
        }
        Ok(added)
    }
}

/// Appends `part`, and gives how many bytes of it are kept; nothing if it brings nothing.
fn add(answer: &mut Answer, part: Open<Part>) -> Option<usize> {
    let Open { known: part, more } = part;
    let text = part.text.filter(|text| !text.is_empty());
    if part.thought == Some(true) {
        let said = more.is_some() || text.is_some();
        answer.note_elsewhere(said.then(|| "thought".to_owned()));
        return said.then_some(0);
    }
    let mut bytes = 0_usize;
    // The last chunk says nothing more, and how it finished.
    if let Some(text) = text {
        bytes = text.len();
        answer.add_text(text);
    }
    if let Some(call) = part.function_call {
        let name = call.name.unwrap_or_default();
        // protobuf's JSON leaves an empty object out.
        let arguments = call.args.map_or_else(
            || "{}".to_owned(),
            |args| String::from(Box::<str>::from(args)),
        );
        bytes = bytes
            .saturating_add(name.len())
            .saturating_add(arguments.len());
        answer.calls.push(Call { name, arguments });
    }
    (more.is_some() || bytes > 0).then_some(bytes)
}
