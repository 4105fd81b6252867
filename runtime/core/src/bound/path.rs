//! Checks of paths while the user's crate compiles.

use super::{RelationKind, Step};
use crate::pointer::Pointer;
use crate::shape::{Body, Field, Object, Shape, Text, Union, is_same};

/// A place in a contract.
#[derive(Clone, Copy)]
enum Place {
    Value(&'static Shape),
    Fields(&'static [Field]),
}

const UNKNOWN: &str = "no field of this name is there; write the key as it stands in the JSON";
const VARIANT: &str =
    "no variant of this name is there; write the tag's value, then a field of that variant";
const BARE: &str = "this variant carries nothing; leave the relation out, or name another variant";
const IN_LIST: &str = "this is a list or a map; write `.*.` before a field of its items";
const NO_LIST: &str =
    "`*` stands for the items of a list or the values of a map, and here is neither; remove it";
const NO_FIELDS: &str = "this has no fields; end the path before it";
const RECURSIVE: &str = "a path can't go through a recursive type, which has no end; bind a field outside of it, or check it by `ensure`";
const WHOLE: &str =
    "this is an object, and only texts and whole numbers can be bound; name one of its fields";
const MANY: &str = "this is a list or a map, and only texts and whole numbers can be bound; write `.*` behind it for its items";
const DECLARED: &str = "the values of this enum are declared already; take a `String` to bind it";
const NO_TEXT: &str = "only texts and whole numbers can be bound; check this by `ensure`";
const NO_QUOTE: &str = "only free texts can be quoted; take a `String`";
const EMPTY: &str = "a path has at least one step";

/// Returns what is wrong with the step at index `at` of a path into `shape`; `None` if nothing is,
/// or if an earlier one is wrong.
#[must_use]
pub const fn problem(
    shape: &'static Shape,
    path: &[Step],
    kind: RelationKind,
    at: usize,
) -> Option<&'static str> {
    let mut place = Place::Value(shape);
    let mut rest = path;
    let mut index = 0;
    while let [step, tail @ ..] = rest {
        match next(place, *step) {
            Ok(inside) => place = inside,
            Err(words) => return if index == at { Some(words) } else { None },
        }
        rest = tail;
        index += 1;
        if index > at && !rest.is_empty() {
            return None;
        }
    }
    if path.is_empty() {
        return Some(EMPTY);
    }
    let Place::Value(shape) = place else {
        return Some(WHOLE);
    };
    match (inside(shape), kind) {
        (Shape::String(Text::Any), _)
        | (Shape::String(_) | Shape::Integer { .. }, RelationKind::Choices) => None,
        (Shape::String(_) | Shape::Integer { .. }, _) => Some(NO_QUOTE),
        (Shape::Enum(_), _) => Some(DECLARED),
        (Shape::Object(_) | Shape::Union(_), _) => Some(WHOLE),
        (Shape::List(_) | Shape::Map(_), _) => Some(MANY),
        (Shape::Back(_), _) => Some(RECURSIVE),
        _ => Some(NO_TEXT),
    }
}

/// Returns `true` if an answer must have a value at the path's end: nothing on the way may be
/// missing, `null`,
/// one of several variants, or in a list.
#[must_use]
pub const fn requires(shape: &'static Shape, path: &[Step]) -> bool {
    let mut shape = shape;
    let mut rest = path;
    loop {
        shape = match shape {
            Shape::Newtype(of) => of.inner,
            Shape::Object(of) => {
                let [Step::Name(name), tail @ ..] = rest else {
                    return false;
                };
                rest = tail;
                match field(of.fields, name) {
                    Some(field) if !field.optional => field.shape,
                    _ => return false,
                }
            }
            Shape::String(_) | Shape::Integer { .. } => return rest.is_empty(),
            _ => return false,
        };
    }
}

/// Returns `true` if the path leads to a whole number.
pub(super) const fn is_number(shape: &'static Shape, path: &[Step]) -> bool {
    let mut place = Place::Value(shape);
    let mut rest = path;
    while let [step, tail @ ..] = rest {
        match next(place, *step) {
            Ok(inside) => place = inside,
            Err(_) => return false,
        }
        rest = tail;
    }
    match place {
        Place::Value(shape) => matches!(inside(shape), Shape::Integer { .. }),
        Place::Fields(_) => false,
    }
}

/// Returns the pointer to the values at the path's end as schemas spell it; `None` where only one
/// variant of a union has them.
pub(crate) fn pointer(shape: &'static Shape, path: &[Step]) -> Option<Pointer> {
    let mut pointer = Pointer::root();
    let mut place = Place::Value(shape);
    for step in path {
        match (step, place) {
            (_, Place::Fields(_)) => return None,
            (_, Place::Value(shape)) if matches!(inside(shape), Shape::Union(_)) => return None,
            (Step::Name(name), _) => pointer.push_key(name),
            (Step::Each, _) => pointer.push_key("*"),
        }
        place = next(place, *step).ok()?;
    }
    Some(pointer)
}

/// Returns the pattern of the pointers to the values at the path's end, as comparisons of answers
/// spell it.
#[cfg(feature = "qualify")]
#[must_use]
pub fn pattern(shape: &'static Shape, path: &[Step]) -> String {
    let mut pointer = Pointer::root();
    let mut place = Place::Value(shape);
    for step in path {
        let union = match place {
            Place::Value(shape) => match inside(shape) {
                Shape::Union(of) => Some(of),
                _ => None,
            },
            Place::Fields(_) => None,
        };
        match (step, union) {
            (Step::Name(name), Some(of)) => {
                pointer.push_variant(name);
                of.content.iter().for_each(|key| pointer.push_key(key));
            }
            (Step::Name(name), None) => pointer.push_key(name),
            (Step::Each, _) => pointer.push_key("*"),
        }
        match next(place, *step) {
            Ok(inside) => place = inside,
            Err(_) => break,
        }
    }
    pointer.to_string()
}

/// The shape inside options and newtypes.
const fn inside(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::Nullable(inner) => inside(inner),
        Shape::Newtype(of) => inside(of.inner),
        other => other,
    }
}

const fn next(place: Place, step: Step) -> Result<Place, &'static str> {
    let shape = match place {
        Place::Value(shape) => inside(shape),
        Place::Fields(fields) => {
            return match step {
                Step::Name(name) => of_field(fields, name),
                Step::Each => Err(NO_LIST),
            };
        }
    };
    match (shape, step) {
        (Shape::List(list), Step::Each) => Ok(Place::Value(list.items)),
        (Shape::Map(values), Step::Each) => Ok(Place::Value(values)),
        (Shape::List(_) | Shape::Map(_), Step::Name(_)) => Err(IN_LIST),
        (Shape::Back(_), _) => Err(RECURSIVE),
        (_, Step::Each) => Err(NO_LIST),
        (Shape::Object(Object { fields, .. }), Step::Name(name)) => of_field(fields, name),
        (Shape::Union(of), Step::Name(name)) => variant(of, name),
        _ => Err(NO_FIELDS),
    }
}

const fn field(fields: &'static [Field], name: &str) -> Option<&'static Field> {
    let mut rest = fields;
    while let [field, tail @ ..] = rest {
        if is_same(field.name, name) {
            return Some(field);
        }
        rest = tail;
    }
    None
}

const fn of_field(fields: &'static [Field], name: &str) -> Result<Place, &'static str> {
    match field(fields, name) {
        Some(field) => Ok(Place::Value(field.shape)),
        None => Err(UNKNOWN),
    }
}

const fn variant(of: &'static Union, name: &str) -> Result<Place, &'static str> {
    let mut rest = of.variants;
    while let [variant, tail @ ..] = rest {
        if is_same(variant.name, name) {
            return match variant.body {
                Body::Unit => Err(BARE),
                Body::Fields(fields) => Ok(Place::Fields(fields)),
                Body::Value(shape) => Ok(Place::Value(shape)),
            };
        }
        rest = tail;
    }
    Err(VARIANT)
}
