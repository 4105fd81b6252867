//! A user message while its template is filled in: text, split where media stand.

use super::{Content, Part};
use crate::media::Medium;

/// The parts so far, and the text behind the last medium.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Assembly {
    parts: Vec<Part>,
    text: String,
}

impl Assembly {
    /// Returns a message that says nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the text behind the last medium, to write on.
    pub fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Adds a medium.
    pub fn push(&mut self, medium: &Medium) {
        self.end_text();
        self.parts.push(medium.clone().into());
    }

    /// Anthropic refuses a text part of white space alone (Messages API errors, read 2026-11),
    /// which only separates media.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.parts.push(text.into());
        }
    }

    /// Returns the whole message.
    #[must_use]
    pub fn finish(mut self) -> Content {
        if self.parts.is_empty() {
            return self.text.into();
        }
        self.end_text();
        self.parts.into_iter().collect()
    }
}
