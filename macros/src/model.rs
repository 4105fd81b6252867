//! The checked model: what is certainly true about a contract.

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Generics, Ident, Path, Type, Visibility};

use crate::attr::{Bound, Lit, Measure, Number, Words};
use crate::symbol::Symbol;

/// A type that can be a contract, as far as its own tokens show.
pub(crate) struct Contract<'a> {
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// The runtime crate; `None`: `::driftless`.
    pub(crate) krate: Option<Path>,
    pub(crate) title: String,
    pub(crate) doc: Words,
    pub(crate) ensures: Vec<Path>,
    pub(crate) targets: Vec<Ident>,
    /// A type of its drafts is asked for.
    pub(crate) draft: bool,
    /// The attribute for generated code, where the item has to do with what is deprecated.
    pub(crate) allow_deprecated: Option<TokenStream>,
    pub(crate) kind: Kind<'a>,
    /// Fields that never travel.
    pub(crate) skipped: Vec<Skipped<'a>>,
}

/// A field that never travels, and its value.
pub(crate) struct Skipped<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) value: Expr,
}

/// The form of the type.
pub(crate) enum Kind<'a> {
    Object(Vec<Field<'a>>),
    Newtype(Field<'a>),
    Enum(Vec<Value<'a>>),
    Numbers(Vec<Numbered<'a>>),
    Union(Union<'a>),
}

/// One value of an enum of strings.
pub(crate) struct Value<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: String,
    pub(crate) doc: Words,
}

/// One value of an enum of whole numbers.
pub(crate) struct Numbered<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) number: i128,
    /// The name that a model reads beside it.
    pub(crate) name: String,
    pub(crate) doc: Words,
}

/// An enum of objects with a tag.
pub(crate) struct Union<'a> {
    pub(crate) tag: String,
    pub(crate) content: Option<String>,
    pub(crate) variants: Vec<Variant<'a>>,
}

/// One variant of a union.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: String,
    pub(crate) doc: Words,
    pub(crate) body: Body<'a>,
}

/// The content of a variant.
pub(crate) enum Body<'a> {
    Unit,
    Fields(Vec<Field<'a>>),
    Value(Field<'a>),
}

/// A field, or the value inside a newtype.
pub(crate) struct Field<'a> {
    pub(crate) vis: &'a Visibility,
    /// The field's own name; `None` inside a newtype.
    pub(crate) ident: Option<&'a Ident>,
    /// The key on the wire; empty inside a newtype.
    pub(crate) name: String,
    pub(crate) ty: &'a Type,
    pub(crate) doc: Words,
    pub(crate) rules: Vec<Rule>,
    pub(crate) examples: Vec<Lit>,
    pub(crate) ensures: Vec<Path>,
    pub(crate) compare: Option<Box<Compare>>,
    /// Where `optional` stands.
    pub(crate) optional: Option<Span>,
    /// Where `recursive` stands: the field leads back through several types.
    pub(crate) recursive: Option<Span>,
}

/// The comparison of a field, each part with the key that sets it.
pub(crate) struct Compare {
    /// `informative` or `ignore`.
    pub(crate) role: Option<(Ident, Symbol)>,
    pub(crate) measure: Option<(Ident, Measure)>,
    /// `ordered`, `set` or `matching`.
    pub(crate) pairing: Option<(Ident, Symbol)>,
    pub(crate) at_least: Option<(f64, Span)>,
}

/// A rule that can hold.
pub(crate) struct Rule {
    pub(crate) kind: RuleKind,
    pub(crate) key: Ident,
    /// The tokens of the key's value.
    pub(crate) given: TokenStream,
}

/// The parsed content of a rule.
pub(crate) enum RuleKind {
    Length {
        min: u64,
        max: Option<u64>,
    },
    Range {
        min: Option<Bound>,
        max: Option<Bound>,
    },
    MultipleOf(Number),
    /// As it was written, and in the syntax of the `regex` crate.
    Pattern {
        source: String,
        regex: String,
        /// `true` if it names a form feed or a backspace, and so allows them in the text.
        names_control: bool,
    },
    /// The variant of the runtime's `Format`.
    Format(&'static str),
    Unique,
    OneOf(Vec<Lit>),
    ControlCharacters,
}
