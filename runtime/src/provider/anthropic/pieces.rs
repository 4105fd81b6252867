//! The answer of Messages in pieces: the message without content, its blocks piece by piece, and how it stopped.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::provider::Facts;
use crate::provider::answer::{Answer, Call, Unusable};
use crate::provider::lenient::Text;
use crate::provider::stream::{Added, Broken, Pieces, event, note_model};

use super::answer::{Block, Message, Told};

/// An event of any kind.
#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    r#type: Text,
    message: Option<Message>,
    index: Option<u64>,
    content_block: Option<Block>,
    delta: Option<Delta>,
    usage: Option<Box<RawValue>>,
}

/// A piece of a block, or how the message stopped.
#[derive(Deserialize)]
struct Delta {
    #[serde(default)]
    text: Text,
    #[serde(default)]
    partial_json: Text,
    #[serde(default)]
    thinking: Text,
    stop_reason: Option<String>,
    stop_details: Option<Box<RawValue>>,
}

/// The events that came.
#[derive(Default)]
pub(super) struct Events {
    model: Option<String>,
    told: Told,
    blocks: Vec<(u64, Kind)>,
    stop_reason: Option<String>,
    stop_details: Option<Box<RawValue>>,
}

/// A block that is being said.
enum Kind {
    Text(String),
    Call(Call),
    /// Thinking, and kinds that aren't known.
    Other,
}

impl Pieces for Events {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        let event: Event = event(data)?;
        let malformed = |message: &str| Err(Broken::Malformed(message.to_owned()));
        match event.r#type.0.as_deref() {
            Some("error") => return Err(Broken::Error(None)),
            Some("message_stop") => return Ok(Added::End),
            Some("message_start") => {
                let message = event.message.unwrap_or_default();
                note_model(&mut self.model, message.model.as_deref());
                self.tell(message.usage.as_deref());
            }
            Some("content_block_start") => {
                let (Some(index), Some(block)) = (event.index, event.content_block) else {
                    return malformed("a block of the stream lacks what the API documents");
                };
                if self.blocks.iter().any(|(known, _)| *known == index) {
                    return malformed("two blocks of the stream have the same index");
                }
                let (kind, bytes) = Kind::begin(block);
                self.blocks.push((index, kind));
                if bytes > 0 {
                    return Ok(Added::Piece(bytes));
                }
            }
            Some("content_block_delta") => {
                let (Some(index), Some(delta)) = (event.index, event.delta) else {
                    return malformed("a piece of the stream lacks what the API documents");
                };
                let block = self.blocks.iter_mut().rfind(|(known, _)| *known == index);
                let Some((_, kind)) = block else {
                    return malformed("a piece of the stream belongs to no block");
                };
                return Ok(kind.add(delta));
            }
            Some("message_delta") => {
                if let Some(delta) = event.delta {
                    self.stop_reason = delta.stop_reason.or(self.stop_reason.take());
                    self.stop_details = delta.stop_details.or(self.stop_details.take());
                }
                self.tell(event.usage.as_deref());
            }
            _ => {}
        }
        Ok(Added::Other)
    }

    fn note(&self, facts: &mut Facts) {
        facts.served_model.clone_from(&self.model);
        self.told.note(facts);
    }

    fn into_answer(self, _: &mut Facts) -> Result<Answer, Unusable> {
        let message = Message {
            stop_reason: self.stop_reason,
            stop_details: self.stop_details,
            ..Message::default()
        };
        let mut answer = message.said()?;
        if answer.refusal.is_some() {
            return Ok(answer);
        }
        for (_, kind) in self.blocks {
            match kind {
                Kind::Text(text) => answer.add_text(text),
                Kind::Call(mut call) => {
                    if call.arguments.is_empty() {
                        // An empty object comes without pieces.
                        call.arguments.push_str("{}");
                    }
                    answer.calls.push(call);
                }
                Kind::Other => {}
            }
        }
        Ok(answer)
    }
}

impl Events {
    fn tell(&mut self, usage: Option<&RawValue>) {
        if let Some(later) = usage.map(Told::read) {
            self.told.grow(later);
        }
    }
}

impl Kind {
    /// A block as it begins, and how many bytes of it are there already.
    fn begin(block: Block) -> (Self, usize) {
        match block.r#type.0.as_deref() {
            Some("text") => {
                let text = block.text.0.unwrap_or_default();
                let bytes = text.len();
                (Self::Text(text), bytes)
            }
            Some("tool_use") => {
                let name = block.name.0.unwrap_or_default();
                let bytes = name.len();
                let arguments = String::new();
                (Self::Call(Call { name, arguments }), bytes)
            }
            _ => (Self::Other, 0),
        }
    }

    fn add(&mut self, delta: Delta) -> Added {
        let (whole, piece) = match self {
            Self::Text(text) => (text, delta.text),
            Self::Call(call) => (&mut call.arguments, delta.partial_json),
            Self::Other => {
                let thought = delta.thinking.0.is_some_and(|text| !text.is_empty());
                return if thought {
                    Added::Piece(0)
                } else {
                    Added::Other
                };
            }
        };
        match piece.0 {
            Some(piece) if !piece.is_empty() => {
                whole.push_str(&piece);
                Added::Piece(piece.len())
            }
            _ => Added::Other,
        }
    }
}
