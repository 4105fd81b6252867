//! Dialects as types, so that a model carries its dialect while compiling.

/// A dialect, known by type.
pub trait Dialect: sealed::Sealed + Send + Sync + 'static {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[non_exhaustive]
        pub struct $name;
        impl sealed::Sealed for $name {}
        impl Dialect for $name {}
    )*};
}

markers! {
    /// OpenAI's native structured output.
    OpenAiSchema,
    /// OpenAI's strict tool call.
    OpenAiTool,
    /// Anthropic's native structured output.
    AnthropicSchema,
    /// Anthropic's strict tool call.
    AnthropicTool,
    /// Gemini's native structured output.
    GeminiSchema,
    /// JSON of any shape, described in words.
    JsonMode,
    /// Words only.
    Instructions,
}
