//! A shape as JSON Schema, draft 2020-12.
//!
//! One renderer serves the plain schema and every dialect: a [`Policy`] says which keywords may be
//! used and how absence and maps travel, and whatever can't be carried comes back as a loss. So the
//! plain schema and the dialects can't disagree.
//!
//! A type that is used twice or contains itself stands once under `$defs`; any other is written
//! where it is used. Newtypes are transparent.

mod budget;
mod constraint;
mod graph;
mod keyword;
mod names;
mod node;
mod pattern;
mod policy;
mod render;
mod words;

pub use keyword::Keyword;

pub use budget::Budget;
pub use constraint::number;
pub use constraint::{Constraints, literal};
pub(crate) use graph::Graph;
pub use names::{identity, label_of};
pub(crate) use node::lists_values;
pub use pattern::Language;
pub use policy::{Place, Policy};
pub use render::render;
pub use words::{examples, phrases, text};

use serde_json::Value;

use crate::json::Json;
use crate::shape::Shape;

type Members = Vec<(String, Json)>;

/// A rule that the policy has no keyword for.
#[derive(Debug, Clone)]
#[allow(
    clippy::exhaustive_structs,
    reason = "seen by the `driftless` crate of the same version alone"
)]
pub struct Lost {
    pub pointer: String,
    pub keyword: Keyword,
    pub words: String,
}

/// A schema, and what it does not say.
#[derive(Debug, Clone)]
#[allow(
    clippy::exhaustive_structs,
    reason = "seen by the `driftless` crate of the same version alone"
)]
pub struct Rendered {
    pub schema: Json,
    pub losses: Vec<Lost>,
    /// A map travels as a list of entries.
    pub entries: bool,
    /// Where values of any shape stand.
    pub untyped: Vec<String>,
    /// Where a type refers to itself.
    pub recursive: Vec<String>,
    /// The fields whose `null` makes a union, once for each place where it does, in the order of
    /// the schema; `true` if the key may be missing.
    pub nullable: Vec<(Place, bool)>,
    /// Where values are allowed that differ in case only.
    pub twins: Vec<String>,
    /// Where a key or a tag has a control character.
    pub controls: Vec<String>,
    /// It was cut off.
    pub too_large: bool,
    /// The places whose choices were written, of those that the policy names.
    pub chosen: Vec<String>,
}

impl Default for Rendered {
    fn default() -> Self {
        Self {
            schema: Json::Null,
            losses: Vec::new(),
            entries: false,
            untyped: Vec::new(),
            recursive: Vec::new(),
            nullable: Vec::new(),
            twins: Vec::new(),
            controls: Vec::new(),
            too_large: false,
            chosen: Vec::new(),
        }
    }
}

/// Returns the schema that an independent validator would hold an answer to.
///
/// The members of a [`schemars::Schema`] are ordered as `serde_json` is built to order them;
/// [`ordered`] keeps the declaration's order.
#[must_use]
pub fn json_schema(shape: &'static Shape) -> schemars::Schema {
    match plain_value(ordered(shape)) {
        Value::Object(members) => members.into(),
        _ => schemars::Schema::default(),
    }
}

/// As `serde_json` holds it. Total, unlike `serde_json::to_value`: that refuses integers beyond 64
/// bits.
fn plain_value(json: Json) -> Value {
    match json {
        // None is written that takes more than a 64-bit integer or a double either.
        Json::Null | Json::Number(_) => Value::Null,
        Json::Bool(value) => value.into(),
        Json::Int(value) => match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => value.into(),
            (_, Ok(value)) => value.into(),
            // None is written; see `constraint::is_held`.
            _ => Value::Null,
        },
        Json::Float(value) => value.into(),
        Json::String(value) => value.into(),
        Json::Array(items) => items.into_iter().map(plain_value).collect(),
        Json::Object(members) => members
            .into_iter()
            .map(|(key, value)| (key, plain_value(value)))
            .collect(),
    }
}

/// Returns the schema with its members in declaration order.
#[must_use]
pub fn ordered(shape: &'static Shape) -> Json {
    let mut members = vec![(
        "$schema".to_owned(),
        Json::string("https://json-schema.org/draft/2020-12/schema"),
    )];
    if let Some(name) = shape.name() {
        members.push(("title".to_owned(), Json::string(name.title)));
    }
    if let Json::Object(rest) = render(shape, &Policy::plain(), false).schema {
        members.extend(rest);
    }
    Json::Object(members)
}
