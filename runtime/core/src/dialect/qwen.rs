//! Qwen's `json_schema` response format, which some of its models take.

use super::row::{Source, described, limit, supported};
use super::table::{Measure, OutputMode, Row, SizeLimit, Table};
use crate::schema::{Keyword as K, Language};

const GUIDE: Source = (
    "Alibaba Model Studio guide \"Structured output\"",
    "2026-10",
);
/// The package writes definitions out for every Qwen model.
const INLINED: Source = ("PyPI package pydantic-ai, Qwen's profile", "2026-08-22");
/// No source says that it is enforced, or that it is refused.
const UNSAID: Source = ("not said in Model Studio's guide", "2026-10");

const ROWS: &[Row] = &[
    supported(K::Type, GUIDE),
    supported(K::Properties, GUIDE),
    supported(K::Required, GUIDE),
    supported(K::AdditionalProperties, GUIDE),
    supported(K::Items, GUIDE),
    supported(K::AnyOf, GUIDE),
    described(K::AllOf, UNSAID),
    described(K::Ref, INLINED),
    described(K::Defs, INLINED),
    described(K::Const, UNSAID),
    supported(K::Enum, GUIDE),
    supported(K::Description, GUIDE),
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

const LIMITS: &[SizeLimit] = &[
    limit(
        UNSAID,
        Measure::Untyped,
        0,
        "Qwen's strict schemas are not known to take a value of any shape: give the `Untyped` field a type, or choose `dialect::JsonMode`",
    ),
    limit(
        INLINED,
        Measure::Recursion,
        0,
        "Qwen's schemas are sent with every type written out, so that a type can't contain itself: name the nested type once more, or choose `dialect::JsonMode`",
    ),
];

pub(super) const SCHEMA: Table = Table {
    name: "Qwen strict schema",
    mode: OutputMode::Schema,
    rows: ROWS,
    limits: LIMITS,
    budgets: &[],
    formats: &[],
    patterns: Language::Ecma,
    min_items: None,
    null_as_absent: false,
    maps: false,
    optional_as_null: true,
    typed_enums: true,
    null_in_enums: true,
    inline: true,
    root_refs: false,
    loosen_cycles: false,
    folds_case: false,
    widths: false,
    told: false,
    changes_are_free: false,
};
