//! Facts about a whole type graph, known while compiling.

use super::Shape;
use super::count::Walk;
use super::names::odd_root_keys;

/// Counts over everything that a contract reaches; a type that is used several times counts once,
/// as it stands once in a schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts, each read by itself"
)]
pub struct Facts {
    /// Deepest nesting of objects.
    pub depth: u64,
    /// Deepest nesting of lists and maps.
    pub list_depth: u64,
    /// Declared fields, tags and content keys included.
    pub properties: u64,
    /// Values of all enums, tags included.
    pub enum_values: u64,
    /// The most values of a single enum.
    pub longest_enum: u64,
    /// Characters of the values of the enum that has the most.
    pub longest_enum_chars: u64,
    /// Characters of all property names and enum values.
    pub name_chars: u64,
    /// Fields that may be missing.
    pub optional: u64,
    /// Fields whose value may be `null` and that may not be missing; those where `null` joins the
    /// values of an enum or a union are not counted.
    pub nullable_fields: u64,
    /// Other places where the value may be `null`, such as items of a list; counted likewise.
    pub nullable_others: u64,
    /// Unions with data.
    pub unions: u64,
    /// Maps.
    pub maps: u64,
    /// Values of any shape.
    pub untyped: u64,
    /// Enums and tags with values that differ in case only, as far as that is looked for while
    /// compiling: in ASCII, among up to 250 values.
    pub case_twins: u64,
    /// Keys and tags with a control character, such as a line break.
    pub name_controls: u64,
    /// Keys of the root object other than 1 to 64 of `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`.
    pub odd_root_keys: u64,
    /// A type contains itself.
    pub recursive: bool,
    /// A type contains itself, and no field on the way may be absent, `null` or empty.
    pub recursive_at_once: bool,
    /// The root is an object with declared fields.
    pub object_root: bool,
}

impl Facts {
    /// Walks everything that `shape` reaches.
    ///
    /// The way back of a field marked `#[contract(recursive)]` can't be followed while compiling;
    /// it counts as recursion, and what it alone leads to is not counted.
    #[must_use]
    pub const fn of(shape: &'static Shape) -> Self {
        let mut walk = Walk::new();
        walk.facts.object_root = is_object(shape);
        walk.facts.odd_root_keys = odd_root_keys(shape);
        raise_recursion_limit_if_types_nest_too_deep(&mut walk, shape);
        walk.facts
    }
}

/// The walk. rustc names the calls that it was in when it came to the end of its stack, and has no
/// words of its own for what to do.
const fn raise_recursion_limit_if_types_nest_too_deep(walk: &mut Walk, shape: &'static Shape) {
    walk.visit(shape, 0, 0);
}

const fn is_object(shape: &'static Shape) -> bool {
    match shape {
        Shape::Object(_) => true,
        Shape::Newtype(of) => is_object(of.inner),
        _ => false,
    }
}

/// The facts before the walk; `Default` is not const.
pub(super) const NONE: Facts = Facts {
    depth: 0,
    list_depth: 0,
    properties: 0,
    enum_values: 0,
    longest_enum: 0,
    longest_enum_chars: 0,
    name_chars: 0,
    optional: 0,
    nullable_fields: 0,
    nullable_others: 0,
    unions: 0,
    maps: 0,
    untyped: 0,
    case_twins: 0,
    name_controls: 0,
    odd_root_keys: 0,
    recursive: false,
    recursive_at_once: false,
    object_root: false,
};
