//! What each model family accepts for structured output, and the pure rewrite of a contract into it.

mod form;
mod marker;

pub use form::{Form, Loss, Step};
pub use marker::{
    AnthropicSchema, AnthropicTool, Dialect, GeminiSchema, Instructions, JsonMode, OpenAiSchema,
    OpenAiTool,
};

use crate::shape::Shape;

/// A contract, put into one dialect.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Adapted {
    /// The part of the request that carries the schema, neutral of any vendor's envelope.
    pub form: Form,
    /// Words that the prompt must carry, because the form can't.
    pub instructions: Option<String>,
    /// Every rule that the form can't carry; the instructions say it, and the decoder enforces it.
    pub losses: Vec<Loss>,
    /// What was rewritten reversibly, and is undone before decoding.
    pub steps: Vec<Step>,
    #[allow(dead_code, reason = "read by the reverse steps")]
    pub(crate) shape: &'static Shape,
}
