//! The output that the events of a Responses stream bring before the last one, for servers whose
//! last event doesn't say it again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::provider::frame;
use crate::provider::lenient::{Said, Text, TextRef};
use crate::provider::stream::{Added, Broken, event};

use super::answer::{CALL, Item, MESSAGE, Part};

/// An event that brings a piece of output, or a whole one.
#[derive(Default, Deserialize)]
struct Piece<'a> {
    output_index: Option<u64>,
    content_index: Option<u64>,
    #[serde(borrow, default)]
    delta: TextRef<'a>,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    refusal: Text,
    #[serde(default)]
    arguments: Text,
    item: Option<Item>,
    part: Option<Part>,
}

/// An event of which is asked whether it brings something.
#[derive(Deserialize)]
struct Brings {
    #[serde(default)]
    delta: Said,
}

/// The items of an answer, by their places.
#[derive(Default)]
pub(super) struct Kept {
    slots: BTreeMap<u64, Slot>,
    /// The place in the last event of the piece of text that it brought, and the indices of the
    /// item and of its part.
    piece: Option<(Range<usize>, u64, u64)>,
}

/// An item on its way.
#[derive(Default)]
struct Slot {
    /// As it stood last; its content may be elsewhere.
    item: Option<Item>,
    /// `true` if that was at its end.
    done: bool,
    parts: BTreeMap<u64, Part>,
    arguments: Option<String>,
    /// The most bytes that any of these has brought.
    bytes: usize,
}

/// More items, or parts of one, than these are noise.
const MOST: usize = 1024;

impl Kept {
    /// Takes in the event `data` of this kind.
    pub(super) fn add(&mut self, kind: &str, data: &str) -> Result<Added, Broken> {
        self.piece = None;
        let (of, when) = kind.rsplit_once('.').unwrap_or_default();
        match (of, when) {
            ("output_item", "added" | "done")
            | ("content_part", "done")
            | ("output_text" | "refusal" | "function_call_arguments", "delta" | "done") => {
                let piece: Piece<'_> = event(data)?;
                let text = piece
                    .delta
                    .0
                    .as_ref()
                    .filter(|_| (of, when) == ("output_text", "delta"));
                let place = text.and_then(|text| frame::place(data, text));
                let indices = piece.output_index.zip(piece.content_index);
                let added = self.put(of, when, piece)?;
                if let (Some(place), Some((item, part))) = (place, indices) {
                    self.piece = Some((place, item, part));
                }
                Ok(added)
            }
            // Reasoning, in all forms, and whatever will come.
            (_, "done") => Ok(Added::Piece(0)),
            (_, "delta") if event::<Brings>(data)?.delta.0 => Ok(Added::Piece(0)),
            _ => Ok(Added::Other),
        }
    }

    fn put(&mut self, of: &str, when: &str, piece: Piece<'_>) -> Result<Added, Broken> {
        let slot = self.slot(of, piece.output_index)?;
        let place = piece.content_index.unwrap_or_default();
        let told = match (of, when) {
            ("output_item", when) => {
                slot.done = when == "done";
                let bytes = piece.item.as_ref().map_or(0, Item::bytes);
                slot.item = piece.item.or(slot.item.take());
                if !slot.done {
                    return Ok(Added::Other);
                }
                bytes
            }
            ("function_call_arguments", when) => {
                let whole = slot.arguments.get_or_insert_default();
                match (when, piece.delta.0, piece.arguments.0) {
                    ("delta", Some(words), _) => whole.push_str(&words),
                    ("done", _, Some(words)) => *whole = words,
                    _ => return Ok(Added::Other),
                }
                whole.len()
            }
            (of, when) => {
                let part = match (of, when, piece.part) {
                    ("content_part", _, part) => part,
                    ("refusal", "delta", _) => {
                        piece.delta.0.map(Cow::into_owned).map(Part::refusal)
                    }
                    ("refusal", ..) => piece.refusal.0.map(Part::refusal),
                    (_, "delta", _) => piece.delta.0.map(Cow::into_owned).map(Part::text),
                    _ => piece.text.0.map(Part::text),
                };
                let Some(part) = part else {
                    return Ok(Added::Other);
                };
                slot.part(place, part, when == "delta")?
            }
        };
        let more = told.saturating_sub(slot.bytes);
        slot.bytes = slot.bytes.max(told);
        Ok(if when == "done" || more > 0 {
            Added::Piece(more)
        } else {
            Added::Other
        })
    }

    /// Returns where in the last event the text stands that it brought, if it brought a text alone.
    pub(super) fn piece(&self) -> Option<Range<usize>> {
        self.piece.as_ref().map(|(place, ..)| place.clone())
    }

    /// Appends `piece` where the last event appended its own.
    pub(super) fn append(&mut self, piece: &str) -> Result<Added, Broken> {
        let Some((_, item, part)) = self.piece else {
            return Ok(Added::Other);
        };
        let words = Piece {
            output_index: Some(item),
            content_index: Some(part),
            delta: TextRef(Some(Cow::Borrowed(piece))),
            ..Piece::default()
        };
        self.put("output_text", "delta", words)
    }

    /// The item at `index`; where a server leaves that out, the one under way.
    fn slot(&mut self, of: &str, index: Option<u64>) -> Result<&mut Slot, Broken> {
        let last = self.slots.last_key_value();
        let index = index.unwrap_or_else(|| match last {
            Some((last, slot)) if of == "output_item" && slot.done => last.saturating_add(1),
            Some((last, _)) => *last,
            None => 0,
        });
        full(self.slots.len(), self.slots.contains_key(&index))?;
        Ok(self.slots.entry(index).or_default())
    }

    /// Returns the text of the answer so far; `None` if it isn't that of one part of one message.
    pub(super) fn text(&self) -> Option<&str> {
        let answers = self.slots.values().filter(|slot| {
            let item = slot.item.as_ref();
            item.is_none_or(Item::is_answer)
        });
        let mut parts = answers.flat_map(|slot| slot.parts.values());
        match (parts.next(), parts.next()) {
            (Some(part), None) => part.answer(),
            _ => None,
        }
    }

    /// The items in the order of their places.
    pub(super) fn into_items(self) -> Vec<Item> {
        self.slots.into_values().map(Slot::into_item).collect()
    }
}

impl Slot {
    /// Puts `part` in its place, or to what is there; gives the bytes of all that is there.
    fn part(&mut self, place: u64, part: Part, append: bool) -> Result<usize, Broken> {
        full(self.parts.len(), self.parts.contains_key(&place))?;
        let before = self.parts.get(&place).map_or(0, Part::bytes);
        let others = self.bytes.saturating_sub(before);
        match self.parts.get_mut(&place) {
            Some(known) if append => known.append(part),
            Some(known) => *known = part,
            None => {
                self.parts.insert(place, part);
            }
        }
        let now = self.parts.get(&place).map_or(0, Part::bytes);
        Ok(others.saturating_add(now))
    }

    fn into_item(self) -> Item {
        let mut item = self.item.unwrap_or_default();
        if item.bytes() > 0 {
            return item;
        }
        if item.r#type.0.is_none() {
            let kind = if self.arguments.is_some() {
                CALL
            } else {
                MESSAGE
            };
            item.r#type = Text(Some(kind.to_owned()));
        }
        item.content.0.extend(self.parts.into_values());
        item.arguments = Text(self.arguments.or(item.arguments.0));
        item
    }
}

/// Returns an error if there is no room for one more.
fn full(count: usize, known: bool) -> Result<(), Broken> {
    if known || count < MOST {
        return Ok(());
    }
    let message = format!("the stream has more than {MOST} items, or parts of one");
    Err(Broken::Malformed(message))
}
