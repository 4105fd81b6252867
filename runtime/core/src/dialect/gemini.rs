//! Gemini's `responseJsonSchema`.

use super::row::{Source, described, ignored, limit, supported};
use super::table::{Measure, OutputMode, Row, SizeLimit, Table};
use crate::schema::{Keyword as K, Language};
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

const LIMITS: &[SizeLimit] = &[limit(
    API,
    Measure::RecursionAtOnce,
    0,
    "Gemini's schemas take a type that contains itself only behind a property that may be missing: put `Option` or a list on the way, or choose `dialect::JsonMode`",
)];

/// No number is published: "a constraint that has too many states for serving" names long texts,
/// long limits of lists, above all nested ones, and bounds. Reports show what was refused; a number
/// here lies below the smallest of them.
const LISTS: Source = (
    "not published; reports of 400 without `maxItems` passing: vercel/ai#21192, openinterviewer#23, flutter/genui#428",
    "2026-09",
);
const SUMS: Source = (
    "not published; python-genai#2170 (refused from about 960 items in all), go-genai#336",
    "2026-09",
);
const ENUMS: Source = (
    "not published; python-genai#950 (refused from about 100 values)",
    "2025-11",
);
const EMPTY: Source = ("reports of 400 \"enum: cannot be empty\"", "2026-09");
const DEPTH: Source = (
    "not published; Portkey-AI/gateway#1616 (4 levels), litellm#21014 and #21597 (the schema passes by reference)",
    "2026-04",
);

const BUDGETS: &[SizeLimit] = &[
    limit(
        LISTS,
        Measure::NestedBounds,
        0,
        "bounds of lists of objects, of lists of lists, and of lists inside of others go into words",
    ),
    limit(
        SUMS,
        Measure::ListBound,
        100,
        "a larger bound of a list goes into words",
    ),
    limit(
        SUMS,
        Measure::ListBounds,
        400,
        "upper bounds of lists that come to more in all go into words",
    ),
    limit(
        ENUMS,
        Measure::EnumLength,
        64,
        "an enum of more values goes into words",
    ),
    limit(
        ENUMS,
        Measure::EnumChars,
        2000,
        "an enum whose values have more characters goes into words",
    ),
    limit(
        EMPTY,
        Measure::EnumEmpties,
        0,
        "an enum with an empty text goes into words",
    ),
    limit(
        API,
        Measure::EnumOthers,
        0,
        "an enum with values other than texts and numbers goes into words; `null` is a branch of its own",
    ),
    limit(
        DEPTH,
        Measure::LevelsInPlace,
        4,
        "where objects and lists nest deeper, types stand under `$defs`",
    ),
];

pub(super) const SCHEMA: Table = Table {
    name: "Gemini response schema",
    mode: OutputMode::Schema,
    rows: ROWS,
    limits: LIMITS,
    budgets: BUDGETS,
    formats: &[Format::DateTime, Format::Date, Format::Time],
    patterns: Language::Ecma,
    min_items: None,
    null_as_absent: false,
    // Keys that are data are answered by `{}`, or refused (python-genai#2889, js-genai#708,
    // 2026-08).
    maps: false,
    optional_as_null: false,
    typed_enums: true,
    null_in_enums: false,
    inline: false,
    root_refs: false,
    loosen_cycles: true,
    folds_case: false,
    widths: false,
    told: false,
    changes_are_free: false,
};
