//! The structured output of each model family, and the pure rewrite of a contract into it.
//!
//! A dialect is a [`Table`]: a row for every keyword that driftless writes, [limits](Table::limits)
//! and [budgets](Table::budgets), each with source and date. Past a limit a contract is refused;
//! past a budget the schema is written in another way, and a rule that it then lacks is a [`Loss`].
//! Dialects known by type ([`OpenAiSchema`] and its like) turn what they can't carry into a compile
//! error.

mod adapt;
mod anthropic;
mod bare;
mod cycles;
mod deepseek;
mod entries;
mod form;
mod gemini;
mod instructions;
mod known;
mod limits;
mod line;
mod local;
mod loosen;
mod media;
mod mistral;
mod narrowed;
mod openai;
mod plain;
mod qwen;
mod route;
mod row;
mod table;
mod undo;
mod unsupported;
mod walk;

use std::collections::BTreeSet;

pub use adapt::adapt;
pub use form::{Form, Loss, Step};
pub use known::{
    AnthropicSchema, AnthropicTool, AnyDialect, DeepSeekTool, Dialect, GeminiSchema, Instructions,
    JsonMode, LocalGrammar, MistralSchema, MistralTool, OpenAiSchema, OpenAiTool, QwenSchema,
};
#[doc(hidden)]
pub use known::{KNOWN, table_of};
#[doc(hidden)]
pub use media::{media_of, media_problem};
#[doc(hidden)]
pub use narrowed::Narrowed;
pub use route::Route;
pub use table::{Measure, OutputMode, Row, SizeLimit, Support, Table};
pub(crate) use undo::Undone;

pub use crate::schema::Keyword;
pub use unsupported::Unsupported;

use crate::fingerprint::Hasher;
use crate::json::Json;
use crate::schema::Place;
use crate::shape::Shape;

/// Returns the contract's own schema, draft 2020-12, with its members in declaration order whatever
/// `serde_json` is built with.
#[must_use]
pub fn json_schema(shape: &'static Shape) -> Json {
    crate::schema::ordered(shape)
}

/// A contract, put into one dialect.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Adapted {
    /// The dialect's name.
    pub dialect: &'static str,
    /// The part of the request that carries the schema, neutral of any vendor's envelope.
    pub form: Form,
    /// Words that the prompt must carry, because the form can't.
    pub instructions: Option<String>,
    /// Every rule that the form can't carry; the words say it, and the decoder enforces it.
    pub losses: Vec<Loss>,
    /// The reversible rewrites, which are undone before decoding.
    pub steps: Vec<Step>,
    #[doc(hidden)]
    pub shape: &'static Shape,
    pub(crate) table: &'static Table,
    /// Fields that are left out instead of `null` or empty.
    pub(crate) loosened: BTreeSet<Place>,
    /// A key that may be missing is shown as `null`.
    pub(crate) optional_as_null: bool,
}

impl Adapted {
    /// Returns a digest of everything that a model is sent of the contract and that is undone in
    /// its answers: 128 bits as 32 hexadecimal digits. It changes if and only if a table or the
    /// rewrite changes something for this contract.
    #[must_use]
    pub fn digest(&self) -> String {
        let (kind, named, schema) = match &self.form {
            Form::Schema {
                name,
                description,
                schema,
            } => ("schema", Some((name, description)), Some(schema)),
            Form::Tool {
                name,
                description,
                schema,
            } => ("tool", Some((name, description)), Some(schema)),
            Form::JsonMode => ("JSON mode", None, None),
            Form::Text => ("text", None, None),
        };
        let optional = |hasher: Hasher, text: Option<&str>| {
            let hasher = hasher.flag(text.is_some());
            text.map_or(hasher, |text| hasher.text(text))
        };
        let mut hasher = Hasher::new().text(self.dialect).text(kind);
        if let Some((name, description)) = named {
            hasher = optional(hasher.text(name), description.as_deref());
        }
        let schema = schema.map(|schema| serde_json::to_string(schema).unwrap_or_default());
        hasher = optional(hasher, schema.as_deref());
        hasher = optional(hasher, self.instructions.as_deref()).flag(self.optional_as_null);
        for step in &self.steps {
            hasher = hasher.text(&step.to_string());
        }
        format!("{:032x}", hasher.finish())
    }
}
