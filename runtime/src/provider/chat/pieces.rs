//! The answer of Chat Completions in pieces: chunks of the same form, with a `delta` instead of the message.

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use crate::provider::Facts;
use crate::provider::answer::{Answer, Unusable};
use crate::provider::lenient::{Known, Open, Text, once};
use crate::provider::names::Names;
use crate::provider::stream::{Added, Broken, Pieces, event, note_id};

use super::answer::{Choice, Completion, Content, ERROR, Function, Message, ToolCall};
use super::routed::Routed;
use super::usage::Told;

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    object: Text,
    error: Option<Box<RawValue>>,
    #[serde(default)]
    model: Text,
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
    delta: Option<Open<Delta>>,
    /// The whole message, where a server answers in one event; beside a delta, all that was said so
    /// far (Perplexity; recorded 2026-08).
    message: Option<Box<RawValue>>,
    #[serde(default)]
    finish_reason: Text,
}

/// A piece of the message, of which the members that aren't known are thinking (`reasoning`,
/// `reasoning_content`, `reasoning_details`, `thinking_blocks` …) or will be like it.
#[derive(Default)]
struct Delta {
    content: Option<Content>,
    refusal: Option<Text>,
    tool_calls: Option<Vec<CallDelta>>,
}

impl Known for Delta {
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        members: &mut A,
    ) -> Result<bool, A::Error> {
        match name {
            "content" => once(&mut self.content, members),
            "refusal" => once(&mut self.refusal, members),
            "tool_calls" => once(&mut self.tool_calls, members),
            _ => Ok(false),
        }
    }
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
    /// The first id of the stream.
    id: Option<String>,
    models: Names,
    paid: Told,
    /// `true` if the last chunk reports counts.
    counted: bool,
    /// `true` if counts came with the end or behind it: no later ones can be missing.
    settled: bool,
    routed: Routed,
    /// Whether there was a choice at all.
    chosen: bool,
    text: Option<String>,
    refusal: Option<String>,
    calls: Vec<OpenCall>,
    /// Not the empty reason that some servers send with every chunk (recorded 2026-07).
    finish: Option<String>,
}

/// More calls than these are noise; one is asked for.
const MOST_CALLS: usize = 16;

/// A tool call, and the marks by which further pieces of it are known.
#[derive(Default)]
struct OpenCall {
    index: Option<u64>,
    id: Option<String>,
    function: Function,
}

impl Pieces for Chunks {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        let Some(part) = self.tell(event(data)?)? else {
            return Ok(Added::Other);
        };
        if part.index.is_some_and(|index| index > 0) {
            return malformed(ONE_CHOICE);
        }
        self.chosen = true;
        let delta = match (part.delta, part.message) {
            (Some(delta), _) => delta,
            (None, Some(message)) if message.get().starts_with('{') => event(message.get())?,
            (None, _) => Open::default(),
        };
        let content = delta.known.content.as_ref();
        let thought = delta.more || content.is_some_and(|said| said.beside);
        let (spoke, bytes) = self.say(delta.known)?;
        if spoke && self.finish.is_some() {
            return malformed("the stream goes on after its `finish_reason`");
        }
        if let Some(reason) = part.finish_reason.0.filter(|reason| !reason.is_empty()) {
            if matches!(&self.finish, Some(earlier) if *earlier != reason) {
                return malformed("the stream has two `finish_reason`s that differ");
            }
            self.finish = Some(reason);
            self.settled |= self.counted;
        }
        if spoke || thought {
            return Ok(Added::Piece(bytes));
        }
        Ok(Added::Other)
    }

    /// Some servers send no `[DONE]` (Perplexity, `GPUStack`; recorded 2026-08).
    fn is_whole(&self) -> bool {
        self.finish.is_some()
    }

    fn is_settled(&self) -> bool {
        self.settled
    }

    fn note(&self, facts: &mut Facts) {
        facts.response_id.clone_from(&self.id);
        self.models.note(facts);
        self.paid.note(facts);
        facts.routed = Some(Box::new(self.routed.clone()));
    }

    fn into_answer(self, _: &mut Facts) -> Result<Answer, Unusable> {
        let calls = self.calls.into_iter().map(|call| ToolCall {
            function: Some(call.function),
        });
        let choice = Choice {
            error: None,
            message: Some(Message {
                content: Content {
                    text: self.text,
                    beside: false,
                },
                refusal: Text(self.refusal),
                tool_calls: Some(calls.collect()),
            }),
            finish_reason: Text(self.finish),
        };
        Completion::said(Some(self.chosen.then_some(choice).into_iter().collect()))
    }
}

fn malformed<T>(message: &str) -> Result<T, Broken> {
    Err(Broken::Malformed(message.to_owned()))
}

const ONE_CHOICE: &str = "more than one choice where one was asked for";

impl Chunks {
    /// Notes what `chunk` reports beside the answer, and gives its choice, if it has one.
    fn tell(&mut self, chunk: Chunk) -> Result<Option<Part>, Broken> {
        note_id(&mut self.id, chunk.id.0);
        self.models.add(chunk.model.0.as_deref())?;
        self.routed.providers.add(chunk.provider.0.as_deref())?;
        if let Some(metadata) = chunk.openrouter_metadata {
            self.routed.metadata = Some(String::from(Box::<str>::from(metadata)));
        }
        self.routed.fell_back |= chunk.litellm_fallback.is_some();
        let of_groq = chunk.x_groq.and_then(|groq| groq.usage);
        self.counted = chunk.usage.is_some() || of_groq.is_some();
        self.settled |= self.counted && self.finish.is_some();
        for usage in [chunk.usage, of_groq].into_iter().flatten() {
            self.paid.grow(Told::read(&usage));
        }
        self.paid.tier(chunk.service_tier.0.as_deref());
        if chunk.error.is_some() || chunk.object.0.as_deref() == Some(ERROR) {
            return Err(Broken::Error(None));
        }
        let mut parts = chunk.choices.unwrap_or_default();
        let (part, others) = (parts.pop(), parts.len());
        if part.as_ref().is_some_and(|part| part.error.is_some()) {
            return Err(Broken::Error(None));
        }
        if others > 0 {
            return malformed(ONE_CHOICE);
        }
        Ok(part)
    }

    /// Appends what is said; whether anything was, and how many bytes of it.
    fn say(&mut self, delta: Delta) -> Result<(bool, usize), Broken> {
        let mut bytes = 0_usize;
        for (piece, whole) in [
            (delta.content.and_then(|said| said.text), &mut self.text),
            (delta.refusal.and_then(|said| said.0), &mut self.refusal),
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
            bytes = bytes.saturating_add(self.call(call)?);
        }
        Ok((called || bytes > 0, bytes))
    }

    /// Appends a piece of a tool call, and gives its bytes.
    fn call(&mut self, delta: CallDelta) -> Result<usize, Broken> {
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
            if self.calls.len() == MOST_CALLS {
                let message = format!("more than {MOST_CALLS} tool calls where one was asked for");
                return Err(Broken::Malformed(message));
            }
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
            return Ok(0);
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
        Ok(name.len().saturating_add(arguments.len()))
    }
}
