//! DeepSeek's strict tools, which it has under `/beta`; it has no schema beside them
//! (`response_format` takes `json_object` only).
//!
//! Every node needs a `type` or `anyOf`, every object is closed with all keys required, a `$ref`
//! inside `anyOf` is refused. So types are written out where they are used, `const` becomes an
//! `enum` of one, and maps travel as lists of entries.

use super::row::{Source, described, limit, rejected, supported};
use super::table::{Measure, OutputMode, Row, SizeLimit, Table};
use crate::schema::{Keyword as K, Language};
use crate::shape::Format;

/// Tested against the live API by the authors of the crate `rig-core`.
const LIVE: Source = ("crate rig-core 0.46.0, DeepSeek's dialect", "2026-11-22");
const GUIDE: Source = (
    "DeepSeek guide \"Tool Calls\", strict mode (beta)",
    "2026-06-29",
);
/// Listed as supported by one reader of the guide and as unsupported by another: not sent.
const DISPUTED: Source = (
    "reports on DeepSeek's guide \"Tool Calls\" disagree",
    "2026-06-29",
);
const UNSAID: Source = ("not said in DeepSeek's guide \"Tool Calls\"", "2026-06-29");

const ROWS: &[Row] = &[
    supported(K::Type, LIVE),
    supported(K::Properties, LIVE),
    supported(K::Required, LIVE),
    supported(K::AdditionalProperties, LIVE),
    supported(K::Items, LIVE),
    supported(K::AnyOf, LIVE),
    rejected(K::AllOf, LIVE),
    described(K::Ref, LIVE),
    described(K::Defs, LIVE),
    described(K::Const, LIVE),
    supported(K::Enum, LIVE),
    supported(K::Description, LIVE),
    described(K::Examples, UNSAID),
    described(K::Title, UNSAID),
    described(K::Schema, UNSAID),
    rejected(K::MinLength, GUIDE),
    rejected(K::MaxLength, GUIDE),
    described(K::Pattern, DISPUTED),
    supported(K::Format, LIVE),
    described(K::Minimum, DISPUTED),
    described(K::Maximum, DISPUTED),
    described(K::ExclusiveMinimum, DISPUTED),
    described(K::ExclusiveMaximum, DISPUTED),
    described(K::MultipleOf, DISPUTED),
    rejected(K::MinItems, GUIDE),
    rejected(K::MaxItems, GUIDE),
    described(K::UniqueItems, UNSAID),
    described(K::MinProperties, UNSAID),
    described(K::MaxProperties, UNSAID),
];

const LIMITS: &[SizeLimit] = &[
    limit(
        LIVE,
        Measure::Untyped,
        0,
        "DeepSeek's strict tools have no value of any shape: give the `Untyped` field a type, or choose `dialect::JsonMode`",
    ),
    limit(
        LIVE,
        Measure::Recursion,
        0,
        "DeepSeek's strict tools take no reference inside `anyOf`, so that a type can't contain itself: name the nested type once more, or choose `dialect::JsonMode`",
    ),
];

/// No source names a limit, and the interface is `OpenAI`'s.
const BUDGETS: &[SizeLimit] = &[super::openai::DESCRIPTION];

pub(super) const TOOL: Table = Table {
    name: "DeepSeek strict tool",
    mode: OutputMode::Tool,
    rows: ROWS,
    limits: LIMITS,
    budgets: BUDGETS,
    formats: &[
        Format::Email,
        Format::Hostname,
        Format::Ipv4,
        Format::Ipv6,
        Format::Uuid,
    ],
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
