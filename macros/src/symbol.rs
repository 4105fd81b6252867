//! Every attribute key, once.

use std::fmt;

use syn::Ident;

/// A key, comparable with an identifier.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Symbol(&'static str);

macro_rules! symbols {
    ($($name:ident = $text:literal,)*) => {
        $(pub(crate) const $name: Symbol = Symbol($text);)*
    };
}

symbols! {
    AT_LEAST = "at_least",
    COMPARE = "compare",
    CONTENT = "content",
    CONTROL_CHARACTERS = "control_characters",
    CRATE = "crate",
    DESCRIBE = "describe",
    DRAFT = "draft",
    EDIT = "edit",
    ENSURE = "ensure",
    EXACT = "exact",
    EXAMPLE = "example",
    FORMAT = "format",
    IGNORE = "ignore",
    INFORMATIVE = "informative",
    LENGTH = "length",
    MATCHING = "matching",
    MULTIPLE_OF = "multiple_of",
    NAME = "name",
    NORMALIZED = "normalized",
    NUMBERS = "numbers",
    ONE_OF = "one_of",
    OPTIONAL = "optional",
    ORDERED = "ordered",
    PATTERN = "pattern",
    RANGE = "range",
    RECURSIVE = "recursive",
    RENAME = "rename",
    RENAME_ALL = "rename_all",
    RENAME_ALL_FIELDS = "rename_all_fields",
    RUBRIC = "rubric",
    SET = "set",
    SKIP = "skip",
    TAG = "tag",
    TARGETS = "targets",
    TOKEN_F1 = "token_f1",
    UNIQUE = "unique",
    VIA = "via",
    WITH = "with",
    WITHIN = "within",
}

/// Keys of `#[contract(...)]` on a struct or an enum.
pub(crate) const CONTAINER: &[Symbol] = &[
    NAME,
    DESCRIBE,
    RENAME_ALL,
    RENAME_ALL_FIELDS,
    TAG,
    CONTENT,
    NUMBERS,
    VIA,
    ENSURE,
    TARGETS,
    DRAFT,
    CRATE,
];

/// Keys of `#[contract(...)]` on a variant.
pub(crate) const VARIANT: &[Symbol] = &[RENAME, RENAME_ALL, DESCRIBE];

/// Keys of `#[contract(...)]` on a field, without the rules.
pub(crate) const FIELD: &[Symbol] = &[
    RENAME, DESCRIBE, EXAMPLE, ENSURE, OPTIONAL, RECURSIVE, COMPARE, SKIP,
];

/// Rules, on a field or on a newtype.
pub(crate) const RULES: &[Symbol] = &[
    LENGTH,
    RANGE,
    MULTIPLE_OF,
    PATTERN,
    FORMAT,
    UNIQUE,
    ONE_OF,
    CONTROL_CHARACTERS,
];

/// The keys of `compare(...)`.
pub(crate) const COMPARISON: &[Symbol] = &[
    EXACT,
    WITHIN,
    NORMALIZED,
    TOKEN_F1,
    EDIT,
    WITH,
    RUBRIC,
    ORDERED,
    SET,
    MATCHING,
    AT_LEAST,
    INFORMATIVE,
    IGNORE,
];

/// Names that other crates use for a key of ours, the key, and its form.
pub(crate) const ELSEWHERE: &[(&[&str], Symbol, &str)] = &[
    (
        &["description", "desc", "doc"],
        DESCRIBE,
        "describe = \"…\"",
    ),
    (&["title"], NAME, "name = \"…\""),
    (
        &[
            "min",
            "max",
            "minimum",
            "maximum",
            "exclusive_minimum",
            "exclusive_maximum",
            "bounds",
        ],
        RANGE,
        "range(0..=100)",
    ),
    (
        &[
            "min_length",
            "max_length",
            "min_items",
            "max_items",
            "len",
            "size",
        ],
        LENGTH,
        "length(1..=10)",
    ),
    (&["regex"], PATTERN, "pattern = \"…\""),
    (
        &["enum", "values", "choices", "allowed"],
        ONE_OF,
        "one_of = [1, 2, 3]",
    ),
    (&["unique_items"], UNIQUE, "unique"),
    (
        &["validate", "check", "custom"],
        ENSURE,
        "ensure = path::to::check",
    ),
    (
        &["default", "nullable"],
        OPTIONAL,
        "optional` on an `Option",
    ),
];

impl Symbol {
    pub(crate) const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl PartialEq<Symbol> for Ident {
    fn eq(&self, symbol: &Symbol) -> bool {
        self == symbol.0
    }
}
