//! Anthropic's structured outputs, for native schemas and strict tools.

use super::row::{Source, described, limit, rejected, supported};
use super::table::{Measure, OutputMode, Row, SizeLimit, Table};
use crate::schema::{Keyword as K, Language};
use crate::shape::Format;

const GUIDE: Source = ("Anthropic guide \"Structured outputs\"", "2026-09-20");
/// Not in the guide; the check is on the keys of the answer itself, not on those inside of it.
const KEYS: Source = (
    "reports of 400 \"Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'\", claude-code#79418",
    "2026-08",
);
/// `transform-json-schema` of the npm package `@anthropic-ai/sdk` 1.12.0 puts it into the
/// description.
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

const RECURSION: SizeLimit = limit(
    GUIDE,
    Measure::Recursion,
    0,
    "Anthropic's structured outputs have no type that contains itself: give the nesting a fixed depth, or choose `dialect::Instructions`",
);
const UNTYPED: SizeLimit = limit(
    GUIDE,
    Measure::Untyped,
    0,
    "Anthropic's structured outputs have no value of any shape: give the `Untyped` field a type, or choose `dialect::Instructions`",
);
const UNIONS: SizeLimit = limit(
    GUIDE,
    Measure::Unions,
    16,
    "Anthropic's structured outputs have 16 unions and nullable values at most, beside 24 properties that may be missing, and this contract has more: split it, require some, or choose `dialect::Instructions`",
);
const OPTIONAL: SizeLimit = limit(
    GUIDE,
    Measure::Optional,
    24,
    "Anthropic's structured outputs have 24 properties at most that may be missing, and this contract needs more: split it, require some, or choose `dialect::Instructions`",
);
const TWINS: SizeLimit = limit(
    GUIDE,
    Measure::CaseTwins,
    0,
    "Anthropic's structured outputs may change the case of a value, and this contract has values that differ in case only: rename one, or choose `dialect::Instructions`",
);
const ROOT_KEYS: SizeLimit = limit(
    KEYS,
    Measure::RootKeys,
    0,
    "Anthropic's tools take keys of 1 to 64 letters a-z and A-Z, digits, `_`, `.` and `-` only: rename the key, or choose `dialect::AnthropicSchema`",
);

const LIMITS: &[SizeLimit] = &[RECURSION, UNTYPED, UNIONS, OPTIONAL, TWINS];
/// A strict tool has a limit more.
const TOOL_LIMITS: &[SizeLimit] = &[RECURSION, UNTYPED, UNIONS, OPTIONAL, TWINS, ROOT_KEYS];

pub(super) const SCHEMA: Table = table("Anthropic native schema", OutputMode::Schema, LIMITS);
pub(super) const TOOL: Table = table("Anthropic strict tool", OutputMode::Tool, TOOL_LIMITS);

const fn table(name: &'static str, mode: OutputMode, limits: &'static [SizeLimit]) -> Table {
    Table {
        name,
        mode,
        rows: ROWS,
        limits,
        budgets: &[],
        formats: Format::ALL,
        patterns: Language::Simple,
        min_items: Some(1),
        null_as_absent: true,
        maps: false,
        optional_as_null: false,
        typed_enums: false,
        null_in_enums: true,
        inline: true,
        root_refs: false,
        loosen_cycles: false,
        // "Structured outputs", 2026-09: the case of an enum value is not guaranteed.
        folds_case: true,
        widths: false,
        told: false,
        changes_are_free: false,
    }
}
