//! A contract as a `const` tree of kinds, fields, rules and words.
//!
//! Schema, prompt text, documentation, fingerprint, limits and the explaining pass of the decoder
//! are all read off this tree, so they can't disagree. It is `const`, so facts about the whole type
//! graph are known while compiling.
//!
//! The types have public fields because generated code builds them as literals (only literals are
//! promoted to `'static` in every position); they are read by users and written by the derive
//! alone, whose version is pinned to this crate's.

mod compare;
mod count;
mod edge;
mod facts;
mod format;
mod hash;
mod key;
mod known;
mod label;
mod looks;
mod names;
mod resolve;
mod rule;

pub use compare::{Compare, Custom, Measure, Pairing, Requirement, Role, Tolerance};
pub use facts::Facts;
pub use rule::{Bound, Format, Literal, Num, Pattern, Rule};

pub use hash::Hashed;
pub use key::key;

pub(crate) use edge::{is_same, nullable, text_chars};
pub(crate) use hash::hashed;
pub(crate) use names::is_odd_key;
#[doc(hidden)]
pub use resolve::resolved;

/// The form of one value on the wire.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Shape {
    /// `true` or `false`.
    Bool,
    /// A mathematical integer between two bounds; `1250.0` and `1.25e3` are the integer 1250.
    Integer {
        /// Smallest value of the Rust type.
        min: i128,
        /// Largest value of the Rust type.
        max: u128,
    },
    /// A number of finite precision.
    Number(Precision),
    /// Text.
    String(Text),
    /// The value or `null`.
    Nullable(&'static Shape),
    /// A list.
    List(&'static List),
    /// An object whose keys are data; the shape is that of the values.
    Map(&'static Shape),
    /// One of a closed set of strings.
    Enum(&'static Enum),
    /// An object with declared fields.
    Object(&'static Object),
    /// One of several objects, distinguished by a tag.
    Union(&'static Union),
    /// A named type around another, with rules of its own; transparent on the wire.
    Newtype(&'static Newtype),
    /// A type that contains itself: the way back to it.
    Back(&'static Back),
    /// Any JSON value; only through [`Untyped`](crate::contract::Untyped).
    Untyped,
}

/// The precision of a [`Shape::Number`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Precision {
    /// `f32`
    Single,
    /// `f64`
    Double,
    /// A decimal of 28 digits.
    Decimal,
}

/// The content of a [`Shape::String`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Text {
    /// Any text.
    Any,
    /// Exactly one Unicode scalar value.
    Char,
    /// Text in a format that the Rust type itself demands (`Uuid`, `Url`, `DateTime` …).
    Format(Format),
}

/// The name of a type, and its identity among types of the same name.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Name {
    /// `module_path!()` and the type's identifier, never shown to a model. Types inside functions
    /// may share it.
    pub id: &'static str,
    /// Identifies the type together with its generic arguments. Not stable across edits.
    pub key: u128,
    /// The name that schemas, prompts and documentation use.
    pub title: &'static str,
    /// The type's generic arguments. A function, since the compiler follows every reference of a
    /// constant, and an argument is a field's type as well: types of types would double at each.
    pub args: fn() -> &'static [&'static Shape],
}

/// See [`Shape::List`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct List {
    /// The shape of each item.
    pub items: &'static Shape,
    /// The smallest number of items that the Rust type allows (arrays).
    pub min: u64,
    /// The largest number of items that the Rust type allows (arrays).
    pub max: Option<u64>,
    /// `true` if the Rust type is a set.
    pub unique: bool,
}

/// See [`Shape::Enum`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Enum {
    /// The type's name.
    pub name: Name,
    /// The type's doc comment.
    pub doc: &'static str,
    /// The values, in declaration order.
    pub values: &'static [EnumValue],
}

/// One value of an [`Enum`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct EnumValue {
    /// The string on the wire.
    pub name: &'static str,
    /// The variant's doc comment.
    pub doc: &'static str,
}

/// See [`Shape::Object`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Object {
    /// The type's name.
    pub name: Name,
    /// The type's doc comment.
    pub doc: &'static str,
    /// The fields, in declaration order.
    pub fields: &'static [Field],
    /// Names of the type's own semantic checks (`ensure`).
    pub ensures: &'static [&'static str],
}

/// One field of an [`Object`] or of a variant.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Field {
    /// The key on the wire.
    pub name: &'static str,
    /// The field's doc comment or `describe`.
    pub doc: &'static str,
    /// The shape of the value.
    pub shape: &'static Shape,
    /// Rules of this field; they hold for the value inside an `Option`, a `Box` or a newtype.
    pub rules: &'static [Rule],
    /// `true` if the key may be missing.
    pub optional: bool,
    /// Example values.
    pub examples: &'static [Literal],
    /// Names of the field's semantic checks (`ensure`).
    pub ensures: &'static [&'static str],
    /// The comparison of its values; no model reads it.
    pub compare: &'static Compare,
}

/// See [`Shape::Union`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Union {
    /// The type's name.
    pub name: Name,
    /// The type's doc comment.
    pub doc: &'static str,
    /// The key whose value selects the variant.
    pub tag: &'static str,
    /// The key that holds the variant's data; `None`: the data lie beside the tag.
    pub content: Option<&'static str>,
    /// The variants, in declaration order.
    pub variants: &'static [Variant],
    /// Names of the type's own semantic checks (`ensure`).
    pub ensures: &'static [&'static str],
}

/// One variant of a [`Union`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Variant {
    /// The tag's value.
    pub name: &'static str,
    /// The variant's doc comment.
    pub doc: &'static str,
    /// The content of the variant.
    pub body: Body,
}

/// The content of a [`Variant`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Body {
    /// Nothing but the tag.
    Unit,
    /// Named fields; beside the tag, or as an object under the content key.
    Fields(&'static [Field]),
    /// One value; without a content key it is an [`Object`] whose fields lie beside the tag.
    Value(&'static Shape),
}

/// See [`Shape::Newtype`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Newtype {
    /// The type's name.
    pub name: Name,
    /// The type's doc comment.
    pub doc: &'static str,
    /// The shape of the wrapped value.
    pub inner: &'static Shape,
    /// Rules of the newtype.
    pub rules: &'static [Rule],
    /// Example values.
    pub examples: &'static [Literal],
    /// Names of the type's semantic checks (`ensure`).
    pub ensures: &'static [&'static str],
    /// The comparison of its values; no model reads it.
    pub compare: &'static Compare,
}

/// See [`Shape::Back`].
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Back {
    /// The type that the edge leads to, while compiling.
    pub target: Target,
    /// Returns the type that the edge leads to, at run time.
    pub resolve: fn() -> &'static Shape,
}

/// Where a [`Back`] leads, as far as it is known while compiling.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Target {
    /// The nearest enclosing type with this [`Name::key`].
    Enclosing(u128),
    /// A field marked `#[contract(recursive)]`: a cycle through several types.
    Marked,
}

/// Greatest number of layers (newtypes, `null`, recursion) that are removed from a shape. The
/// derive refuses newtypes that contain nothing but one another; a contract written by hand may be
/// one, and a search for its core must end.
#[doc(hidden)]
pub const LAYERS: usize = 256;

impl Shape {
    /// Returns the shape and what it wraps, layer by layer: `null`, newtypes and ways back, and at
    /// last the core, unless the layers wrap nothing but one another.
    #[doc(hidden)]
    pub fn layers(&'static self) -> impl Iterator<Item = &'static Self> {
        let within = |shape: &&'static Self| match *shape {
            Self::Nullable(inner) => Some(*inner),
            Self::Newtype(newtype) => Some(newtype.inner),
            Self::Back(back) => Some((back.resolve)()),
            _ => None,
        };
        std::iter::successors(Some(self), within).take(LAYERS + 1)
    }

    /// Returns the shape itself: what is left once `null`, newtypes and the way back are taken off.
    #[must_use]
    pub fn core(&'static self) -> &'static Self {
        self.layers().last().unwrap_or(self)
    }

    /// Returns `true` if `null` is a value of this shape.
    #[must_use]
    pub fn is_nullable(&'static self) -> bool {
        self.layers()
            .any(|layer| matches!(layer, Self::Nullable(_) | Self::Untyped))
    }

    /// Returns the name, for the kinds that have one.
    #[must_use]
    pub const fn name(&self) -> Option<&'static Name> {
        match self {
            Self::Enum(of) => Some(&of.name),
            Self::Object(of) => Some(&of.name),
            Self::Union(of) => Some(&of.name),
            Self::Newtype(of) => Some(&of.name),
            _ => None,
        }
    }
}
