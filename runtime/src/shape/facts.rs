//! Facts about a whole type graph, known while compiling.

use super::{Body, Enum, Field, Name, Object, Rule, Shape, Target, Union};

/// Counts over everything that a contract reaches; a type that is used several times counts once, as it stands once in a schema.
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
    /// Fields whose value may be `null` and that may not be missing.
    pub nullable_fields: u64,
    /// Other places where the value may be `null`, such as items of a list.
    pub nullable_others: u64,
    /// Unions with data.
    pub unions: u64,
    /// Maps.
    pub maps: u64,
    /// Values of any shape.
    pub untyped: u64,
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
    /// The way back of a field marked `#[contract(recursive)]` can't be followed while compiling; it counts as recursion, and what it alone leads to is not counted.
    #[must_use]
    pub const fn of(shape: &'static Shape) -> Self {
        let mut walk = Walk::new();
        walk.facts.object_root = is_object(shape);
        walk.visit(shape, 0, 0);
        walk.facts
    }
}

const fn is_object(shape: &'static Shape) -> bool {
    match shape {
        Shape::Object(_) => true,
        Shape::Newtype(of) => is_object(of.inner),
        _ => false,
    }
}

/// How many types are told apart; beyond that, further ones count at each use.
const KNOWN: usize = 256;
/// How many enclosing types are told apart.
const OPEN: usize = 64;

struct Walk {
    facts: Facts,
    known: [(Option<&'static Name>, u64, u64); KNOWN],
    known_len: usize,
    open: [(Option<&'static Name>, u64); OPEN],
    open_len: usize,
    /// Edges on the way that may lead nowhere: absent, `null`, empty.
    soft: u64,
}

#[allow(
    clippy::indexing_slicing,
    reason = "every index is below a length that is held below the array's; `get` is not const"
)]
impl Walk {
    const fn new() -> Self {
        Self {
            facts: Facts {
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
                recursive: false,
                recursive_at_once: false,
                object_root: false,
            },
            known: [(None, 0, 0); KNOWN],
            known_len: 0,
            open: [(None, 0); OPEN],
            open_len: 0,
            soft: 0,
        }
    }

    /// `depth` and `lists` are the objects and lists around.
    const fn visit(&mut self, shape: &'static Shape, depth: u64, lists: u64) {
        match shape {
            Shape::Nullable(inner) => {
                if !nullable(inner) {
                    self.facts.nullable_others += 1;
                }
                self.visit(inner, depth, lists);
            }
            Shape::List(list) => self.visit_list(list.items, depth, lists),
            Shape::Map(values) => {
                self.facts.maps += 1;
                self.visit_list(values, depth, lists);
            }
            Shape::Enum(of) => self.visit_enum(of),
            Shape::Object(of) => self.visit_object(of, depth, lists),
            Shape::Union(of) => self.visit_union(of, depth, lists),
            Shape::Newtype(of) => {
                self.open(&of.name);
                self.visit(of.inner, depth, lists);
                self.close();
            }
            Shape::Back(back) => self.back(&back.target),
            Shape::Untyped => self.facts.untyped += 1,
            Shape::Bool | Shape::Integer { .. } | Shape::Number(_) | Shape::String(_) => {}
        }
    }

    const fn visit_list(&mut self, items: &'static Shape, depth: u64, lists: u64) {
        self.deeper(depth, lists + 1);
        self.visit(items, depth, lists + 1);
    }

    const fn visit_enum(&mut self, of: &'static Enum) {
        if self.known(&of.name).is_some() {
            return;
        }
        self.know(&of.name, 0, 0);
        let (mut chars, mut count) = (0, 0);
        let mut rest = of.values;
        while let [value, tail @ ..] = rest {
            chars += text_chars(value.name);
            count += 1;
            rest = tail;
        }
        self.facts.enum_values += count;
        self.facts.name_chars += chars;
        if count > self.facts.longest_enum {
            self.facts.longest_enum = count;
            self.facts.longest_enum_chars = chars;
        }
    }

    const fn visit_object(&mut self, of: &'static Object, depth: u64, lists: u64) {
        let Some(outer) = self.enter(&of.name, depth, lists) else {
            return;
        };
        self.fields(of.fields, depth + 1, lists);
        self.leave(&of.name, &outer, depth, lists);
    }

    const fn visit_union(&mut self, of: &'static Union, depth: u64, lists: u64) {
        let Some(outer) = self.enter(&of.name, depth, lists) else {
            return;
        };
        self.facts.unions += 1;
        let mut rest = of.variants;
        while let [variant, tail @ ..] = rest {
            self.facts.properties += 1;
            self.facts.enum_values += 1;
            self.facts.name_chars += text_chars(of.tag) + text_chars(variant.name);
            let content = match of.content {
                Some(content) if !matches!(variant.body, Body::Unit) => {
                    self.facts.properties += 1;
                    self.facts.name_chars += text_chars(content);
                    1
                }
                _ => 0,
            };
            self.deeper(depth + 1, lists);
            match variant.body {
                Body::Unit => {}
                Body::Fields(fields) => self.fields(fields, depth + 1 + content, lists),
                Body::Value(shape) => self.visit(shape, depth + content, lists),
            }
            rest = tail;
        }
        self.leave(&of.name, &outer, depth, lists);
    }

    /// Begins a type; gives the depths so far. `None` if it was counted before: only its own depth bears on this place then.
    const fn enter(&mut self, name: &'static Name, depth: u64, lists: u64) -> Option<(u64, u64)> {
        if let Some((deep, listed)) = self.known(name) {
            self.deeper(depth + deep, lists + listed);
            return None;
        }
        let outer = (self.facts.depth, self.facts.list_depth);
        self.facts.depth = depth;
        self.facts.list_depth = lists;
        self.open(name);
        Some(outer)
    }

    const fn leave(&mut self, name: &'static Name, outer: &(u64, u64), depth: u64, lists: u64) {
        self.close();
        self.know(
            name,
            self.facts.depth - depth,
            self.facts.list_depth - lists,
        );
        self.deeper(outer.0, outer.1);
    }

    const fn fields(&mut self, fields: &'static [Field], depth: u64, lists: u64) {
        self.deeper(depth, lists);
        let mut rest = fields;
        while let [field, tail @ ..] = rest {
            self.facts.properties += 1;
            self.facts.name_chars += text_chars(field.name);
            let others = self.facts.nullable_others;
            let null = nullable(field.shape);
            if field.optional {
                self.facts.optional += 1;
            } else if null {
                self.facts.nullable_fields += 1;
            }
            let soft = field.optional || null || may_be_empty(field.shape, field.rules);
            if soft {
                self.soft += 1;
            }
            self.visit(field.shape, depth, lists);
            if soft {
                self.soft -= 1;
            }
            // The field's own `null` has been counted as the field's.
            if null && self.facts.nullable_others > others && !matches!(field.shape, Shape::Untyped)
            {
                self.facts.nullable_others -= 1;
            }
            rest = tail;
        }
    }

    const fn deeper(&mut self, depth: u64, lists: u64) {
        if depth > self.facts.depth {
            self.facts.depth = depth;
        }
        if lists > self.facts.list_depth {
            self.facts.list_depth = lists;
        }
    }

    /// The depths within a type that was counted before. Generic types are not told apart and count at each use.
    const fn known(&self, name: &'static Name) -> Option<(u64, u64)> {
        let mut at = 0;
        while at < self.known_len {
            if let (Some(known), deep, listed) = self.known[at]
                && text_eq(known.id, name.id)
            {
                return Some((deep, listed));
            }
            at += 1;
        }
        None
    }

    const fn know(&mut self, name: &'static Name, deep: u64, listed: u64) {
        if name.args.is_empty() && self.known_len < KNOWN {
            self.known[self.known_len] = (Some(name), deep, listed);
            self.known_len += 1;
        }
    }

    const fn open(&mut self, name: &'static Name) {
        if self.open_len < OPEN {
            self.open[self.open_len] = (Some(name), self.soft);
        }
        self.open_len += 1;
    }

    const fn close(&mut self) {
        self.open_len -= 1;
    }

    const fn back(&mut self, target: &Target) {
        self.facts.recursive = true;
        let Target::Enclosing(id) = target else {
            return;
        };
        let mut at = if self.open_len < OPEN {
            self.open_len
        } else {
            OPEN
        };
        while at > 0 {
            at -= 1;
            if let (Some(name), soft) = self.open[at]
                && text_eq(name.id, id)
            {
                if soft == self.soft {
                    self.facts.recursive_at_once = true;
                }
                return;
            }
        }
    }
}

/// Whether `null` is a value, as far as that is known while compiling.
const fn nullable(shape: &'static Shape) -> bool {
    match shape {
        Shape::Nullable(_) => true,
        Shape::Newtype(of) => nullable(of.inner),
        _ => false,
    }
}

const fn may_be_empty(shape: &'static Shape, rules: &'static [Rule]) -> bool {
    let mut rest = rules;
    while let [rule, tail @ ..] = rest {
        if let Rule::Length { min, .. } = rule
            && *min > 0
        {
            return false;
        }
        rest = tail;
    }
    match shape {
        Shape::List(list) => list.min == 0,
        Shape::Map(_) => true,
        Shape::Newtype(of) => may_be_empty(of.inner, of.rules),
        _ => false,
    }
}

const fn text_chars(text: &str) -> u64 {
    let mut count = 0;
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        // Every byte but those that continue a character.
        if *byte & 0xc0 != 0x80 {
            count += 1;
        }
        rest = tail;
    }
    count
}

const fn text_eq(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    while let ([first, one_rest @ ..], [second, other_rest @ ..]) = (one, other) {
        if *first != *second {
            return false;
        }
        (one, other) = (one_rest, other_rest);
    }
    true
}
