//! The messages to one model: the prompt in its dialect, and what a repair adds to it.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::bound::Bindings;
use crate::dialect::{Adapted, Form, Loss};
use crate::drift::{Drift, Violation};
use crate::media::Medium;
use crate::plan::{Planned, written};
use crate::prompt::{RenderedPrompt, Turn};

/// Most deviations that a repair sends to the model; these show the pattern.
const MOST_TOLD: usize = 20;

/// The messages that one model is sent.
pub(super) struct Messages<'a> {
    pub(super) system: Option<Cow<'a, str>>,
    pub(super) turns: Vec<Turn>,
    /// The form with this call's choices in its schema, where that isn't the plan's.
    narrowed: Option<(Form, Option<Box<RawValue>>)>,
    step: &'a Planned,
    /// The choices that only the prompt says.
    losses: Vec<Loss>,
}

impl<'a> Messages<'a> {
    /// Returns the messages of `prompt`, and the form for a call with these ties.
    pub(super) fn new(step: &'a Planned, prompt: &'a RenderedPrompt, bindings: &Bindings) -> Self {
        let before = step.examples.len().saturating_add(prompt.history.len());
        let mut turns = Vec::with_capacity(before.saturating_add(1));
        turns.extend_from_slice(&step.examples);
        prompt
            .history
            .iter()
            .for_each(|turn| push(&mut turns, turn));
        push(&mut turns, &Turn::user(prompt.user.clone()));
        let (mut narrowed, mut losses) = (None, Vec::new());
        if !bindings.is_empty() {
            let of = step.adapted.narrowed(bindings);
            losses = of.losses;
            narrowed = of.form.map(|form| {
                let written = written(&form);
                (form, written)
            });
        }
        Self {
            system: system(prompt, step),
            turns,
            narrowed,
            step,
            losses,
        }
    }

    /// Returns the form that is asked for, and the text of its schema.
    pub(super) fn form(&self) -> (&Form, Option<&RawValue>) {
        match &self.narrowed {
            Some((form, written)) => (form, written.as_deref()),
            None => (&self.step.adapted.form, self.step.written.as_deref()),
        }
    }

    /// Returns every rule that the form can't carry.
    pub(super) fn losses(&self) -> Arc<[Loss]> {
        if self.losses.is_empty() {
            return Arc::clone(&self.step.losses);
        }
        self.step
            .losses
            .iter()
            .chain(&self.losses)
            .cloned()
            .collect()
    }

    /// Returns the length in bytes of all texts, the plan's own schema aside.
    pub(super) fn bytes(&self) -> u64 {
        let turns = self.turns.iter().map(|turn| turn.content.text_bytes());
        let all: usize = turns
            .chain(self.system.as_ref().map(|text| text.len()))
            .chain(
                self.narrowed
                    .iter()
                    .flat_map(|(_, written)| written)
                    .map(|text| text.get().len()),
            )
            .sum();
        u64::try_from(all).unwrap_or(u64::MAX)
    }

    /// Returns the media of all messages.
    pub(super) fn media(&self) -> Vec<&Medium> {
        let turns = self.turns.iter();
        turns.flat_map(|turn| turn.content.media()).collect()
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
