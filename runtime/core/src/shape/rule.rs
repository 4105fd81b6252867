//! Rules: what a value must satisfy beyond its kind.

use std::fmt;

use regex::Regex;

/// One rule of a field or a newtype.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Rule {
    /// Number of characters (Unicode scalar values), items or entries, both ends included.
    Length {
        /// At least this many.
        min: u64,
        /// At most this many.
        max: Option<u64>,
    },
    /// Bounds of a number.
    Range {
        /// The lower bound.
        min: Option<Bound>,
        /// The upper bound.
        max: Option<Bound>,
    },
    /// The number is a whole multiple of this one.
    MultipleOf(Num),
    /// The text has a match of this regular expression.
    Pattern(Pattern),
    /// The text is of this format.
    Format(Format),
    /// No two items are equal as JSON values.
    Unique,
    /// The value is one of these.
    OneOf(&'static [Literal]),
    /// Texts may hold a form feed or a backspace directly before a letter, written `\f` or `\b`. It
    /// allows, and asks for nothing.
    ControlCharacters,
}

/// One end of a range.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Bound {
    /// The value at the end.
    pub value: Num,
    /// `true` if the value itself is outside.
    pub exclusive: bool,
}

/// A number as it was written in a rule.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Num {
    /// A whole number.
    Int(i128),
    /// A number with a fraction or an exponent.
    Float(f64),
}

/// A regular expression in the common ground of Rust's `regex` and ECMA-262.
#[derive(Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Pattern {
    /// As the user wrote it, and as the schema carries it.
    pub source: &'static str,
    /// The compiled form; compiled once, at first use.
    pub regex: fn() -> &'static Regex,
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

/// A literal value in a rule or an example.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Literal {
    /// `null`
    Null,
    /// A Boolean.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A text.
    Str(&'static str),
    /// A list.
    List(&'static [Literal]),
}

/// The formats of JSON Schema 2020-12 (validation vocabulary §7.3) that driftless checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Format {
    /// RFC 3339 `date-time`.
    DateTime,
    /// RFC 3339 `full-date`.
    Date,
    /// RFC 3339 `full-time`.
    Time,
    /// ISO 8601 duration, as in RFC 3339 appendix A.
    Duration,
    /// RFC 5321 mailbox.
    Email,
    /// RFC 1123 host name.
    Hostname,
    /// Dotted-quad IPv4 address.
    Ipv4,
    /// RFC 4291 IPv6 address.
    Ipv6,
    /// RFC 3986 URI (absolute).
    Uri,
    /// RFC 4122 UUID.
    Uuid,
}

impl Format {
    /// Every format, in the order of the reference table.
    pub const ALL: &'static [Self] = &[
        Self::DateTime,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Email,
        Self::Hostname,
        Self::Ipv4,
        Self::Ipv6,
        Self::Uri,
        Self::Uuid,
    ];

    /// Returns the name in JSON Schema and in `#[contract(format = "…")]`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Email => "email",
            Self::Hostname => "hostname",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Uri => "uri",
            Self::Uuid => "uuid",
        }
    }
}
