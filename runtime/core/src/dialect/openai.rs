//! OpenAI's strict schemas, for Chat Completions, Responses and tools.

use super::row::{Source, described, limit, rejected, supported};
use super::table::{Measure, OutputMode, Row, SizeLimit, Table};
use crate::schema::{Keyword as K, Language};
use crate::shape::Format;

const GUIDE: Source = ("OpenAI guide \"Structured model outputs\"", "2026-10-08");
/// `lib/transform` of the npm package `openai` 7.57.0 throws on it, or passes it on as an
/// annotation without effect.
const SDK: Source = (
    "npm package openai 7.57.0, toStrictJsonSchema",
    "2026-11-13",
);
/// Rejected by reports until 2025-12, passed by the vendor's own package in 2026-11: not sent until
/// the guide lists it.
const REPORTS: Source = ("reports of 400 \"'minLength' is not permitted\"", "2025-12");

const ROWS: &[Row] = &[
    supported(K::Type, GUIDE),
    supported(K::Properties, GUIDE),
    supported(K::Required, GUIDE),
    supported(K::AdditionalProperties, GUIDE),
    supported(K::Items, GUIDE),
    supported(K::AnyOf, GUIDE),
    rejected(K::AllOf, GUIDE),
    supported(K::Ref, GUIDE),
    supported(K::Defs, GUIDE),
    supported(K::Const, GUIDE),
    supported(K::Enum, GUIDE),
    supported(K::Description, GUIDE),
    described(K::Examples, SDK),
    described(K::Title, GUIDE),
    described(K::Schema, SDK),
    described(K::MinLength, REPORTS),
    described(K::MaxLength, REPORTS),
    supported(K::Pattern, GUIDE),
    supported(K::Format, GUIDE),
    supported(K::Minimum, GUIDE),
    supported(K::Maximum, GUIDE),
    supported(K::ExclusiveMinimum, GUIDE),
    supported(K::ExclusiveMaximum, GUIDE),
    supported(K::MultipleOf, GUIDE),
    supported(K::MinItems, GUIDE),
    supported(K::MaxItems, GUIDE),
    rejected(K::UniqueItems, SDK),
    rejected(K::MinProperties, SDK),
    rejected(K::MaxProperties, SDK),
];

const LIMITS: &[SizeLimit] = &[
    limit(
        GUIDE,
        Measure::Untyped,
        0,
        "OpenAI's strict schemas have no value of any shape: give the `Untyped` field a type, or choose `dialect::JsonMode`",
    ),
    limit(
        GUIDE,
        Measure::Depth,
        10,
        "OpenAI's strict schemas nest objects 10 deep at most, and this contract goes deeper: flatten it, or choose `dialect::JsonMode`",
    ),
    limit(
        GUIDE,
        Measure::Properties,
        5000,
        "OpenAI's strict schemas have 5000 properties in all at most, and this contract has more: split it, or choose `dialect::JsonMode`",
    ),
    limit(
        GUIDE,
        Measure::EnumValues,
        1000,
        "OpenAI's strict schemas have 1000 enum values in all at most, and this contract has more: use a `String` with a check, or choose `dialect::JsonMode`",
    ),
    limit(
        GUIDE,
        Measure::NameChars,
        120_000,
        "OpenAI's strict schemas have 120000 characters of names and enum values in all at most, and this contract has more: split it, or choose `dialect::JsonMode`",
    ),
    limit(
        GUIDE,
        Measure::LongEnumChars,
        15_000,
        "OpenAI's strict schemas take 15000 characters at most in an enum of more than 250 values, and this contract has one with more: shorten the values, or choose `dialect::JsonMode`",
    ),
    limit(
        LINE_BREAKS,
        Measure::NameControls,
        0,
        "OpenAI's strict schemas take no line break or other control character in a key or a tag: rename it, or choose `dialect::JsonMode`",
    ),
];

const LINE_BREAKS: Source = (
    "report of 400 \"\\n is not allowed in string literals\" (strict), SKALA#61",
    "2026-09-22",
);

/// Not published: reports of 400 `string_above_max_length` name it.
pub(super) const DESCRIPTION: SizeLimit = limit(
    (
        "reports of 400 \"string_above_max_length\" for a tool's description",
        "2026-09",
    ),
    Measure::ToolDescription,
    1024,
    "a longer description stands inside the schema",
);

const BUDGETS: &[SizeLimit] = &[
    limit(
        LINE_BREAKS,
        Measure::EnumControls,
        0,
        "an enum that has a value with a line break or another control character goes into words",
    ),
    DESCRIPTION,
];

/// Patterns are compiled by Python's `re` (report litellm#40485, 2026-09-09): `\p{…}` is a 400.
/// Compatible servers share the row, since what is sent means the same to other engines.
const PATTERNS: Language = Language::Python;

/// The guide's list; `uri` is not on it.
const FORMATS: &[Format] = &[
    Format::DateTime,
    Format::Time,
    Format::Date,
    Format::Duration,
    Format::Email,
    Format::Hostname,
    Format::Ipv4,
    Format::Ipv6,
    Format::Uuid,
];

pub(super) const SCHEMA: Table = table("OpenAI strict schema", OutputMode::Schema);
pub(super) const TOOL: Table = table("OpenAI strict tool", OutputMode::Tool);

const fn table(name: &'static str, mode: OutputMode) -> Table {
    Table {
        name,
        mode,
        rows: ROWS,
        limits: LIMITS,
        budgets: BUDGETS,
        formats: FORMATS,
        patterns: PATTERNS,
        min_items: None,
        null_as_absent: false,
        maps: false,
        optional_as_null: true,
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
