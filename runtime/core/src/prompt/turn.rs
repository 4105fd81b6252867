//! One message of a conversation.

use serde::{Deserialize, Serialize};

use super::Content;

/// The speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "a provider that forgets a role must not compile"
)]
pub enum Role {
    /// The application.
    User,
    /// The model (few-shot examples, repair).
    Assistant,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Turn {
    /// The speaker.
    pub role: Role,
    /// The message; shared between copies, since a plan sends its few-shot examples in every call.
    pub content: Content,
}

impl Turn {
    /// Returns a message of the application.
    #[must_use]
    pub fn user(content: impl Into<Content>) -> Self {
        Self {
            role: Role::User,
            content: content.into(),
        }
    }

    /// Returns a message of the model.
    #[must_use]
    pub fn assistant(content: impl Into<Content>) -> Self {
        Self {
            role: Role::Assistant,
            content: content.into(),
        }
    }
}
