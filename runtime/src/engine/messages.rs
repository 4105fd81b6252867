//! The messages to one model: the prompt in its dialect, and what a repair adds to it.

use std::borrow::Cow;

use crate::dialect::Adapted;
use crate::drift::{Drift, Violation};
use crate::plan::Planned;
use crate::prompt::{RenderedPrompt, Turn};

/// Most deviations that a repair sends to the model; these show the pattern.
const MOST_TOLD: usize = 20;

/// The messages that one model is sent.
pub(super) struct Messages<'a> {
    pub(super) system: Option<Cow<'a, str>>,
    pub(super) turns: Vec<Turn>,
}

impl<'a> Messages<'a> {
    pub(super) fn new(step: &'a Planned, prompt: &'a RenderedPrompt) -> Self {
        let before = step.examples.len().saturating_add(prompt.history.len());
        let mut turns = Vec::with_capacity(before.saturating_add(1));
        turns.extend_from_slice(&step.examples);
        prompt
            .history
            .iter()
            .for_each(|turn| push(&mut turns, turn));
        push(&mut turns, &Turn::user(prompt.user.clone()));
        Self {
            system: system(prompt, step),
            turns,
        }
    }

    /// Returns the length of all texts in bytes.
    pub(super) fn bytes(&self) -> u64 {
        let turns = self.turns.iter().map(|turn| turn.content.text_bytes());
        let all: usize = turns
            .chain(self.system.as_ref().map(|text| text.len()))
            .sum();
        u64::try_from(all).unwrap_or(u64::MAX)
    }

    /// Goes on with the model's own answer and what is wrong with it.
    pub(super) fn repair(&mut self, adapted: &Adapted, drift: &Drift) {
        self.turns.push(Turn::assistant(drift.text()));
        self.turns.push(Turn::user(told(&adapted.as_sent(drift))));
    }
}

/// Adds a turn. One of the role of the turn before it adds its parts to that: Mistral and many chat
/// templates of open models refuse two in a row, and Anthropic merges them by itself (vendors'
/// documentation, read 2026-11).
fn push(turns: &mut Vec<Turn>, turn: &Turn) {
    match turns.last_mut().filter(|last| last.role == turn.role) {
        Some(last) => {
            let parts = last.content.parts().iter().chain(turn.content.parts());
            last.content = parts.cloned().collect();
        }
        None => turns.push(turn.clone()),
    }
}

/// The user's system text, and the adapter's words behind it.
fn system<'a>(prompt: &'a RenderedPrompt, step: &'a Planned) -> Option<Cow<'a, str>> {
    match (&prompt.system, &step.adapted.instructions) {
        (Some(system), Some(words)) => Some(Cow::Owned(format!("{system}\n\n{words}"))),
        (Some(text), None) | (None, Some(text)) => Some(Cow::Borrowed(text)),
        (None, None) => None,
    }
}

/// The deviations as a message to the model.
fn told(violations: &[Violation]) -> String {
    let mut told = vec!["Your answer deviates from the required form in these places:".to_owned()];
    let places = violations.iter().take(MOST_TOLD);
    told.extend(places.map(|violation| format!("- {violation}")));
    let more = violations.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        told.push(format!("- and {more} more"));
    }
    told.push(
        "Answer the question again: the whole document in the required form, and nothing else."
            .to_owned(),
    );
    told.join("\n")
}
