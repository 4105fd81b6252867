//! One answer of a model in words that belong to no vendor, and what becomes of it.
//!
//! Each vendor's envelope is read into an [`Answer`]; whether it arrived whole or in pieces makes
//! no difference from there on.

use crate::dialect::Form;
use crate::failure::FailureClass;

/// A model's text, and the end of the answer.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// The message's text; `None` where there was none at all.
    pub(super) text: Option<String>,
    /// The refusal in the model's words.
    pub(super) refusal: Option<String>,
    pub(super) calls: Vec<Call>,
    pub(super) end: End,
    /// Where the API documents the text.
    pub(super) place: &'static str,
    /// The member that holds text instead, such as the model's thoughts.
    pub(super) elsewhere: Option<String>,
}

/// A reason why an answer can't be used, in words.
pub(super) type Unusable = (FailureClass, String);

/// A tool call.
#[derive(Debug, Default)]
pub(super) struct Call {
    pub(super) name: String,
    /// The JSON text as it was sent.
    pub(super) arguments: String,
}

/// The end of an answer.
#[derive(Debug, Default)]
pub(super) enum End {
    /// The vendor says that it is complete.
    Complete,
    /// The vendor says nothing.
    #[default]
    Unsaid,
    /// Something else, in this class, for this reason.
    Failed(FailureClass, String),
}

/// The name of the model that served; an empty one is none.
pub(super) fn named(model: Option<&str>) -> Option<String> {
    model.filter(|model| !model.is_empty()).map(str::to_owned)
}

/// One row of a vendor's table of finish reasons.
pub(super) type FinishRow = (&'static str, Option<FailureClass>);

/// The reasons of all vendors, in any case, below each one's own: gateways hand on those of the
/// vendor behind them.
///
/// OpenAI's two APIs, Anthropic, Gemini, Mistral (`model_length`, `error`), DeepSeek
/// (`insufficient_system_resource`), Together (`eos`): their references (2026-11). Cohere
/// `complete`, `error_toxic`, `user_cancel`; Zhipu `sensitive`, `network_error`;
/// text-generation-inference `eos_token`;
/// vLLM `abort`; watsonx `token_limit`, `time_limit`; Bedrock `guardrail_intervened`,
/// `content_filtered`; the AI SDK `content-filter`, `tool-calls` (documentation and reports, 2025
/// and 2026).
const USUAL: &[FinishRow] = &[
    ("stop", None),
    ("stop_sequence", None),
    ("end_turn", None),
    ("eos", None),
    ("eos_token", None),
    ("complete", None),
    ("completed", None),
    ("tool_calls", None),
    ("tool-calls", None),
    ("tool_call", None),
    ("tool_use", None),
    ("function_call", None),
    ("length", Some(FailureClass::Truncated)),
    ("max_tokens", Some(FailureClass::Truncated)),
    ("max_output_tokens", Some(FailureClass::Truncated)),
    ("model_length", Some(FailureClass::Truncated)),
    ("max_length", Some(FailureClass::Truncated)),
    ("token_limit", Some(FailureClass::Truncated)),
    (
        "model_context_window_exceeded",
        Some(FailureClass::Truncated),
    ),
    ("content_filter", Some(FailureClass::Filtered)),
    ("content-filter", Some(FailureClass::Filtered)),
    ("content_filtered", Some(FailureClass::Filtered)),
    ("guardrail_intervened", Some(FailureClass::Filtered)),
    ("sensitive", Some(FailureClass::Filtered)),
    ("error_toxic", Some(FailureClass::Filtered)),
    ("safety", Some(FailureClass::Filtered)),
    ("recitation", Some(FailureClass::Filtered)),
    ("language", Some(FailureClass::Filtered)),
    ("blocklist", Some(FailureClass::Filtered)),
    ("prohibited_content", Some(FailureClass::Filtered)),
    ("spii", Some(FailureClass::Filtered)),
    ("refusal", Some(FailureClass::Refused)),
    (
        "insufficient_system_resource",
        Some(FailureClass::Overloaded),
    ),
    // Without an error that says which, it may be a verdict.
    ("error", Some(FailureClass::UnknownError)),
    ("failed", Some(FailureClass::UnknownError)),
    ("malformed_function_call", Some(FailureClass::Malformed)),
    ("network_error", Some(FailureClass::ServerError)),
    ("abort", Some(FailureClass::Interrupted)),
    ("aborted", Some(FailureClass::Interrupted)),
    ("cancelled", Some(FailureClass::Interrupted)),
    ("canceled", Some(FailureClass::Interrupted)),
    ("user_cancel", Some(FailureClass::Interrupted)),
    ("time_limit", Some(FailureClass::Interrupted)),
    ("timeout", Some(FailureClass::Interrupted)),
    ("pause_turn", Some(FailureClass::Interrupted)),
    ("incomplete", Some(FailureClass::Interrupted)),
    ("in_progress", Some(FailureClass::Interrupted)),
    ("queued", Some(FailureClass::Interrupted)),
];

impl End {
    /// The row of `reason` in `table`, or in the one of all vendors. A reason that isn't in either
    /// may mean anything, a verdict included, so that the answer isn't used, and nothing else is
    /// tried; an empty one says nothing.
    pub(super) fn from_table(field: &str, reason: Option<&str>, table: &[FinishRow]) -> Self {
        let Some(reason) = reason.filter(|reason| !reason.is_empty()) else {
            return Self::Unsaid;
        };
        let own = table.iter().find(|(name, _)| *name == reason);
        let usual = || {
            USUAL
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(reason))
        };
        match own.or_else(usual) {
            Some((_, None)) => Self::Complete,
            Some((_, Some(class))) => Self::Failed(*class, format!("`{field}` is `{reason}`")),
            None => Self::Failed(
                FailureClass::UnknownError,
                format!(
                    "unknown `{field}` `{}`",
                    super::sanitize::in_one_line(reason)
                ),
            ),
        }
    }
}

/// Returns the words for an answer without a text in its `place`, and the remedy where it stands
/// `elsewhere`.
fn no_text(place: &str, elsewhere: Option<&str>) -> String {
    let mut message = format!("the answer holds no text in `{place}`");
    if let Some(elsewhere) = elsewhere {
        message.push_str("; it holds some in `");
        message.push_str(&super::sanitize::in_one_line(elsewhere));
        message.push_str("`, which is no answer: give the model room to come to one, or set the server up to keep its thoughts apart");
    }
    message
}

impl Answer {
    /// Notes what holds text that is no answer; of several the first.
    pub(super) fn note_elsewhere(&mut self, name: Option<String>) {
        if self.elsewhere.is_none() {
            self.elsewhere = name;
        }
    }

    /// Appends a part of the message.
    pub(super) fn add_text(&mut self, text: String) {
        match &mut self.text {
            Some(whole) => whole.push_str(&text),
            None => self.text = Some(text),
        }
    }

    /// The text that `form` asked for, or why there is none.
    pub(super) fn settle(mut self, form: &Form) -> Result<String, Unusable> {
        if let Some(refusal) = self.refusal {
            let words = super::sanitize::in_one_line(&refusal);
            let message = if words.is_empty() {
                "the model refused".to_owned()
            } else {
                format!("the model refused: {words}")
            };
            return Err((FailureClass::Refused, message));
        }
        match self.end {
            End::Complete => {}
            End::Unsaid => {
                return Err((
                    FailureClass::Interrupted,
                    "the answer doesn't say how it ended".to_owned(),
                ));
            }
            End::Failed(class, reason) => return Err((class, reason)),
        }
        let malformed = |message: String| Err((FailureClass::Malformed, message));
        let Form::Tool { name, .. } = form else {
            if !self.calls.is_empty() {
                return malformed("a tool was called, though none was offered".to_owned());
            }
            return match (self.text, self.elsewhere) {
                (Some(text), None) => Ok(text),
                (Some(text), Some(_)) if !text.is_empty() => Ok(text),
                (_, elsewhere) => malformed(no_text(self.place, elsewhere.as_deref())),
            };
        };
        match (self.calls.pop(), self.calls.len()) {
            (None, _) => malformed(format!("the tool `{name}` was not called")),
            (Some(call), 0) if call.name == *name => Ok(call.arguments),
            (Some(call), 0) => malformed(format!(
                "the tool `{}` was called instead of `{name}`",
                super::sanitize::in_one_line(&call.name)
            )),
            (Some(_), more) => malformed(format!(
                "{} tool calls where one was asked for",
                more.saturating_add(1)
            )),
        }
    }
}
