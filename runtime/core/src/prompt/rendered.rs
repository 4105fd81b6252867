//! A prompt whose inputs are filled in.

use serde::{Deserialize, Serialize};

use super::{Content, Role, Turn};
use crate::fingerprint::Hasher;

/// A prompt whose inputs are filled in: everything that it says, without the words that a model's
/// dialect adds. [`Prompt::render`](crate::Prompt::render) makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RenderedPrompt {
    /// The system text, or `None` if there is none.
    pub system: Option<String>,
    /// The messages before the user message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Turn>,
    /// The user message.
    pub user: Content,
}

impl RenderedPrompt {
    /// Returns a prompt that says `user`, and `system` before it.
    #[must_use]
    pub fn new(system: Option<String>, user: impl Into<Content>) -> Self {
        Self {
            system,
            history: Vec::new(),
            user: user.into(),
        }
    }

    /// Returns the prompt with `history` before its user message.
    #[must_use]
    pub fn with_history(mut self, history: Vec<Turn>) -> Self {
        self.history = history;
        self
    }

    /// Returns the reason why no vendor can be sent the prompt, with its remedy, or `None` if there
    /// is none.
    #[doc(hidden)]
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        // Anthropic, Gemini and many chat templates refuse another first turn (their
        // documentation, read 2026-11).
        if self.history.first()?.role == Role::Assistant {
            return Some(
                "the history begins with a turn of the model, which vendors refuse; begin it with the application's turn, or say it in `system`"
                    .to_owned(),
            );
        }
        let empty = self.history.iter().position(|turn| {
            let mut texts = turn.content.parts().iter();
            texts.all(|part| part.as_text().is_some_and(|text| text.trim().is_empty()))
        })?;
        Some(format!(
            "turn {empty} of the history, counted from 0, has no content, which vendors refuse; leave it out"
        ))
    }

    /// Adds the prompt to a hash. One without history counts as its texts alone.
    #[doc(hidden)]
    pub fn hashed(&self, hasher: Hasher) -> Hasher {
        let system = self.system.as_deref();
        let hasher = hasher
            .flag(system.is_some())
            .text(system.unwrap_or_default());
        let mut hasher = self.user.hashed(hasher);
        if !self.history.is_empty() {
            let count = u128::try_from(self.history.len()).unwrap_or(u128::MAX);
            hasher = hasher.text("\0history").number(count);
        }
        self.history.iter().fold(hasher, |hasher, turn| {
            turn.content.hashed(hasher.flag(turn.role == Role::User))
        })
    }
}
