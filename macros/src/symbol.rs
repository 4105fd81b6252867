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

/// Names that other crates use for a key of ours, in lower case and without `_`, the key, and its
/// form.
pub(crate) const ELSEWHERE: &[(&[&str], Symbol, &str)] = &[
    (
        &["description", "desc", "doc", "about"],
        DESCRIBE,
        "describe = \"…\"",
    ),
    (&["title"], NAME, "name = \"…\""),
    (
        &[
            "min", "max", "minimum", "maximum", "bounds", "gte", "lte", "ge", "le", "between",
        ],
        RANGE,
        "range(0..=100)",
    ),
    (
        &["exclusiveminimum", "exclusivemin", "gt", "positive"],
        RANGE,
        "range(exclusive_min = 0)",
    ),
    (
        &["exclusivemaximum", "exclusivemax", "lt", "negative"],
        RANGE,
        "range(exclusive_max = 0)",
    ),
    (
        &[
            "minlength",
            "maxlength",
            "minlen",
            "maxlen",
            "minitems",
            "maxitems",
            "len",
            "size",
        ],
        LENGTH,
        "length(1..=10)",
    ),
    (&["nonempty", "notempty"], LENGTH, "length(1..)"),
    (
        &["regex", "regexp", "matches", "contains", "prefix", "suffix"],
        PATTERN,
        "pattern = \"…\"",
    ),
    (
        &["ascii", "alphanumeric"],
        PATTERN,
        "pattern = \"^[A-Za-z0-9]*$\"",
    ),
    (
        &["enum", "values", "choices", "allowed", "const", "literal"],
        ONE_OF,
        "one_of = [1, 2, 3]",
    ),
    (&["uniqueitems", "distinct"], UNIQUE, "unique"),
    (&["step"], MULTIPLE_OF, "multiple_of = 5"),
    (
        &["validate", "check", "custom", "validator", "garde"],
        ENSURE,
        "ensure = path::to::check",
    ),
    (
        &["default", "nullable"],
        OPTIONAL,
        "optional` on an `Option",
    ),
    (&["from", "into", "tryfrom"], VIA, "via = Wire"),
];

/// Names that validators have as keys, in lower case and without `_`, and the format of each.
pub(crate) const FORMATS: &[(&str, &str)] = &[
    ("datetime", "date-time"),
    ("timestamp", "date-time"),
    ("rfc3339", "date-time"),
    ("date", "date"),
    ("time", "time"),
    ("duration", "duration"),
    ("email", "email"),
    ("hostname", "hostname"),
    ("domain", "hostname"),
    ("ip", "ipv4"),
    ("ipv4", "ipv4"),
    ("ipv6", "ipv6"),
    ("uri", "uri"),
    ("url", "uri"),
    ("uuid", "uuid"),
    ("guid", "uuid"),
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
