//! A dialect as data: closed rows of keywords, and limits, each with its source and date.

use crate::schema::{Budget, Keyword, Language, Policy};
use crate::shape::{Facts, Format, Shape};

/// A single enum of more values than this has a limit on its characters (OpenAI guide "Structured
/// model outputs", 2026-10-08).
pub(super) const LONG_ENUM: u64 = 250;

/// A dialect's treatment of one keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Support {
    /// Taken and enforced.
    Supported,
    /// Taken, and without effect.
    Ignored,
    /// The request fails.
    Rejected,
    /// Not sent, although it might pass: its words cost less, or the sources disagree.
    Described,
}

/// One row of a keyword table.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Row {
    /// The keyword.
    pub keyword: Keyword,
    /// The dialect's treatment of the keyword.
    pub support: Support,
    /// Where that is said.
    pub source: &'static str,
    /// When the source was read, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: &'static str,
}

/// A quantity that a [`SizeLimit`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Measure {
    /// Nesting of objects.
    Depth,
    /// Properties in all.
    Properties,
    /// Enum values in all.
    EnumValues,
    /// Characters of all property names and enum values.
    NameChars,
    /// Characters of an enum of more than 250 values.
    LongEnumChars,
    /// Properties that may be missing, once `null` travels as absence where that must be.
    Optional,
    /// Unions and nullable values that can't travel as absence.
    Unions,
    /// A type that contains itself.
    Recursion,
    /// A type that contains itself with nothing on the way that may be absent, `null` or empty.
    RecursionAtOnce,
    /// Values of any shape.
    Untyped,
    /// Enums and tags with values that differ in case only.
    CaseTwins,
    /// Control characters, such as line breaks, in keys and tags.
    NameControls,
    /// Keys of the answer itself other than 1 to 64 of `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`.
    RootKeys,
    /// The bound of a list of objects or of lists, or of a list inside of another.
    NestedBounds,
    /// The bound of any other list.
    ListBound,
    /// The upper bounds of all lists, added up.
    ListBounds,
    /// Values of a single enum.
    EnumLength,
    /// Characters of the values of a single enum.
    EnumChars,
    /// Control characters, such as line breaks, in the values of a single enum.
    EnumControls,
    /// Empty texts among the values of a single enum.
    EnumEmpties,
    /// Values of a single enum that are neither text nor number.
    EnumOthers,
    /// Nesting of objects and lists that are written out where they are used.
    LevelsInPlace,
    /// Characters of a tool's own description.
    ToolDescription,
}

/// One limit of a dialect.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SizeLimit {
    /// The quantity that is counted.
    pub measure: Measure,
    /// The most that is taken.
    pub most: u64,
    /// A sentence for the contract's author, with the remedy.
    pub sentence: &'static str,
    /// Where the limit is said.
    pub source: &'static str,
    /// When the source was read.
    pub date: &'static str,
}

/// A way to ask for structured output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum OutputMode {
    /// A schema that the vendor enforces.
    Schema,
    /// One tool that the model must call.
    Tool,
    /// The vendor promises JSON of any shape; words say which.
    JsonMode,
    /// Words alone.
    Words,
}

/// One dialect.
#[derive(Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts, each read by itself"
)]
pub struct Table {
    pub(crate) name: &'static str,
    pub(crate) mode: OutputMode,
    pub(crate) rows: &'static [Row],
    pub(crate) limits: &'static [SizeLimit],
    /// Past one of these, the schema is written in another way.
    pub(crate) budgets: &'static [SizeLimit],
    pub(crate) formats: &'static [Format],
    pub(crate) patterns: Language,
    pub(crate) min_items: Option<u64>,
    /// Nullable fields past the limit on unions travel as absence.
    pub(crate) null_as_absent: bool,
    pub(crate) maps: bool,
    pub(crate) optional_as_null: bool,
    pub(crate) typed_enums: bool,
    /// `null` may be a value of an `enum`.
    pub(crate) null_in_enums: bool,
    pub(crate) inline: bool,
    pub(crate) root_refs: bool,
    /// Recursion must pass a property that is not required.
    pub(crate) loosen_cycles: bool,
    /// The vendor may change the case of enum values.
    pub(crate) folds_case: bool,
    /// The bounds of wide integer types are written as well, because the generator enforces them.
    pub(crate) widths: bool,
    /// The words of the contract stand in the prompt as well, because the model never sees the
    /// schema.
    pub(crate) told: bool,
    /// A schema that changes from call to call costs neither time nor a prompt cache. Unknown is
    /// `false`: vendors compile a schema on its first use and keep it (OpenAI, Anthropic), and it
    /// is a part of what their prompt caches hold (their guides, 2026-08 to 2026-11).
    pub(crate) changes_are_free: bool,
}

impl Table {
    /// Returns the dialect's name, as errors and receipts say it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the way in which the dialect asks for structured output.
    #[must_use]
    pub const fn mode(&self) -> OutputMode {
        self.mode
    }

    /// One row for every keyword that driftless writes.
    #[must_use]
    pub const fn rows(&self) -> &'static [Row] {
        self.rows
    }

    /// Returns the most that it takes; a contract with more is refused.
    #[must_use]
    pub const fn limits(&self) -> &'static [SizeLimit] {
        self.limits
    }

    /// Returns the most that it is known to take of some parts of a schema; past one, the schema is
    /// written in another way, as its sentence says.
    #[must_use]
    pub const fn budgets(&self) -> &'static [SizeLimit] {
        self.budgets
    }

    /// The most that a limit or a budget allows; `None` if there is none.
    pub(super) fn most(&self, measure: Measure) -> Option<u64> {
        let mut rows = self.limits.iter().chain(self.budgets);
        rows.find(|row| row.measure == measure).map(|row| row.most)
    }

    /// Returns the reason why this dialect can't carry a contract, as far as that is known while
    /// compiling, or `None`; usable in `const { … }`. It refuses nothing that
    /// [`adapt`](super::adapt()), which sees the schema itself, accepts.
    #[must_use]
    pub const fn unsupported(&self, shape: &'static Shape) -> Option<&'static str> {
        if self.limits.is_empty() {
            return None;
        }
        let facts = Facts::of(shape);
        let mut rest = self.limits;
        while let [limit, tail @ ..] = rest {
            if self.measure(limit.measure, &facts) > limit.most {
                return Some(limit.sentence);
            }
            rest = tail;
        }
        None
    }

    const fn measure(&self, measure: Measure, facts: &Facts) -> u64 {
        match measure {
            Measure::Depth => facts.depth,
            Measure::Properties => facts.properties,
            Measure::EnumValues => facts.enum_values,
            Measure::NameChars => facts.name_chars,
            Measure::LongEnumChars => {
                if facts.longest_enum > LONG_ENUM {
                    facts.longest_enum_chars
                } else {
                    0
                }
            }
            Measure::Optional => facts.optional + self.loosened(facts),
            Measure::Unions => {
                facts.unions + facts.nullable_others + facts.nullable_fields - self.loosened(facts)
            }
            Measure::Recursion => flag(facts.recursive),
            Measure::RecursionAtOnce => flag(facts.recursive_at_once),
            Measure::Untyped => facts.untyped,
            Measure::CaseTwins => facts.case_twins,
            Measure::NameControls => facts.name_controls,
            Measure::RootKeys => facts.odd_root_keys,
            // What goes past a budget is rewritten.
            Measure::NestedBounds
            | Measure::ListBound
            | Measure::ListBounds
            | Measure::EnumLength
            | Measure::EnumChars
            | Measure::EnumControls
            | Measure::EnumEmpties
            | Measure::EnumOthers
            | Measure::LevelsInPlace
            | Measure::ToolDescription => 0,
        }
    }

    /// Returns the number of nullable fields that must travel as absence: those past the limit on
    /// unions, as long as there is room for properties that may be missing.
    const fn loosened(&self, facts: &Facts) -> u64 {
        if !self.null_as_absent {
            return 0;
        }
        let (mut unions, mut optional) = (u64::MAX, u64::MAX);
        let mut rest = self.limits;
        while let [limit, tail @ ..] = rest {
            match limit.measure {
                Measure::Unions => unions = limit.most,
                Measure::Optional => optional = limit.most,
                _ => {}
            }
            rest = tail;
        }
        let all = facts.unions + facts.nullable_others + facts.nullable_fields;
        let over = all.saturating_sub(unions);
        let room = optional.saturating_sub(facts.optional);
        let wanted = if over < room { over } else { room };
        if wanted < facts.nullable_fields {
            wanted
        } else {
            facts.nullable_fields
        }
    }

    /// The renderer's view of this table.
    pub(crate) fn policy(&self) -> Policy {
        Policy {
            carried: self
                .rows
                .iter()
                .filter(|row| row.support == Support::Supported)
                .map(|row| row.keyword)
                .collect(),
            formats: self.formats,
            patterns: self.patterns,
            budget: Budget {
                nested_bounds: self.most(Measure::NestedBounds),
                list_bound: self.most(Measure::ListBound),
                list_bounds: self.most(Measure::ListBounds),
                enum_length: self.most(Measure::EnumLength),
                enum_chars: self.most(Measure::EnumChars),
                enum_controls: self.most(Measure::EnumControls),
                enum_empties: self.most(Measure::EnumEmpties),
                enum_others: self.most(Measure::EnumOthers),
            },
            min_items: self.min_items,
            widths: self.widths,
            precision: self.widths,
            maps: self.maps,
            optional_as_null: self.optional_as_null,
            typed_enums: self.typed_enums,
            // The SDK that has no `type` beside `enum` has none but a bare array of types either.
            bare_type_arrays: !self.typed_enums,
            null_in_enums: self.null_in_enums,
            annotated_refs: false,
            by_reference: false,
            inline: self.inline,
            root_refs: self.root_refs,
            loosened: std::collections::BTreeSet::new(),
            chosen: std::collections::BTreeMap::new(),
        }
    }
}

const fn flag(value: bool) -> u64 {
    if value { 1 } else { 0 }
}
