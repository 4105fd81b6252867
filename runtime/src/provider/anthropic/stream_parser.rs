//! The answer of Messages in pieces: the message without content, its blocks piece by piece, and
//! how it stopped.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::MapAccess;
use serde_json::value::RawValue;

use crate::dialect::Form;
use crate::metadata::AttemptMetadata;
use crate::provider::answer::{Answer, Call, Unusable};
use crate::provider::envelope::Envelope;
use crate::provider::frame;
use crate::provider::lenient::{Known, Open, Text, TextRef, once};
use crate::provider::names::Names;
use crate::provider::stream::{Added, Broken, StreamParser, event, note_id};
use crate::provider::watch;

use super::answer::{Message, ReportedUsage};

/// An event of any kind.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, default)]
    r#type: TextRef<'a>,
    message: Option<Message>,
    index: Option<u64>,
    content_block: Option<Open<Begun>>,
    #[serde(borrow)]
    delta: Option<Open<Delta<'a>>>,
    #[serde(borrow)]
    usage: Option<&'a RawValue>,
}

/// A block as it begins.
#[derive(Default)]
struct Begun {
    kind: Option<Text>,
    text: Option<Text>,
    name: Option<Text>,
    input: Option<Box<RawValue>>,
}

impl<'de> Known<'de> for Begun {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<bool, A::Error> {
        match name {
            "type" => once(&mut self.kind, members),
            "text" => once(&mut self.text, members),
            "name" => once(&mut self.name, members),
            "input" => once(&mut self.input, members),
            _ => Ok(false),
        }
    }
}

/// A piece of a block, or how the message stopped. Members that aren't known are thinking
/// (`thinking`, `signature`) or will be like it.
#[derive(Default)]
struct Delta<'a> {
    text: Option<TextRef<'a>>,
    partial_json: Option<TextRef<'a>>,
    stop_reason: Option<String>,
    stop_details: Option<Box<RawValue>>,
}

impl<'de: 'a, 'a> Known<'de> for Delta<'a> {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<bool, A::Error> {
        match name {
            "text" => once(&mut self.text, members),
            "partial_json" => once(&mut self.partial_json, members),
            "stop_reason" => once(&mut self.stop_reason, members),
            "stop_details" => once(&mut self.stop_details, members),
            _ => Ok(false),
        }
    }
}

/// More blocks than these are noise; answers with searches and citations have some hundred.
const MOST_BLOCKS: usize = 4096;

/// The events that came.
#[derive(Default)]
pub(super) struct Events {
    id: Option<String>,
    models: Names,
    told: ReportedUsage,
    /// By index.
    blocks: BTreeMap<u64, Kind>,
    /// The place in the last event of the one text that it appended, and the block's index.
    piece: Option<(Range<usize>, u64)>,
    stop_reason: Option<String>,
    stop_details: Option<Box<RawValue>>,
    /// `true` if counts came with the stop reason or behind it.
    settled: bool,
}

/// A block that is being said.
enum Kind {
    Text(String),
    /// With the input that stands at its beginning; mostly none, and its pieces follow.
    Call(Call, Option<Box<RawValue>>),
    /// Thinking, and kinds that aren't known, by their name.
    Other(Option<String>),
}

impl StreamParser for Events {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        self.piece = None;
        let event: Event<'_> = event(data)?;
        let malformed = |message: &str| Err(Broken::Malformed(message.to_owned()));
        match event.r#type.0.as_deref() {
            Some("error") => return Err(Broken::Error(None)),
            Some("message_stop") => return Ok(Added::End),
            Some("message_start") => {
                let message = event.message.unwrap_or_default();
                note_id(&mut self.id, message.id.0.as_deref());
                self.models.add(message.model.as_deref())?;
                self.tell(message.usage.as_deref());
            }
            Some("content_block_start") => {
                let (Some(index), Some(block)) = (event.index, event.content_block) else {
                    return malformed("a block of the stream lacks what the API documents");
                };
                return self.begin(index, block);
            }
            Some("content_block_delta") => {
                let (Some(index), Some(delta)) = (event.index, event.delta) else {
                    return malformed("a piece of the stream lacks what the API documents");
                };
                let Some(kind) = self.blocks.get_mut(&index) else {
                    return malformed("a piece of the stream belongs to no block");
                };
                let place = kind
                    .piece(&delta)
                    .and_then(|piece| frame::place(data, piece));
                self.piece = place.map(|place| (place, index));
                return Ok(kind.add(delta));
            }
            Some("message_delta") => {
                if let Some(Open { known: delta, .. }) = event.delta {
                    let (reason, details) = (delta.stop_reason, delta.stop_details);
                    self.stop_reason = reason.or(self.stop_reason.take());
                    self.stop_details = details.or(self.stop_details.take());
                }
                self.settled |= self.stop_reason.is_some() && event.usage.is_some();
                self.tell(event.usage);
            }
            _ => {}
        }
        Ok(Added::Other)
    }

    fn piece(&self) -> Option<Range<usize>> {
        self.piece.as_ref().map(|(place, _)| place.clone())
    }

    fn append(&mut self, piece: &str) -> Result<Added, Broken> {
        let index = self.piece.as_ref().map(|(_, index)| index);
        let kind = index.and_then(|index| self.blocks.get_mut(index));
        if let Some(
            Kind::Text(whole)
            | Kind::Call(
                Call {
                    arguments: whole, ..
                },
                _,
            ),
        ) = kind
        {
            whole.push_str(piece);
        }
        Ok(Added::Piece(piece.len()))
    }

    fn is_whole(&self) -> bool {
        self.stop_reason.is_some()
    }

    fn is_settled(&self) -> bool {
        self.settled
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        metadata.response_id.clone_from(&self.id);
        self.models.record(metadata);
        self.told.record(metadata);
    }

    fn said<'a>(&'a self, form: &Form) -> Option<&'a str> {
        let blocks = self.blocks.values();
        let mut texts = blocks.clone().filter_map(|kind| match kind {
            Kind::Text(text) => Some(text.as_str()),
            Kind::Call(..) | Kind::Other(_) => None,
        });
        // Several are joined in the order of their places, which may not be that of their coming.
        let text = match (texts.next(), texts.next()) {
            (text, None) => text,
            (_, Some(_)) => None,
        };
        let calls = blocks.filter_map(|kind| match kind {
            Kind::Call(call, _) => Some(call),
            Kind::Text(_) | Kind::Other(_) => None,
        });
        watch::said(form, text, calls)
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
        let message = Message {
            stop_reason: self.stop_reason,
            stop_details: self.stop_details,
            ..Message::default()
        };
        let mut answer = message.into_answer()?;
        if answer.refusal.is_some() {
            return Ok(answer);
        }
        for kind in self.blocks.into_values() {
            match kind {
                Kind::Text(text) => answer.add_text(text),
                Kind::Call(mut call, begun) => {
                    if call.arguments.is_empty() {
                        // An empty object comes without pieces; and gateways put the whole input at
                        // the beginning.
                        call.arguments = begun.map_or_else(
                            || "{}".to_owned(),
                            |input| String::from(Box::<str>::from(input)),
                        );
                    }
                    answer.calls.push(call);
                }
                Kind::Other(kind) => answer.note_elsewhere(kind),
            }
        }
        Ok(answer)
    }
}

impl Events {
    /// Begins the block `index`.
    fn begin(&mut self, index: u64, block: Open<Begun>) -> Result<Added, Broken> {
        if self.blocks.contains_key(&index) {
            let message = "two blocks of the stream have the same index";
            return Err(Broken::Malformed(message.to_owned()));
        }
        if self.blocks.len() == MOST_BLOCKS {
            let message = format!("the stream has more than {MOST_BLOCKS} blocks");
            return Err(Broken::Malformed(message));
        }
        let (kind, bytes) = Kind::begin(block.known);
        self.blocks.insert(index, kind);
        Ok(if bytes > 0 || block.more.is_some() {
            Added::Piece(bytes)
        } else {
            Added::Other
        })
    }

    fn tell(&mut self, usage: Option<&RawValue>) {
        if let Some(later) = usage.map(ReportedUsage::read) {
            self.told.grow(later);
        }
    }
}

impl Kind {
    /// A block as it begins, and how many bytes of it are there already.
    fn begin(block: Begun) -> (Self, usize) {
        let text = |text: Option<Text>| text.and_then(|text| text.0).unwrap_or_default();
        let kind = block.kind.and_then(|kind| kind.0);
        match kind.as_deref() {
            Some("text") => {
                let text = text(block.text);
                let bytes = text.len();
                (Self::Text(text), bytes)
            }
            Some("tool_use") => {
                let name = text(block.name);
                let input = block.input.filter(|input| input.get() != "\"\"");
                let told = input.as_ref().map_or(0, |input| input.get().len());
                let bytes = name.len().saturating_add(told);
                let arguments = String::new();
                (Self::Call(Call { name, arguments }, input), bytes)
            }
            _ => (Self::Other(kind), 0),
        }
    }

    /// Returns the text that `delta` appends, if it brings nothing else.
    fn piece<'d, 'a>(&self, delta: &'d Open<Delta<'a>>) -> Option<&'d Cow<'a, str>> {
        let piece = match self {
            Self::Text(_) => delta.known.text.as_ref(),
            Self::Call(..) => delta.known.partial_json.as_ref(),
            Self::Other(_) => None,
        };
        piece.filter(|_| delta.more.is_none())?.0.as_ref()
    }

    fn add(&mut self, delta: Open<Delta<'_>>) -> Added {
        let Open { known, more } = delta;
        let (whole, piece) = match self {
            Self::Text(text) => (text, known.text),
            Self::Call(call, _) => (&mut call.arguments, known.partial_json),
            Self::Other(_) if more.is_some() => return Added::Piece(0),
            Self::Other(_) => return Added::Other,
        };
        match piece.and_then(|piece| piece.0) {
            Some(piece) if !piece.is_empty() => {
                whole.push_str(&piece);
                Added::Piece(piece.len())
            }
            _ if more.is_some() => Added::Piece(0),
            _ => Added::Other,
        }
    }
}
