//! The answer of `generateContent`, read leniently: candidates, content and parts may each be missing.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::provider::answer::{Answer, Call, End, FinishRow};
use crate::provider::exchange::Envelope;
use crate::provider::{Facts, Failure};
use crate::usage::Usage;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "the API's names")]
pub(super) struct Response {
    pub(super) error: Option<Box<RawValue>>,
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
    content: Option<Content>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    parts: Option<Vec<Part>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    text: Option<String>,
    thought: Option<bool>,
    function_call: Option<FunctionCall>,
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
    fn note_paid(model: Option<&str>, usage: Option<&RawValue>, facts: &mut Facts) {
        facts.usage = usage.and_then(tokens);
        // Seen once with the resource's prefix (recorded 2026-08).
        facts.served_model =
            model.map(|model| model.strip_prefix("models/").unwrap_or(model).to_owned());
    }
}

impl Response {
    /// Notes what is known whether the answer is used or not.
    pub(super) fn note(&self, facts: &mut Facts) {
        Self::note_paid(
            self.model_version.as_deref(),
            self.usage_metadata.as_deref(),
            facts,
        );
        if let Some(id) = &self.response_id {
            facts.request_id = Some(id.clone());
        }
    }

    pub(super) fn into_answer(self, mut facts: Facts) -> Result<Answer, Failure> {
        self.note(&mut facts);
        let blocked = self
            .prompt_feedback
            .and_then(|feedback| feedback.block_reason);
        if let Some(reason) = blocked {
            let reason = crate::provider::printable::in_one_line(&reason);
            let message = format!("the prompt is blocked: `blockReason` is `{reason}`");
            return Err(Failure::new(FailureClass::Filtered, message).with_facts(facts));
        }
        let malformed = |message: String, facts| {
            Err(Failure::new(FailureClass::Malformed, message).with_facts(facts))
        };
        let mut candidates = self.candidates.unwrap_or_default();
        let (candidate, others) = (candidates.pop(), candidates.len());
        let Some(candidate) = candidate else {
            return malformed("the answer holds no candidate".to_owned(), facts);
        };
        if others > 0 {
            let count = others.saturating_add(1);
            return malformed(format!("{count} candidates where one was asked for"), facts);
        }
        let mut answer = Answer {
            end: End::from_table("finishReason", candidate.finish_reason.as_deref(), FINISH),
            facts,
            ..Answer::default()
        };
        let parts = candidate.content.and_then(|content| content.parts);
        for part in parts.unwrap_or_default() {
            add(&mut answer, part);
        }
        Ok(answer)
    }
}

fn add(answer: &mut Answer, part: Part) {
    if part.thought == Some(true) {
        return;
    }
    if let Some(text) = part.text {
        answer.add_text(text);
    }
    if let Some(call) = part.function_call {
        answer.calls.push(Call {
            name: call.name.unwrap_or_default(),
            // protobuf's JSON leaves an empty object out.
            arguments: call.args.map_or_else(
                || "{}".to_owned(),
                |args| String::from(Box::<str>::from(args)),
            ),
        });
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "the API's names")]
struct Told {
    prompt_token_count: u64,
    cached_content_token_count: Option<u64>,
    candidates_token_count: Option<u64>,
    thoughts_token_count: Option<u64>,
    tool_use_prompt_token_count: Option<u64>,
}

/// Thoughts are counted beside the candidates, cached tokens within the prompt.
fn tokens(raw: &RawValue) -> Option<Usage> {
    let told: Told = serde_json::from_str(raw.get()).ok()?;
    let input = told
        .prompt_token_count
        .saturating_add(told.tool_use_prompt_token_count.unwrap_or_default());
    let reasoning = told.thoughts_token_count.unwrap_or_default();
    Some(Usage {
        input,
        cached: told
            .cached_content_token_count
            .unwrap_or_default()
            .min(input),
        cache_written: 0,
        output: told
            .candidates_token_count
            .unwrap_or_default()
            .saturating_add(reasoning),
        reasoning,
    })
}
