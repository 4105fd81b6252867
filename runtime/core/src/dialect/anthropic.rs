//! Anthropic's structured outputs, for native schemas and strict tools.

use super::row::{Source, described, limit, rejected, supported};
use super::table::{Limit, Measure, Mode, Row, Table};
use crate::schema::Keyword as K;
use crate::shape::Format;

const GUIDE: Source = ("Anthropic guide \"Structured outputs\"", "2026-09-20");
/// `transform-json-schema` of the npm package `@anthropic-ai/sdk` 1.12.0 puts it into the description.
const SDK: Source = (
    "npm package @anthropic-ai/sdk 1.12.0, transformJSONSchema",
    "2026-11-20",
);

const ROWS: &[Row] = &[
    supported(K::Type, GUIDE),
    supported(K::Properties, GUIDE),
    supported(K::Required, GUIDE),
    supported(K::AdditionalProperties, GUIDE),
    supported(K::Items, GUIDE),
    supported(K::AnyOf, GUIDE),
    described(K::AllOf, GUIDE),
    supported(K::Ref, GUIDE),
    supported(K::Defs, GUIDE),
    supported(K::Const, GUIDE),
    supported(K::Enum, GUIDE),
    supported(K::Description, GUIDE),
    described(K::Examples, SDK),
    described(K::Title, SDK),
    described(K::Schema, SDK),
    rejected(K::MinLength, GUIDE),
    rejected(K::MaxLength, GUIDE),
    supported(K::Pattern, GUIDE),
    supported(K::Format, GUIDE),
    rejected(K::Minimum, GUIDE),
    rejected(K::Maximum, GUIDE),
    rejected(K::ExclusiveMinimum, GUIDE),
    rejected(K::ExclusiveMaximum, GUIDE),
    rejected(K::MultipleOf, GUIDE),
    supported(K::MinItems, GUIDE),
    rejected(K::MaxItems, GUIDE),
    rejected(K::UniqueItems, GUIDE),
    rejected(K::MinProperties, GUIDE),
    rejected(K::MaxProperties, GUIDE),
];

const LIMITS: &[Limit] = &[
    limit(
        GUIDE,
        Measure::Recursion,
        0,
        "Anthropic's structured outputs have no type that contains itself: give the nesting a fixed depth, or choose `dialect::Instructions`",
    ),
    limit(
        GUIDE,
        Measure::Untyped,
        0,
        "Anthropic's structured outputs have no value of any shape: give the `Untyped` field a type, or choose `dialect::Instructions`",
    ),
    limit(
        GUIDE,
        Measure::Unions,
        16,
        "Anthropic's structured outputs have 16 unions and nullable values at most, and this contract has more: split it, or choose `dialect::Instructions`",
    ),
    limit(
        GUIDE,
        Measure::Optional,
        24,
        "Anthropic's structured outputs have 24 properties at most that may be missing, and this contract needs more: split it, require some, or choose `dialect::Instructions`",
    ),
];

pub(super) const SCHEMA: Table = table("Anthropic native schema", Mode::Schema);
pub(super) const TOOL: Table = table("Anthropic strict tool", Mode::Tool);

const fn table(name: &'static str, mode: Mode) -> Table {
    Table {
        name,
        mode,
        rows: ROWS,
        limits: LIMITS,
        formats: Format::ALL,
        simple_patterns: true,
        min_items: Some(1),
        unions: Some(16),
        maps: false,
        optional_as_null: false,
        typed_enums: false,
        inline: true,
        root_refs: false,
        loosen_cycles: false,
        // "Structured outputs", 2026-09: the case of an enum value is not guaranteed.
        folds_case: true,
        widths: false,
        told: false,
    }
}
