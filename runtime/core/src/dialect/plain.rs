//! Dialects without a schema: the words carry the contract.

use super::row::{Source, described};
use super::table::{OutputMode, Row, Table};
use crate::schema::{Keyword as K, Language};

const WORDS: Source = (
    "the contract travels as a TypeScript-like type in the prompt",
    "2026-11",
);

const ROWS: &[Row] = &[
    described(K::Type, WORDS),
    described(K::Properties, WORDS),
    described(K::Required, WORDS),
    described(K::AdditionalProperties, WORDS),
    described(K::Items, WORDS),
    described(K::AnyOf, WORDS),
    described(K::AllOf, WORDS),
    described(K::Ref, WORDS),
    described(K::Defs, WORDS),
    described(K::Const, WORDS),
    described(K::Enum, WORDS),
    described(K::Description, WORDS),
    described(K::Examples, WORDS),
    described(K::Title, WORDS),
    described(K::Schema, WORDS),
    described(K::MinLength, WORDS),
    described(K::MaxLength, WORDS),
    described(K::Pattern, WORDS),
    described(K::Format, WORDS),
    described(K::Minimum, WORDS),
    described(K::Maximum, WORDS),
    described(K::ExclusiveMinimum, WORDS),
    described(K::ExclusiveMaximum, WORDS),
    described(K::MultipleOf, WORDS),
    described(K::MinItems, WORDS),
    described(K::MaxItems, WORDS),
    described(K::UniqueItems, WORDS),
    described(K::MinProperties, WORDS),
    described(K::MaxProperties, WORDS),
];

pub(super) const JSON_MODE: Table = table("JSON mode with instructions", OutputMode::JsonMode);
pub(super) const INSTRUCTIONS: Table = table("instructions only", OutputMode::Words);

const fn table(name: &'static str, mode: OutputMode) -> Table {
    Table {
        name,
        mode,
        rows: ROWS,
        limits: &[],
        budgets: &[],
        formats: &[],
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
        widths: false,
        told: false,
        changes_are_free: false,
    }
}
