//! Gemini's `responseJsonSchema`.

use super::row::{Source, described, ignored, limit, supported};
use super::table::{Limit, Measure, Mode, Row, Table};
use crate::schema::Keyword as K;
use crate::shape::Format;

const API: Source = (
    "Gemini API reference, GenerationConfig.responseJsonSchema",
    "2026-09-02",
);
/// The keywords that `textresponseformat` of the package `google-genai` 3.4.0 documents as ignored.
const SDK: Source = ("PyPI package google-genai 3.4.0", "2026-11");

const ROWS: &[Row] = &[
    supported(K::Type, API),
    supported(K::Properties, API),
    supported(K::Required, API),
    supported(K::AdditionalProperties, API),
    supported(K::Items, API),
    supported(K::AnyOf, API),
    ignored(K::AllOf, API),
    supported(K::Ref, API),
    supported(K::Defs, API),
    ignored(K::Const, API),
    supported(K::Enum, API),
    supported(K::Description, API),
    ignored(K::Examples, API),
    described(K::Title, API),
    described(K::Schema, API),
    ignored(K::MinLength, SDK),
    ignored(K::MaxLength, SDK),
    ignored(K::Pattern, API),
    supported(K::Format, API),
    supported(K::Minimum, API),
    supported(K::Maximum, API),
    ignored(K::ExclusiveMinimum, API),
    ignored(K::ExclusiveMaximum, API),
    ignored(K::MultipleOf, API),
    supported(K::MinItems, API),
    supported(K::MaxItems, API),
    ignored(K::UniqueItems, SDK),
    ignored(K::MinProperties, SDK),
    ignored(K::MaxProperties, SDK),
];

const LIMITS: &[Limit] = &[limit(
    API,
    Measure::RecursionAtOnce,
    0,
    "Gemini's schemas take a type that contains itself only behind a property that may be missing: put `Option` or a list on the way, or choose `dialect::JsonMode`",
)];

pub(super) const SCHEMA: Table = Table {
    name: "Gemini response schema",
    mode: Mode::Schema,
    rows: ROWS,
    limits: LIMITS,
    formats: &[Format::DateTime, Format::Date, Format::Time],
    simple_patterns: false,
    min_items: None,
    unions: None,
    maps: true,
    optional_as_null: false,
    typed_enums: true,
    inline: false,
    root_refs: false,
    loosen_cycles: true,
    folds_case: false,
    widths: false,
    told: false,
};
