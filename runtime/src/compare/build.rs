//! From the contract's types and what its fields say to places and rows.

use std::collections::BTreeMap;

use super::Requirement;
use super::context::Context;
use super::layout::{Layout, List, Members, Place, Row, Union, What};
use super::leaf::Leaf;
use crate::bound::{Relation, RelationKind, pattern};
use crate::drift::Pointer;
use crate::shape::{Body, Field, Measure, Object, Pairing, Shape};

/// Most rows of a report. Past that, a type that has rows already is reported under those: a graph
/// of a few types may unfold to millions of places.
const MOST_ROWS: usize = 2_000;

/// The shape itself with what the newtypes around it say; `None` if it is not compared.
fn opened(shape: &'static Shape, context: Context) -> Option<(&'static Shape, Context)> {
    let mut context = context;
    for layer in shape.layers() {
        match layer {
            Shape::Nullable(_) | Shape::Back(_) => {}
            Shape::Newtype(of) => context = context.with(of.compare, of.rules)?,
            core => return Some((core, context)),
        }
    }
    None
}

/// The place of the whole document.
pub(super) fn root(layout: &mut Layout, shape: &'static Shape, relations: &[Relation]) -> usize {
    let choices = relations
        .iter()
        .filter(|of| of.kind == RelationKind::Choices);
    let mut build = Build {
        layout,
        chosen: choices.map(|of| pattern(shape, of.path)).collect(),
        pointer: Pointer::root(),
        around: Vec::new(),
        known: BTreeMap::new(),
    };
    build.place(shape, Context::ROOT, false)
}

/// A type as it is compared: its identity, its role, and `true` if it is inside a list that is
/// reported as one.
type Key = (u128, bool, bool);

struct Build<'l> {
    layout: &'l mut Layout,
    /// The pointers of the values that are one of a call's choices.
    chosen: Vec<String>,
    pointer: Pointer,
    /// The types around, with their places.
    around: Vec<(Key, usize)>,
    /// Where each object and union was met first.
    known: BTreeMap<Key, usize>,
}

impl Build<'_> {
    fn row(&mut self, what: What, context: Context) -> usize {
        self.layout.row(Row {
            pointer: self.pointer.as_str().to_owned(),
            what,
            requirement: context.requirement,
            share: context.share,
            hidden: context.hidden,
        })
    }

    /// The place of a value, whose key may be missing if it is `optional`. Goes through newtypes
    /// one by one, since one may hold itself.
    fn place(&mut self, shape: &'static Shape, mut context: Context, optional: bool) -> usize {
        context.closed |= self.is_chosen();
        let Some((core, open)) = opened(shape, context) else {
            return self.layout.add(Place::Nothing);
        };
        if let Some(leaf) = open.leaf(core) {
            let row = self.row(What::Value(leaf), open);
            return self.layout.add(Place::Leaf(row, leaf));
        }
        let (mut shape, mut entered, mut nullable) = (shape, Vec::new(), optional);
        let inner = loop {
            shape = match shape {
                Shape::Nullable(inner) => {
                    nullable = true;
                    inner
                }
                Shape::Back(back) => (back.resolve)(),
                Shape::Newtype(of) => {
                    let key = key(of.name.key, context);
                    if let Some(known) = self.enclosing(key) {
                        break known;
                    }
                    let place = self.layout.reserve();
                    self.around.push((key, place));
                    entered.push(place);
                    match context.with(of.compare, of.rules) {
                        Some(inside) => context = inside,
                        None => break self.layout.add(Place::Nothing),
                    }
                    of.inner
                }
                core => break self.core(core, context, nullable),
            };
        };
        for place in entered {
            self.around.pop();
            self.layout.set(place, Place::Same(inner));
        }
        inner
    }

    /// Returns `true` if the value here is one of a call's choices.
    fn is_chosen(&self) -> bool {
        self.chosen.iter().any(|of| of == self.pointer.as_str())
    }

    fn enclosing(&self, key: Key) -> Option<usize> {
        let mut around = self.around.iter().rev();
        around.find_map(|(known, place)| (*known == key).then_some(*place))
    }

    fn core(&mut self, core: &'static Shape, context: Context, nullable: bool) -> usize {
        match core {
            Shape::List(list) => {
                let fixed = list.max == Some(list.min);
                let unique = list.unique || context.unique;
                self.list(list.items, context, fixed, unique)
            }
            Shape::Map(values) => self.map(values, context),
            Shape::Object(of) => self.object(of, context, nullable),
            Shape::Union(of) => {
                let named = |build: &mut Self, place| {
                    let union = build.union(of, context);
                    build.layout.set(place, Place::Union(union));
                };
                self.named(of.name.key, context, named)
            }
            _ => self.layout.add(Place::Nothing),
        }
    }

    /// A type with a name: the same place inside itself, and once there are too many rows.
    fn named(
        &mut self,
        name: u128,
        context: Context,
        make: impl FnOnce(&mut Self, usize),
    ) -> usize {
        let key = key(name, context);
        if let Some(around) = self.enclosing(key) {
            return around;
        }
        if self.layout.rows.len() >= MOST_ROWS
            && let Some(known) = self.known.get(&key)
        {
            return *known;
        }
        let place = self.layout.reserve();
        self.known.entry(key).or_insert(place);
        self.around.push((key, place));
        make(self, place);
        self.around.pop();
        place
    }

    fn object(&mut self, of: &'static Object, context: Context, nullable: bool) -> usize {
        let presence = nullable.then(|| self.row(What::Presence, context));
        let place = self.named(of.name.key, context, |build, place| {
            let members = build.fields(of.fields, context);
            build.layout.set(place, Place::Object(members));
        });
        match presence {
            Some(row) => self.layout.add(Place::Maybe(row, place)),
            None => place,
        }
    }

    fn fields(&mut self, fields: &'static [Field], context: Context) -> Members {
        let mut members = Members::new();
        for field in fields {
            let Some(inside) = context.inside().with(field.compare, field.rules) else {
                continue;
            };
            let mark = self.pointer.mark();
            self.pointer.push_key(field.name);
            members.push((field.name, self.place(field.shape, inside, field.optional)));
            self.pointer.truncate(mark);
        }
        members
    }

    fn union(&mut self, of: &'static crate::shape::Union, context: Context) -> Union {
        let mark = self.pointer.mark();
        self.pointer.push_key(of.tag);
        let row = self.row(What::Tag, context);
        self.pointer.truncate(mark);
        let mut variants = BTreeMap::new();
        for variant in of.variants {
            self.pointer.push_variant(variant.name);
            let members = match of.content {
                None => match variant.body {
                    Body::Unit => Members::new(),
                    Body::Fields(fields) => self.fields(fields, context),
                    Body::Value(shape) => match opened(shape, context.inside()) {
                        Some((Shape::Object(object), inside)) => self.fields(object.fields, inside),
                        _ => Members::new(),
                    },
                },
                Some(key) => {
                    self.pointer.push_key(key);
                    let place = match variant.body {
                        Body::Unit => None,
                        Body::Fields(fields) => {
                            let members = self.fields(fields, context);
                            Some(self.layout.add(Place::Object(members)))
                        }
                        Body::Value(shape) => Some(self.place(shape, context.inside(), false)),
                    };
                    place.map(|place| (key, place)).into_iter().collect()
                }
            };
            variants.insert(variant.name, members);
            self.pointer.truncate(mark);
        }
        Union {
            row,
            tag: of.tag,
            variants,
        }
    }

    fn list(
        &mut self,
        items: &'static Shape,
        context: Context,
        fixed: bool,
        unique: bool,
    ) -> usize {
        let mut inside = context.inside();
        inside.measure = context.measure;
        // The bound is that of the texts where their measure is named, and else that of the list.
        let mut outside = context;
        if let Some(Measure::TokenF1 | Measure::Edit) = context.measure {
            inside.at_least = context.at_least;
        } else if let Some(share) = context.at_least {
            inside.share = share;
            outside.share = share;
        }
        let mark = self.pointer.mark();
        self.pointer.push_key("*");
        inside.closed = self.is_chosen();
        self.pointer.truncate(mark);
        let leaf = opened(items, inside).and_then(|(core, open)| open.leaf(core));
        let leaf = leaf.filter(|leaf| !matches!(leaf, Leaf::Rubric(..)));
        let pairing = context
            .pairing
            .unwrap_or(match (fixed, unique && leaf.is_some()) {
                (true, _) => Pairing::Ordered,
                (false, true) => Pairing::Set,
                (false, false) => Pairing::Matching,
            });
        let whole = leaf.is_some() || pairing == Pairing::Set;
        inside.hidden |= whole;
        let row = self.row(What::List(pairing, leaf), outside);
        let item = self.below(items, inside);
        self.layout.add(Place::List(List {
            row,
            pairing,
            item,
            leaf,
            whole,
        }))
    }

    fn map(&mut self, values: &'static Shape, context: Context) -> usize {
        let mut inside = context.inside();
        inside.measure = context.measure;
        let mut outside = context;
        if let Some(Measure::TokenF1 | Measure::Edit) = context.measure {
            inside.at_least = context.at_least;
        } else if let Some(share) = context.at_least {
            inside.share = share;
            outside.share = share;
        }
        let row = self.row(What::Keys, outside);
        let value = self.below(values, inside);
        self.layout.add(Place::Map(row, value))
    }

    fn below(&mut self, shape: &'static Shape, context: Context) -> usize {
        let mark = self.pointer.mark();
        self.pointer.push_key("*");
        let place = self.place(shape, context, false);
        self.pointer.truncate(mark);
        place
    }
}

fn key(name: u128, context: Context) -> Key {
    let required = context.requirement == Requirement::Required;
    (name, required, context.hidden)
}
