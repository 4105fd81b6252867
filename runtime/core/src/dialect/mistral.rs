//! Mistral's `json_schema` response format and its strict tools.
//!
//! The API reference names no keyword that is enforced beside the structure, so that everything
//! else is put into words.

use super::row::{Source, described, limit, supported};
use super::table::{Measure, OutputMode, Row, SizeLimit, Table};
use crate::schema::{Keyword as K, Language};

const API: Source = (
    "Mistral API reference, ResponseFormat and Function",
    "2026-08-21",
);
/// No source says that it is enforced, or that it is refused.
const UNSAID: Source = ("not said in Mistral's API reference", "2026-08-21");

const ROWS: &[Row] = &[
    supported(K::Type, API),
    supported(K::Properties, API),
    supported(K::Required, API),
    supported(K::AdditionalProperties, API),
    supported(K::Items, API),
    supported(K::AnyOf, API),
    described(K::AllOf, UNSAID),
    supported(K::Ref, API),
    supported(K::Defs, API),
    described(K::Const, UNSAID),
    supported(K::Enum, API),
    supported(K::Description, API),
    described(K::Examples, UNSAID),
    described(K::Title, UNSAID),
    described(K::Schema, UNSAID),
    described(K::MinLength, UNSAID),
    described(K::MaxLength, UNSAID),
    described(K::Pattern, UNSAID),
    described(K::Format, UNSAID),
    described(K::Minimum, UNSAID),
    described(K::Maximum, UNSAID),
    described(K::ExclusiveMinimum, UNSAID),
    described(K::ExclusiveMaximum, UNSAID),
    described(K::MultipleOf, UNSAID),
    described(K::MinItems, UNSAID),
    described(K::MaxItems, UNSAID),
    described(K::UniqueItems, UNSAID),
    described(K::MinProperties, UNSAID),
    described(K::MaxProperties, UNSAID),
];

const LIMITS: &[SizeLimit] = &[limit(
    UNSAID,
    Measure::Untyped,
    0,
    "Mistral's strict schemas are not known to take a value of any shape: give the `Untyped` field a type, or choose `dialect::JsonMode`",
)];

/// No source names a limit, and the interface is `OpenAI`'s.
const BUDGETS: &[SizeLimit] = &[super::openai::DESCRIPTION];

pub(super) const SCHEMA: Table = table("Mistral strict schema", OutputMode::Schema);
pub(super) const TOOL: Table = table("Mistral strict tool", OutputMode::Tool);

const fn table(name: &'static str, mode: OutputMode) -> Table {
    Table {
        name,
        mode,
        rows: ROWS,
        limits: LIMITS,
        budgets: BUDGETS,
        formats: &[],
        patterns: Language::Ecma,
        min_items: None,
        null_as_absent: false,
        maps: false,
        optional_as_null: true,
        typed_enums: true,
        null_in_enums: true,
        inline: false,
        root_refs: false,
        loosen_cycles: false,
        folds_case: false,
        widths: false,
        told: false,
        changes_are_free: false,
    }
}
