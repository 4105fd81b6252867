//! Dialects known by type, so that what one can't carry is a compile error.

use super::route::Route;
use super::table::Table;
use super::{anthropic, deepseek, gemini, local, mistral, openai, plain, qwen};

mod sealed {
    /// Keeps [`Dialect`](super::Dialect) closed: a dialect is a table of facts about a vendor.
    pub trait Sealed {}
}

/// A dialect that is known while compiling.
pub trait Dialect: sealed::Sealed + Send + Sync + 'static {
    /// Its keywords and limits.
    const TABLE: &'static Table;
    /// Its name in the catalogue.
    const ROUTE: Route;
}

macro_rules! dialects {
    ($($(#[$doc:meta])* $name:ident => $table:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub struct $name;

        impl sealed::Sealed for $name {}

        impl Dialect for $name {
            const TABLE: &'static Table = &$table;
            const ROUTE: Route = Route::$name;
        }
    )*

        /// Returns the keywords and limits of a dialect that the catalogue names.
        pub const fn table_of(route: Route) -> &'static Table {
            match route {
                $(Route::$name => <$name as Dialect>::TABLE,)*
            }
        }

        /// All of them.
        pub const KNOWN: &[&Table] = &[$($name::TABLE),*];
    };
}

dialects! {
    /// OpenAI's strict schema, in Chat Completions and Responses.
    OpenAiSchema => openai::SCHEMA;
    /// One strict OpenAI tool that must be called.
    OpenAiTool => openai::TOOL;
    /// Anthropic's native schema (`output_config.format`).
    AnthropicSchema => anthropic::SCHEMA;
    /// One strict Anthropic tool; newer models take no forced call of it.
    AnthropicTool => anthropic::TOOL;
    /// Gemini's `responseJsonSchema`.
    GeminiSchema => gemini::SCHEMA;
    /// Mistral's strict schema.
    MistralSchema => mistral::SCHEMA;
    /// One strict Mistral tool that must be called.
    MistralTool => mistral::TOOL;
    /// One strict DeepSeek tool that must be called (beta).
    DeepSeekTool => deepseek::TOOL;
    /// Qwen's strict schema, for the models that have one.
    QwenSchema => qwen::SCHEMA;
    /// The model in the process: a grammar that it can't leave.
    LocalGrammar => local::GRAMMAR_TABLE;
    /// The vendor's JSON mode; words carry the contract.
    JsonMode => plain::JSON_MODE;
    /// Words alone.
    Instructions => plain::INSTRUCTIONS;
}

/// A dialect that is known only while the program runs, as that of a model that a setting names.
///
/// A contract that it can't carry is an error of `build()` instead of one of the compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct AnyDialect;

impl sealed::Sealed for AnyDialect {}

/// The form that every model takes, until another dialect is known.
impl Dialect for AnyDialect {
    const TABLE: &'static Table = &plain::INSTRUCTIONS;
    const ROUTE: Route = Route::Instructions;
}
