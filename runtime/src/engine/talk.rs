//! The conversation with one model: the question, and what a repair adds to it.

use crate::drift::Drift;
use crate::plan::Planned;
use crate::provider::Turn;

use super::Asked;

/// Most deviations that a repair tells the model; whoever sees these sees the pattern.
const MOST_TOLD: usize = 20;

/// What one model is sent.
pub(super) struct Talk {
    pub(super) system: Option<String>,
    pub(super) turns: Vec<Turn>,
}

impl Talk {
    pub(super) fn new(step: &Planned, asked: &Asked) -> Self {
        let mut turns = Vec::with_capacity(step.examples.len().saturating_add(1));
        turns.extend_from_slice(&step.examples);
        turns.push(Turn::user(&asked.user));
        Self {
            system: system(asked, step),
            turns,
        }
    }

    /// Goes on with the model's own answer and what is wrong with it.
    pub(super) fn repair(&mut self, drift: &Drift) {
        self.turns.push(Turn::assistant(drift.text()));
        self.turns.push(Turn::user(told(drift)));
    }
}

/// The user's system text, and the adapter's words behind it.
fn system(asked: &Asked, step: &Planned) -> Option<String> {
    match (&asked.system, &step.adapted.instructions) {
        (Some(system), Some(words)) => Some(format!("{system}\n\n{words}")),
        (Some(text), None) | (None, Some(text)) => Some(text.clone()),
        (None, None) => None,
    }
}

/// The deviations as a message to the model.
fn told(drift: &Drift) -> String {
    let violations = drift.violations();
    let mut text = "Your answer deviates from the required form in these places:\n".to_owned();
    for violation in violations.iter().take(MOST_TOLD) {
        text.push_str("- ");
        text.push_str(&violation.to_string());
        text.push('\n');
    }
    if let Some(more) = violations
        .len()
        .checked_sub(MOST_TOLD)
        .filter(|more| *more > 0)
    {
        text.push_str(&format!("- and {more} more\n"));
    }
    text.push_str(
        "Answer the question again: the whole document in the required form, and nothing else.",
    );
    text
}
