//! The answer of Chat Completions in pieces: chunks of the same form, with a `delta` instead of the
//! message.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use crate::dialect::Form;
use crate::metadata::{AttemptMetadata, RoutingMetadata};
use crate::provider::answer::{Answer, Call, Unusable};
use crate::provider::frame;
use crate::provider::lenient::{Known, Last, Open, StrRef, TextRef, once};
use crate::provider::names::Names;
use crate::provider::stream::{Added, Broken, StreamParser, event, note_id};
use crate::provider::watch;

use super::answer::{Content, ERROR, ONE_CHOICE, PLACE, ended, no_choice};
use super::usage::ReportedUsage;

#[derive(Deserialize)]
struct Chunk<'a> {
    #[serde(borrow, default)]
    id: TextRef<'a>,
    #[serde(borrow, default)]
    object: TextRef<'a>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    #[serde(borrow, default)]
    model: TextRef<'a>,
    #[serde(borrow)]
    choices: Option<Last<Part<'a>>>,
    #[serde(borrow)]
    usage: Option<&'a RawValue>,
    #[serde(borrow, default)]
    service_tier: TextRef<'a>,
    /// The place where Groq reports the tokens (2026-10).
    #[serde(borrow)]
    x_groq: Option<Groq<'a>>,
    /// The provider that a gateway asked (`OpenRouter`).
    #[serde(borrow, default)]
    provider: TextRef<'a>,
    #[serde(borrow)]
    openrouter_metadata: Option<&'a RawValue>,
    litellm_fallback: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Groq<'a> {
    #[serde(borrow)]
    usage: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Part<'a> {
    /// The error that ended it (`OpenRouter`, read 2026-08).
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    index: Option<u64>,
    #[serde(borrow)]
    delta: Option<Open<Delta<'a>>>,
    /// The whole message, where a server answers in one event; beside a delta, all that was said so
    /// far (Perplexity; recorded 2026-08).
    #[serde(borrow)]
    message: Option<&'a RawValue>,
    #[serde(borrow, default)]
    finish_reason: TextRef<'a>,
}

/// A piece of the message, of which the members that aren't known are thinking (`reasoning`,
/// `reasoning_content`, `reasoning_details`, `thinking_blocks` …) or will be like it.
#[derive(Default)]
struct Delta<'a> {
    content: Option<Content<'a>>,
    refusal: Option<TextRef<'a>>,
    tool_calls: Option<Vec<CallDelta<'a>>>,
}

impl<'de: 'a, 'a> Known<'de> for Delta<'a> {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<bool, A::Error> {
        match name {
            "content" => once(&mut self.content, members),
            "refusal" => once(&mut self.refusal, members),
            "tool_calls" => once(&mut self.tool_calls, members),
            _ => Ok(false),
        }
    }
}

#[derive(Deserialize)]
struct CallDelta<'a> {
    index: Option<u64>,
    #[serde(borrow)]
    id: Option<StrRef<'a>>,
    #[serde(borrow)]
    function: Option<FunctionDelta<'a>>,
}

#[derive(Deserialize)]
struct FunctionDelta<'a> {
    #[serde(borrow)]
    name: Option<StrRef<'a>>,
    #[serde(borrow)]
    arguments: Option<StrRef<'a>>,
}

/// The chunks that came.
#[derive(Default)]
pub(super) struct Chunks {
    /// The first id of the stream.
    id: Option<String>,
    models: Names,
    paid: ReportedUsage,
    /// `true` if the last chunk reports counts.
    counted: bool,
    /// `true` if counts came with the end or behind it: no later ones can be missing.
    settled: bool,
    /// Whom a gateway asked.
    providers: Names,
    routing: RoutingMetadata,
    /// `true` if there was a choice at all.
    chosen: bool,
    text: Option<String>,
    /// The first member that holds text beside the answer.
    elsewhere: Option<String>,
    refusal: Option<String>,
    calls: Vec<OpenCall>,
    /// The call that the last piece of one belongs to.
    called: usize,
    /// The place in the last event of the one text that it appended, and the call whose argument
    /// it was; `None` for the text of the answer.
    piece: Option<(Range<usize>, Option<usize>)>,
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
    call: Call,
}

impl StreamParser for Chunks {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        self.piece = None;
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
        let mut known = delta.known;
        let content = known.content.as_mut();
        let thought = delta
            .more
            .or_else(|| content.and_then(|said| said.beside.take()));
        let piece = said_once(&known, data);
        let (spoke, bytes) = self.say(known)?;
        if spoke && self.finish.is_some() {
            return malformed("the stream goes on after its `finish_reason`");
        }
        if let Some(reason) = part.finish_reason.0.filter(|reason| !reason.is_empty()) {
            if matches!(&self.finish, Some(earlier) if *earlier != reason) {
                return malformed("the stream has two `finish_reason`s that differ");
            }
            self.finish = Some(reason.into_owned());
            self.settled |= self.counted;
        }
        if let Some((place, call)) = piece
            && thought.is_none()
            && self.finish.is_none()
            && place.len() == bytes
        {
            self.piece = Some((place, call.map(|()| self.called)));
        }
        if spoke || thought.is_some() {
            self.elsewhere = self.elsewhere.take().or(thought);
            return Ok(Added::Piece(bytes));
        }
        Ok(Added::Other)
    }

    fn piece(&self) -> Option<Range<usize>> {
        self.piece.as_ref().map(|(place, _)| place.clone())
    }

    fn append(&mut self, piece: &str) -> Result<Added, Broken> {
        let whole = match self.piece.as_ref().and_then(|(_, call)| *call) {
            Some(call) => self
                .calls
                .get_mut(call)
                .map(|call| &mut call.call.arguments),
            None => self.text.as_mut(),
        };
        if let Some(whole) = whole {
            whole.push_str(piece);
        }
        Ok(Added::Piece(piece.len()))
    }

    /// Some servers send no `[DONE]` (Perplexity, `GPUStack`; recorded 2026-08).
    fn is_whole(&self) -> bool {
        self.finish.is_some()
    }

    fn is_settled(&self) -> bool {
        self.settled
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        metadata.response_id.clone_from(&self.id);
        self.models.record(metadata);
        self.paid.record(metadata);
        let RoutingMetadata {
            providers: _,
            openrouter,
            fell_back,
        } = &self.routing;
        if !self.providers.is_empty() || openrouter.is_some() || *fell_back {
            let routing = metadata.routing.get_or_insert_default();
            self.providers.record_into(&mut routing.providers);
            routing.openrouter.clone_from(openrouter);
            routing.fell_back = *fell_back;
        }
    }

    fn said<'a>(&'a self, form: &Form) -> Option<&'a str> {
        if self.refusal.is_some() {
            return None;
        }
        let calls = self.calls.iter().map(|call| &call.call);
        watch::said(form, self.text.as_deref(), calls)
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
        if !self.chosen {
            return Err(no_choice());
        }
        Ok(Answer {
            text: self.text,
            refusal: self.refusal,
            calls: self.calls.into_iter().map(|call| call.call).collect(),
            end: ended(self.finish.as_deref()),
            place: PLACE,
            elsewhere: self.elsewhere,
        })
    }
}

/// Returns where in the event `data` the one text stands that `delta` brings, if it is one; with
/// `Some(())` for a piece of the arguments of a call.
fn said_once(delta: &Delta<'_>, data: &str) -> Option<(Range<usize>, Option<()>)> {
    let Delta {
        content,
        refusal,
        tool_calls,
    } = delta;
    let text = content
        .as_ref()
        .and_then(|said| said.text.as_ref())
        .filter(|text| !text.is_empty());
    let refused = refusal.as_ref().and_then(|refusal| refusal.0.as_ref());
    if refused.is_some_and(|refusal| !refusal.is_empty()) {
        return None;
    }
    match (text, tool_calls.as_deref().unwrap_or_default()) {
        (Some(text), []) => Some((frame::place(data, text)?, None)),
        (None, [call]) => {
            let arguments = call.function.as_ref()?.arguments.as_ref()?;
            Some((frame::place(data, &arguments.0)?, Some(())))
        }
        _ => None,
    }
}

fn malformed<T>(message: &str) -> Result<T, Broken> {
    Err(Broken::Malformed(message.to_owned()))
}

impl Chunks {
    /// Notes what `chunk` reports beside the answer, and gives its choice, if it has one.
    fn tell<'a>(&mut self, chunk: Chunk<'a>) -> Result<Option<Part<'a>>, Broken> {
        note_id(&mut self.id, chunk.id.0.as_deref());
        self.models.add(chunk.model.0.as_deref())?;
        self.providers.add(chunk.provider.0.as_deref())?;
        if let Some(metadata) = chunk.openrouter_metadata {
            self.routing.openrouter = Some(metadata.get().to_owned());
        }
        self.routing.fell_back |= chunk.litellm_fallback.is_some();
        let of_groq = chunk.x_groq.and_then(|groq| groq.usage);
        self.counted = chunk.usage.is_some() || of_groq.is_some();
        self.settled |= self.counted && self.finish.is_some();
        for usage in [chunk.usage, of_groq].into_iter().flatten() {
            self.paid.grow(ReportedUsage::read(usage));
        }
        self.paid.tier(chunk.service_tier.0.as_deref());
        if chunk.error.is_some() || chunk.object.0.as_deref() == Some(ERROR) {
            return Err(Broken::Error(None));
        }
        let Last { item: part, others } = chunk.choices.unwrap_or_default();
        if part.as_ref().is_some_and(|part| part.error.is_some()) {
            return Err(Broken::Error(None));
        }
        if others > 0 {
            return malformed(ONE_CHOICE);
        }
        Ok(part)
    }

    /// Appends what is said; whether anything was, and how many bytes of it.
    fn say(&mut self, delta: Delta<'_>) -> Result<(bool, usize), Broken> {
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
    fn call(&mut self, delta: CallDelta<'_>) -> Result<usize, Broken> {
        let id = delta.id.map(|id| id.0).filter(|id| !id.is_empty());
        let known = self.calls.iter().rposition(|call| {
            let other_id = call.id.is_some() && id.is_some() && call.id.as_deref() != id.as_deref();
            // Without an index, only an id begins a call.
            let same = if delta.index.is_some() {
                call.index == delta.index
            } else {
                id.is_none() || call.id.as_deref() == id.as_deref()
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
                id: id.map(Cow::into_owned),
                ..OpenCall::default()
            });
        }
        self.called = known.unwrap_or(self.calls.len().saturating_sub(1));
        let call = self.calls.get_mut(self.called);
        let (Some(call), Some(piece)) = (call, delta.function) else {
            return Ok(0);
        };
        let call = &mut call.call;
        // Some servers repeat the name with each piece.
        let name = piece
            .name
            .map(|name| name.0)
            .filter(|name| call.name != *name)
            .unwrap_or_default();
        let arguments = piece.arguments.map(|arguments| arguments.0);
        let arguments = arguments.unwrap_or_default();
        call.name.push_str(&name);
        call.arguments.push_str(&arguments);
        Ok(name.len().saturating_add(arguments.len()))
    }
}
