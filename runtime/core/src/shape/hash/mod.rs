//! The fingerprint of a shape, as a walk that runs while compiling.
//!
//! The hash `shape` covers everything that the wire may carry: kinds, wire names, order,
//! optionality, ranges, rules. The hash `text` covers that and every word that a model reads:
//! titles, descriptions, examples. Semantic checks (`ensure`) are code that no hash of a
//! description could follow: their names count as words. The module of a type counts for neither,
//! so a type may be moved: recursion is hashed as the distance to the type that it leads to.
//!
//! Each named type is hashed for itself and goes into what is around it as that number, so that one
//! which is used in many places is walked once.

mod both;

use both::{Both, each};

use super::known::{Exits, Known};
use super::{Back, Body, Enum, Field, Newtype, Object, Shape, Target, Union};
use crate::fingerprint::Fingerprint;

/// The hashes of a contract as far as they are known while compiling.
#[derive(Debug, Clone, Copy)]
pub struct Hashed {
    /// Both fingerprints; a field marked `recursive` counts as an edge that leads somewhere.
    pub(crate) fingerprint: Fingerprint,
    /// `true` if a field marked `recursive` leads out of what is known.
    pub(crate) open: bool,
}

/// Hashes a contract as far as it is known while compiling.
pub(crate) const fn hashed(shape: &'static Shape) -> Hashed {
    let mut walk = Walk {
        both: Both::new(),
        open: false,
        exits: Exits::new(),
        known: Known::new(),
    };
    let top = At {
        level: 0,
        around: None,
    };
    raise_recursion_limit_if_types_nest_too_deep(&mut walk, shape, top);
    Hashed {
        fingerprint: walk.both.finish(),
        open: walk.open,
    }
}

/// The walk. rustc names the calls that it was in when it came to the end of its stack, and has no
/// words of its own for what to do.
const fn raise_recursion_limit_if_types_nest_too_deep(
    walk: &mut Walk,
    shape: &'static Shape,
    at: At<'_>,
) {
    walk.shape(shape, at);
}

/// A place of the walk.
#[derive(Clone, Copy)]
struct At<'a> {
    /// Number of lists, objects and the like around it. A newtype without rules doesn't count: it
    /// takes no level on the wire.
    level: u64,
    /// The types around, innermost first.
    around: Option<&'a Around<'a>>,
}

#[derive(Clone, Copy)]
struct Around<'a> {
    key: u128,
    level: u64,
    outer: Option<&'a Around<'a>>,
}

impl<'a> At<'a> {
    const fn down(self) -> Self {
        Self {
            level: self.level + 1,
            around: self.around,
        }
    }

    const fn of_type(self, key: u128) -> Around<'a> {
        Around {
            key,
            level: self.level,
            outer: self.around,
        }
    }

    const fn within<'b>(self, around: &'b Around<'b>) -> At<'b> {
        At {
            level: self.level,
            around: Some(around),
        }
    }

    /// The level of the type that a way back leads to.
    const fn level_of(self, key: u128) -> Option<u64> {
        let mut place = self.around;
        while let Some(at) = place {
            if at.key == key {
                return Some(at.level);
            }
            place = at.outer;
        }
        None
    }
}

/// The hash of a type. It is the same wherever its ways out lead as many levels up.
#[derive(Clone, Copy)]
struct Folded {
    fingerprint: Fingerprint,
    open: bool,
    level: u64,
    exits: Exits,
}

struct Walk {
    /// The hashes of the type that is being walked.
    both: Both,
    /// `true` if a field of it is marked `recursive`.
    open: bool,
    /// The ways back that lead out of it, with the level that each leads to.
    exits: Exits,
    known: Known<Folded>,
}

/// The facts about a type, kept while the walk is in another one inside it.
struct Aside {
    both: Both,
    open: bool,
    exits: Exits,
}

impl Walk {
    /// A loop where it can be one: what runs while compiling may nest 128 calls.
    const fn shape(&mut self, shape: &'static Shape, at: At<'_>) {
        let (mut shape, mut at) = (shape, at);
        loop {
            shape = match shape {
                Shape::Nullable(inner) => {
                    self.byte(5);
                    inner
                }
                Shape::List(list) => {
                    self.both = self.both.byte(6).list(list);
                    list.items
                }
                Shape::Map(values) => {
                    self.byte(7);
                    values
                }
                other => return self.core(other, at),
            };
            at = at.down();
        }
    }

    const fn core(&mut self, shape: &'static Shape, at: At<'_>) {
        match shape {
            Shape::Enum(of) => self.enumeration(of, at),
            Shape::Object(of) => self.object(of, at),
            Shape::Union(of) => self.union(of, at),
            Shape::Newtype(of) => self.newtype(of, at),
            Shape::Back(back) => {
                self.byte(11);
                self.back(back, at);
            }
            leaf => self.both = self.both.leaf(leaf),
        }
    }

    const fn byte(&mut self, byte: u8) {
        self.both = self.both.byte(byte);
    }

    const fn enumeration(&mut self, of: &'static Enum, at: At<'_>) {
        self.byte(8);
        let Some(aside) = self.enter(of.name.key, at) else {
            return;
        };
        let mut both = self.both.named(&of.name, of.doc);
        self.both = each!(both, of.values, value => both.wire(value.name).words(value.doc));
        self.leave(of.name.key, at, &aside);
    }

    const fn object(&mut self, of: &'static Object, at: At<'_>) {
        self.byte(9);
        let Some(aside) = self.enter(of.name.key, at) else {
            return;
        };
        let around = at.of_type(of.name.key);
        self.both = self.both.named(&of.name, of.doc).all_words(of.ensures);
        self.fields(of.fields, at.within(&around).down());
        self.leave(of.name.key, at, &aside);
    }

    const fn fields(&mut self, fields: &'static [Field], at: At<'_>) {
        self.both = self.both.count(fields);
        let mut rest = fields;
        while let [field, tail @ ..] = rest {
            self.both = self
                .both
                .wire(field.name)
                .words(field.doc)
                .byte(if field.optional { 1 } else { 0 })
                .rules(field.rules)
                .examples(field.examples)
                .all_words(field.ensures);
            self.shape(field.shape, at);
            rest = tail;
        }
    }

    const fn union(&mut self, of: &'static Union, at: At<'_>) {
        self.byte(10);
        let Some(aside) = self.enter(of.name.key, at) else {
            return;
        };
        let around = at.of_type(of.name.key);
        let both = self
            .both
            .named(&of.name, of.doc)
            .all_words(of.ensures)
            .wire(of.tag);
        self.both = match of.content {
            Some(content) => both.byte(1).wire(content),
            None => both.byte(0),
        }
        .count(of.variants);
        let mut rest = of.variants;
        while let [variant, tail @ ..] = rest {
            self.both = self.both.wire(variant.name).words(variant.doc);
            self.body(&variant.body, at.within(&around).down());
            rest = tail;
        }
        self.leave(of.name.key, at, &aside);
    }

    const fn body(&mut self, body: &Body, at: At<'_>) {
        match body {
            Body::Unit => self.byte(0),
            Body::Fields(fields) => {
                self.byte(1);
                self.fields(fields, at);
            }
            Body::Value(shape) => {
                self.byte(2);
                self.shape(shape, at);
            }
        }
    }

    /// Transparent on the wire: a newtype without rules hashes there as what it wraps.
    const fn newtype(&mut self, of: &'static Newtype, at: At<'_>) {
        let around = at.of_type(of.name.key);
        self.both = self
            .both
            .named(&of.name, of.doc)
            .examples(of.examples)
            .all_words(of.ensures);
        let mut inside = at.within(&around);
        if !of.rules.is_empty() {
            self.both = self.both.byte(13).rules(of.rules);
            inside = inside.down();
        }
        self.shape(of.inner, inside);
        self.exits.remove(of.name.key);
    }

    const fn back(&mut self, back: &'static Back, at: At<'_>) {
        match back.target {
            Target::Marked => {
                self.open = true;
                self.byte(0);
            }
            Target::Enclosing(key) => {
                if let Some(level) = at.level_of(key) {
                    self.exits.add(key, level);
                    self.both = self.both.byte(1).count_of(at.level - level);
                } else {
                    // A way out of the whole contract.
                    self.exits.give_up();
                    self.byte(2);
                }
            }
        }
    }

    /// Begins a type; gives what was in the making. `None` if the type is known: then its hash has
    /// been put in.
    const fn enter(&mut self, key: u128, at: At<'_>) -> Option<Aside> {
        let mut known = self.known.get(key);
        if known.is_none() {
            known = self.known.get(deep(key, at.level));
        }
        if let Some(known) = known
            && holds(&known, at)
        {
            self.put(&known, at);
            return None;
        }
        let aside = Aside {
            both: self.both,
            open: self.open,
            exits: self.exits,
        };
        self.both = Both::new();
        self.open = false;
        self.exits = Exits::new();
        Some(aside)
    }

    /// Ends a type and goes on with what is around it.
    const fn leave(&mut self, key: u128, at: At<'_>, aside: &Aside) {
        self.exits.remove(key);
        let folded = Folded {
            fingerprint: self.both.finish(),
            open: self.open,
            level: at.level,
            exits: self.exits,
        };
        match folded.exits.all() {
            Some([]) => self.known.insert(key, folded),
            Some(_) => self.known.insert(deep(key, at.level), folded),
            None => {}
        }
        self.both = aside.both;
        self.open = aside.open;
        self.exits = aside.exits;
        self.put(&folded, at);
    }

    /// Puts in the hash of a type.
    const fn put(&mut self, folded: &Folded, at: At<'_>) {
        self.both = self.both.fingerprint(folded.fingerprint);
        self.open |= folded.open;
        let Some(mut ways) = folded.exits.all() else {
            self.exits.give_up();
            return;
        };
        while let [(key, level), rest @ ..] = ways {
            self.exits.add(*key, at.level + *level - folded.level);
            ways = rest;
        }
    }
}

/// The key of a type from which a way leads out, as it is at this level.
const fn deep(key: u128, level: u64) -> u128 {
    #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
    key.wrapping_add(level as u128 + 1)
}

/// Returns `true` if a type's ways out lead as far here as where it was walked.
const fn holds(known: &Folded, at: At<'_>) -> bool {
    let Some(mut ways) = known.exits.all() else {
        return false;
    };
    while let [(key, level), rest @ ..] = ways {
        let Some(here) = at.level_of(*key) else {
            return false;
        };
        if at.level - here != known.level - *level {
            return false;
        }
        ways = rest;
    }
    true
}
