//! A prompt whose inputs are filled in.

use serde::{Deserialize, Serialize};

use super::Content;

/// A prompt whose inputs are filled in: everything that it says, without the words that a model's
/// dialect adds. [`Prompt::render`](crate::Prompt::render) makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RenderedPrompt {
    /// The system text, or `None` if there is none.
    pub system: Option<String>,
    /// The user message.
    pub user: Content,
}

impl RenderedPrompt {
    /// Returns a prompt that says `user`, and `system` before it.
    #[must_use]
    pub fn new(system: Option<String>, user: impl Into<Content>) -> Self {
        Self {
            system,
            user: user.into(),
        }
    }
}
