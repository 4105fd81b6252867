//! The identity of types, as numbers that are known while compiling.
//!
//! A constant evaluation can't compare addresses, and comparing names with all their arguments
//! takes as long as the arguments are deep. What decides whether two types are one is a number
//! therefore. It depends on where a type stands in its file, so it is never shown, hashed or sorted
//! by.

use super::{Precision, Shape, Target, Text};
use crate::fingerprint::Hasher;

/// Returns the identity of the type that is declared at this place of its file and called `id`,
/// applied to `args`.
#[must_use]
pub const fn key(id: &str, line: u32, column: u32, args: &[&'static Shape]) -> u128 {
    let mut hasher = Hasher::new()
        .text(id)
        .bytes(&line.to_le_bytes())
        .bytes(&column.to_le_bytes());
    let mut rest = args;
    while let [arg, tail @ ..] = rest {
        hasher = hasher.number(key_of(arg));
        rest = tail;
    }
    hasher.finish()
}

/// The identity of what the shape describes; it ends at named types, so it is quick.
pub(crate) const fn key_of(shape: &Shape) -> u128 {
    let hasher = Hasher::new();
    match shape {
        Shape::Bool => hasher.byte(1),
        Shape::Integer { min, max } => hasher.byte(2).bytes(&min.to_le_bytes()).number(*max),
        Shape::Number(Precision::Single) => hasher.byte(3),
        Shape::Number(Precision::Double) => hasher.byte(4),
        Shape::Number(Precision::Decimal) => hasher.byte(5),
        Shape::String(Text::Any) => hasher.byte(6),
        Shape::String(Text::Char) => hasher.byte(7),
        Shape::String(Text::Format(format)) => hasher.byte(8).text(format.name()),
        Shape::Nullable(inner) => hasher.byte(9).number(key_of(inner)),
        Shape::List(list) => hasher
            .byte(10)
            .flag(list.unique)
            .bytes(&list.min.to_le_bytes())
            .flag(list.max.is_some())
            .number(key_of(list.items)),
        Shape::Map(values) => hasher.byte(11).number(key_of(values)),
        Shape::Untyped => hasher.byte(12),
        Shape::Enum(of) => return of.name.key,
        Shape::Object(of) => return of.name.key,
        Shape::Union(of) => return of.name.key,
        Shape::Newtype(of) => return of.name.key,
        Shape::Back(back) => match back.target {
            Target::Enclosing(key) => return key,
            Target::Marked => hasher.byte(13),
        },
    }
    .finish()
}
