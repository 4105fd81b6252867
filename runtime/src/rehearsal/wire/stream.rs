//! Server-sent events, and texts in pieces.

use serde::Serialize;

/// The longest piece of a text, in characters.
const LONGEST: usize = 64;

/// One event of a stream.
pub(super) struct Event {
    pub(super) text: String,
    /// `true` if it brings output of the model.
    pub(super) speaks: bool,
}

impl Event {
    /// An event without a name, as Chat Completions and Gemini send them.
    pub(super) fn data(speaks: bool, data: &impl Serialize) -> Self {
        Self::raw(speaks, &json(data))
    }

    /// Writes an event with data that is text.
    pub(super) fn raw(speaks: bool, data: &str) -> Self {
        Self {
            text: format!("data: {data}\n\n"),
            speaks,
        }
    }

    /// An event with a name, as Responses and Messages send them.
    pub(super) fn named(name: &str, speaks: bool, data: &impl Serialize) -> Self {
        Self {
            text: format!("event: {name}\ndata: {}\n\n", json(data)),
            speaks,
        }
    }
}

/// JSON text of what is always JSON.
pub(super) fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}

/// A text as a model would send it: at least two pieces, if it has two characters.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let size = characters.len().div_ceil(4).clamp(1, LONGEST);
    characters
        .chunks(size)
        .map(|piece| piece.iter().collect())
        .collect()
}

/// A text in two.
pub(super) fn halves(text: &str) -> (&str, &str) {
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle = middle.saturating_sub(1);
    }
    text.split_at(middle)
}
