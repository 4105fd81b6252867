//! Facts about a whole type graph, known while compiling.

use super::edge::{may_be_empty, nullable, text_chars};
use super::known::{Exits, Known};
use super::{Body, Enum, Field, Name, Object, Shape, Target, Union};

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
        raise_recursion_limit_if_types_nest_too_deep(&mut walk, shape);
        walk.facts
    }
}

/// The walk. rustc names the calls that it was in when it came to the end of its stack, and has no words of its own for what to do.
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

/// What is known before anything was met; `Default` is not const.
const NONE: Facts = Facts {
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
};

/// How many enclosing types are told apart.
const OPEN: usize = 64;

/// What a type that was counted before bears on other places where it is used.
#[derive(Clone, Copy)]
struct Counted {
    /// Objects and lists that it adds to the depth.
    deep: u64,
    listed: u64,
    /// The ways back that lead out of it; 0 where no edge on the way may lead nowhere.
    exits: Exits,
}

struct Walk {
    facts: Facts,
    known: Known<Counted>,
    open: [(u128, u64); OPEN],
    open_len: usize,
    /// Edges on the way that may lead nowhere: absent, `null`, empty.
    soft: u64,
    /// The ways back that lead out of the type that is being walked, with the number of such edges on the whole way.
    exits: Exits,
}

/// What was known of the type around when the walk came to one inside it.
struct Outer {
    depth: u64,
    lists: u64,
    exits: Exits,
}

#[allow(
    clippy::indexing_slicing,
    reason = "every index is below a length that is held below the array's; `get` is not const"
)]
impl Walk {
    const fn new() -> Self {
        Self {
            facts: NONE,
            known: Known::new(),
            open: [(0, 0); OPEN],
            open_len: 0,
            soft: 0,
            exits: Exits::new(),
        }
    }

    /// `depth` and `lists` are the objects and lists around. A loop where it can be one: what runs while compiling may nest 128 calls.
    const fn visit(&mut self, shape: &'static Shape, depth: u64, lists: u64) {
        let (mut shape, mut lists) = (shape, lists);
        loop {
            shape = match shape {
                Shape::Nullable(inner) => {
                    if !nullable(inner) {
                        self.facts.nullable_others += 1;
                    }
                    inner
                }
                Shape::List(list) => {
                    lists += 1;
                    list.items
                }
                Shape::Map(values) => {
                    self.facts.maps += 1;
                    lists += 1;
                    values
                }
                other => {
                    self.deeper(depth, lists);
                    return self.core(other, depth, lists);
                }
            };
        }
    }

    const fn core(&mut self, shape: &'static Shape, depth: u64, lists: u64) {
        match shape {
            Shape::Enum(of) => self.visit_enum(of),
            Shape::Object(of) => self.visit_object(of, depth, lists),
            Shape::Union(of) => self.visit_union(of, depth, lists),
            Shape::Newtype(of) => {
                self.open(of.name.key);
                self.visit(of.inner, depth, lists);
                self.close(of.name.key);
            }
            Shape::Back(back) => self.back(&back.target),
            Shape::Untyped => self.facts.untyped += 1,
            _ => {}
        }
    }

    const fn visit_enum(&mut self, of: &'static Enum) {
        if self.known.get(of.name.key).is_some() {
            return;
        }
        let counted = Counted {
            deep: 0,
            listed: 0,
            exits: Exits::new(),
        };
        self.known.insert(of.name.key, counted);
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

    /// Begins a type; gives what was known so far. `None` if it was counted before: only its depth and its ways out bear on this place then.
    const fn enter(&mut self, name: &'static Name, depth: u64, lists: u64) -> Option<Outer> {
        if let Some(counted) = self.known.get(name.key) {
            self.deeper(depth + counted.deep, lists + counted.listed);
            // Only a type whose ways out are all told is known.
            let mut ways = match counted.exits.all() {
                Some(ways) => ways,
                None => &[],
            };
            while let [(key, soft), rest @ ..] = ways {
                self.lead(*key, self.soft + *soft);
                ways = rest;
            }
            return None;
        }
        let outer = Outer {
            depth: self.facts.depth,
            lists: self.facts.list_depth,
            exits: self.exits,
        };
        self.facts.depth = depth;
        self.facts.list_depth = lists;
        self.exits = Exits::new();
        self.open(name.key);
        Some(outer)
    }

    const fn leave(&mut self, name: &'static Name, outer: &Outer, depth: u64, lists: u64) {
        self.close(name.key);
        let inner = self.exits;
        self.exits = outer.exits;
        match inner.all() {
            Some(ways) => self.know(name.key, ways, depth, lists),
            None => self.exits.give_up(),
        }
        self.deeper(outer.depth, outer.lists);
    }

    const fn know(&mut self, key: u128, ways: &[(u128, u64)], depth: u64, lists: u64) {
        let mut exits = Exits::new();
        let mut rest = ways;
        while let [(to, soft), tail @ ..] = rest {
            self.exits.add(*to, *soft);
            exits.add(*to, *soft - self.soft);
            rest = tail;
        }
        let counted = Counted {
            deep: self.facts.depth - depth,
            listed: self.facts.list_depth - lists,
            exits,
        };
        self.known.insert(key, counted);
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

    const fn open(&mut self, key: u128) {
        if self.open_len < OPEN {
            self.open[self.open_len] = (key, self.soft);
        }
        self.open_len += 1;
    }

    const fn close(&mut self, key: u128) {
        self.open_len -= 1;
        self.exits.remove(key);
    }

    const fn back(&mut self, target: &Target) {
        self.facts.recursive = true;
        if let Target::Enclosing(key) = target {
            self.lead(*key, self.soft);
        }
    }

    /// A way back to the type `key`, on which so many edges from the root may lead nowhere.
    const fn lead(&mut self, key: u128, soft: u64) {
        self.exits.add(key, soft);
        let mut at = if self.open_len < OPEN {
            self.open_len
        } else {
            OPEN
        };
        while at > 0 {
            at -= 1;
            if self.open[at].0 == key {
                if self.open[at].1 == soft {
                    self.facts.recursive_at_once = true;
                }
                return;
            }
        }
    }
}
