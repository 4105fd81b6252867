//! The model in the process: its output is constrained by the schema, token by token.

use super::row::{Source, row};
use super::table::{OutputMode, Row, SizeLimit, Support, Table};
use crate::schema::{Keyword as K, Language};
use crate::shape::Format;

/// The keywords that llguidance compiles into its grammar.
const GRAMMAR: Source = (
    "llguidance 1.9.1, docs/json_schema.md, and the tests of feature `local`",
    "2026-11",
);
/// The keywords that the constraint engine doesn't know, and the generator checks while it
/// generates.
const GENERATOR: Source = (
    "held by the generator: a token that would break the rule is not taken",
    "2026-11",
);
/// The model sees the words of the prompt, never the schema.
const WORDS: Source = (
    "the contract travels as a TypeScript-like type in the prompt as well",
    "2026-11",
);

const fn held(keyword: K) -> Row {
    row(keyword, Support::Supported, GRAMMAR)
}

const ROWS: &[Row] = &[
    held(K::Type),
    held(K::Properties),
    held(K::Required),
    held(K::AdditionalProperties),
    held(K::Items),
    held(K::AnyOf),
    held(K::AllOf),
    held(K::Ref),
    held(K::Defs),
    held(K::Const),
    held(K::Enum),
    row(K::Description, Support::Described, WORDS),
    row(K::Examples, Support::Described, WORDS),
    row(K::Title, Support::Described, WORDS),
    row(K::Schema, Support::Described, WORDS),
    held(K::MinLength),
    held(K::MaxLength),
    held(K::Pattern),
    held(K::Format),
    held(K::Minimum),
    held(K::Maximum),
    held(K::ExclusiveMinimum),
    held(K::ExclusiveMaximum),
    held(K::MultipleOf),
    held(K::MinItems),
    held(K::MaxItems),
    row(K::UniqueItems, Support::Supported, GENERATOR),
    held(K::MinProperties),
    held(K::MaxProperties),
];

const LIMITS: &[SizeLimit] = &[];

pub(super) const GRAMMAR_TABLE: Table = Table {
    name: "local grammar",
    mode: OutputMode::Schema,
    rows: ROWS,
    limits: LIMITS,
    budgets: &[],
    formats: Format::ALL,
    patterns: Language::Ecma,
    min_items: None,
    null_as_absent: false,
    maps: true,
    optional_as_null: false,
    typed_enums: true,
    null_in_enums: true,
    inline: false,
    root_refs: true,
    loosen_cycles: false,
    folds_case: false,
    widths: true,
    told: true,
    changes_are_free: true,
};
