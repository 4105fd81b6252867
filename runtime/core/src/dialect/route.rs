//! The dialects by the names that a catalogue has for them.

use serde::Deserialize;

/// A way of asking a model for structured output; each is a dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Route {
    /// OpenAI's strict schema.
    #[serde(rename = "openai_schema")]
    OpenAiSchema,
    /// One strict OpenAI tool.
    #[serde(rename = "openai_tool")]
    OpenAiTool,
    /// Anthropic's native schema.
    AnthropicSchema,
    /// One strict Anthropic tool.
    AnthropicTool,
    /// Gemini's response schema.
    GeminiSchema,
    /// Mistral's strict schema.
    MistralSchema,
    /// One strict Mistral tool.
    MistralTool,
    /// One strict DeepSeek tool.
    #[serde(rename = "deepseek_tool")]
    DeepSeekTool,
    /// Qwen's strict schema.
    QwenSchema,
    /// The grammar of the model in the process.
    LocalGrammar,
    /// JSON mode with instructions.
    JsonMode,
    /// Instructions only.
    Instructions,
}
