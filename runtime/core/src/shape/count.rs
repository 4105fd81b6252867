//! The walk that counts [`Facts`] while compiling.

use super::edge::{may_be_empty, null_is_a_union, nullable, own_null_is_counted, text_chars};
use super::facts::{Facts, NONE};
use super::known::{Exits, Known};
use super::names::{has_control, listed_twins, tags_are_twins, values_are_twins};
use super::{Body, Enum, Field, Name, Object, Rule, Shape, Target, Union};

/// Number of enclosing types that are distinguished.
const OPEN: usize = 64;

/// A type that was counted before, with all that matters at other places of use.
#[derive(Clone, Copy)]
struct Counted {
    /// Objects and lists that it adds to the depth.
    deep: u64,
    listed: u64,
    /// The ways back that lead out of it; 0 where no edge on the way may lead nowhere.
    exits: Exits,
}

pub(super) struct Walk {
    pub(super) facts: Facts,
    known: Known<Counted>,
    open: [(u128, u64); OPEN],
    open_len: usize,
    /// Edges on the way that may lead nowhere: absent, `null`, empty.
    soft: u64,
    /// The ways back that lead out of the type that is being walked, with the number of such edges
    /// on the whole way.
    exits: Exits,
}

/// The facts about the surrounding type, kept while the walk is in a type inside it.
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
    pub(super) const fn new() -> Self {
        Self {
            facts: NONE,
            known: Known::new(),
            open: [(0, 0); OPEN],
            open_len: 0,
            soft: 0,
            exits: Exits::new(),
        }
    }

    /// `depth` and `lists` are the objects and lists around. A loop where it can be one: what runs
    /// while compiling may nest 128 calls.
    pub(super) const fn visit(&mut self, shape: &'static Shape, depth: u64, lists: u64) {
        let (mut shape, mut lists) = (shape, lists);
        loop {
            shape = match shape {
                Shape::Nullable(inner) => {
                    if !nullable(inner) && null_is_a_union(inner, &[]) {
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
                self.listed(of.rules);
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
        if values_are_twins(of.values) {
            self.facts.case_twins += 1;
        }
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
        if tags_are_twins(of.variants) {
            self.facts.case_twins += 1;
        }
        self.name(of.tag);
        let mut rest = of.variants;
        while let [variant, tail @ ..] = rest {
            self.facts.properties += 1;
            self.facts.enum_values += 1;
            self.facts.name_chars += text_chars(of.tag) + text_chars(variant.name);
            self.name(variant.name);
            let content = match of.content {
                Some(content) if !matches!(variant.body, Body::Unit) => {
                    self.facts.properties += 1;
                    self.facts.name_chars += text_chars(content);
                    self.name(content);
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

    /// Begins a type; gives what was known so far. `None` if it was counted before: only its depth
    /// and its ways out count for this place then.
    const fn enter(&mut self, name: &'static Name, depth: u64, lists: u64) -> Option<Outer> {
        if let Some(counted) = self.known.get(name.key) {
            self.deeper(depth + counted.deep, lists + counted.listed);
            // A type is known only if all its back edges are recorded.
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
            self.name(field.name);
            self.listed(field.rules);
            let null = nullable(field.shape);
            if field.optional {
                self.facts.optional += 1;
            } else if null && null_is_a_union(field.shape, field.rules) {
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
            if own_null_is_counted(field.shape) {
                self.facts.nullable_others -= 1;
            }
            rest = tail;
        }
    }

    const fn name(&mut self, name: &str) {
        if has_control(name) {
            self.facts.name_controls += 1;
        }
    }

    const fn listed(&mut self, rules: &'static [Rule]) {
        if listed_twins(rules) {
            self.facts.case_twins += 1;
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
