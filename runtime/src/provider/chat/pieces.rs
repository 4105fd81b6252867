//! The answer of Chat Completions in pieces: chunks of the same form, with a `delta` instead of the message.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::provider::Facts;
use crate::provider::answer::{Answer, Unusable};
use crate::provider::lenient::Text;
use crate::provider::stream::{Added, Broken, Pieces, event, note_model};

use super::answer::{Choice, Completion, Content, ERROR, Function, Message, ToolCall};
use super::routed::Routed;
use super::usage::Told;

/// What ends a stream.
const DONE: &str = "[DONE]";

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    object: Text,
    error: Option<Box<RawValue>>,
    model: Option<String>,
    choices: Option<Vec<Part>>,
    usage: Option<Box<RawValue>>,
    #[serde(default)]
    service_tier: Text,
    /// Where Groq tells the tokens (2026-10).
    x_groq: Option<Groq>,
    /// Whom a gateway asked (`OpenRouter`).
    #[serde(default)]
    provider: Text,
    openrouter_metadata: Option<Box<RawValue>>,
    litellm_fallback: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Groq {
    usage: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Part {
    /// The error that ended it (`OpenRouter`, read 2026-08).
    error: Option<Box<RawValue>>,
    index: Option<u64>,
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Delta {
    #[serde(default)]
    content: Content,
    refusal: Option<String>,
    tool_calls: Option<Vec<CallDelta>>,
    /// `DeepSeek`'s, Qwen's and vLLM's name for reasoning (2026-11).
    #[serde(default)]
    reasoning_content: Content,
    /// `OpenRouter`'s, Groq's and Ollama's (2026-11).
    #[serde(default)]
    reasoning: Content,
}

#[derive(Deserialize)]
struct CallDelta {
    index: Option<u64>,
    id: Option<String>,
    function: Option<FunctionDelta>,
}

#[derive(Deserialize)]
struct FunctionDelta {
    name: Option<String>,
    arguments: Option<String>,
}

/// The chunks that came.
#[derive(Default)]
pub(super) struct Chunks {
    model: Option<String>,
    paid: Told,
    routed: Routed,
    /// Whether there was a choice at all.
    chosen: bool,
    text: Option<String>,
    refusal: Option<String>,
    calls: Vec<OpenCall>,
    /// Not the empty reason that some servers send with every chunk (recorded 2026-07).
    finish: Option<String>,
    /// Whether one chunk said how the answer ended and what it cost: nothing can be missing, and some servers send no `[DONE]` then (Perplexity, `GPUStack`; recorded 2026-08).
    closed: bool,
}

/// A tool call, and the marks by which further pieces of it are known.
#[derive(Default)]
struct OpenCall {
    index: Option<u64>,
    id: Option<String>,
    function: Function,
}

impl Pieces for Chunks {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        if data == DONE {
            return Ok(Added::End);
        }
        let chunk: Chunk = event(data)?;
        note_model(&mut self.model, chunk.model.as_deref());
        self.routed.model(chunk.model.as_deref());
        self.routed.provider(chunk.provider.0.as_deref());
        if let Some(metadata) = chunk.openrouter_metadata {
            self.routed.metadata = Some(String::from(Box::<str>::from(metadata)));
        }
        self.routed.fell_back |= chunk.litellm_fallback.is_some();
        let of_groq = chunk.x_groq.and_then(|groq| groq.usage);
        let told = chunk.usage.is_some() || of_groq.is_some();
        for usage in [chunk.usage, of_groq].into_iter().flatten() {
            self.paid.grow(Told::read(&usage));
        }
        self.paid.tier(chunk.service_tier.0.as_deref());
        if chunk.error.is_some() || chunk.object.0.as_deref() == Some(ERROR) {
            return Err(Broken::Error(None));
        }
        let mut parts = chunk.choices.unwrap_or_default();
        let (part, others) = (parts.pop(), parts.len());
        let Some(part) = part else {
            return Ok(Added::Other);
        };
        if part.error.is_some() {
            return Err(Broken::Error(None));
        }
        if others > 0 || part.index.is_some_and(|index| index > 0) {
            let message = "more than one choice where one was asked for";
            return Err(Broken::Malformed(message.to_owned()));
        }
        self.chosen = true;
        let delta = part.delta.unwrap_or_default();
        let reasons = [&delta.reasoning_content, &delta.reasoning]
            .into_iter()
            .any(|Content(text)| text.as_ref().is_some_and(|text| !text.is_empty()));
        let (spoke, bytes) = self.say(delta);
        if spoke && self.finish.is_some() {
            let message = "the stream goes on after its `finish_reason`";
            return Err(Broken::Malformed(message.to_owned()));
        }
        if let Some(reason) = part.finish_reason.filter(|reason| !reason.is_empty()) {
            self.closed |= told;
            match &self.finish {
                Some(earlier) if *earlier != reason => {
                    let message = "the stream has two `finish_reason`s that differ";
                    return Err(Broken::Malformed(message.to_owned()));
                }
                _ => self.finish = Some(reason),
            }
        }
        if spoke || reasons {
            return Ok(Added::Piece(bytes));
        }
        Ok(Added::Other)
    }

    fn may_end(&self) -> bool {
        self.closed
    }

    fn note(&self, facts: &mut Facts) {
        facts.served_model.clone_from(&self.model);
        self.paid.note(facts);
        facts.routed = Some(Box::new(self.routed.clone()));
    }

    fn into_answer(self, facts: &mut Facts) -> Result<Answer, Unusable> {
        let calls = self.calls.into_iter().map(|call| ToolCall {
            function: Some(call.function),
        });
        let choice = Choice {
            error: None,
            message: Some(Message {
                content: Content(self.text),
                refusal: self.refusal,
                tool_calls: Some(calls.collect()),
            }),
            finish_reason: self.finish,
        };
        Completion::said(
            Some(self.chosen.then_some(choice).into_iter().collect()),
            facts,
        )
    }
}

impl Chunks {
    /// Appends what is said; whether anything was, and how many bytes of it.
    fn say(&mut self, delta: Delta) -> (bool, usize) {
        let mut bytes = 0_usize;
        for (piece, whole) in [
            (delta.content.0, &mut self.text),
            (delta.refusal, &mut self.refusal),
        ] {
            // The first piece says nothing yet, whatever follows.
            if let Some(piece) = piece.filter(|piece| !piece.is_empty()) {
                bytes = bytes.saturating_add(piece.len());
                whole.get_or_insert_default().push_str(&piece);
            }
        }
        let mut called = false;
        for call in delta.tool_calls.unwrap_or_default() {
            called = true;
            bytes = bytes.saturating_add(self.call(call));
        }
        (called || bytes > 0, bytes)
    }

    /// Appends a piece of a tool call, and gives its bytes.
    fn call(&mut self, delta: CallDelta) -> usize {
        let id = delta.id.filter(|id| !id.is_empty());
        let known = self.calls.iter().rposition(|call| {
            let other_id = call.id.is_some() && id.is_some() && call.id != id;
            // Without an index, only an id begins a call.
            let same = if delta.index.is_some() {
                call.index == delta.index
            } else {
                id.is_none() || call.id == id
            };
            same && !other_id
        });
        if known.is_none() {
            self.calls.push(OpenCall {
                index: delta.index,
                id,
                ..OpenCall::default()
            });
        }
        let call = match known {
            Some(place) => self.calls.get_mut(place),
            None => self.calls.last_mut(),
        };
        let (Some(call), Some(piece)) = (call, delta.function) else {
            return 0;
        };
        let function = &mut call.function;
        // Some servers repeat the name with each piece.
        let name = piece
            .name
            .filter(|name| function.name != *name)
            .unwrap_or_default();
        let arguments = piece.arguments.unwrap_or_default();
        function.name.push_str(&name);
        function.arguments.push_str(&arguments);
        name.len().saturating_add(arguments.len())
    }
}
