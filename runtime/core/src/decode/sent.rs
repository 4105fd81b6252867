//! Deviations in the form in which the model wrote its answer: what a dialect rewrites and the
//! decoder undoes stands elsewhere there.

use std::ops::Range;

use crate::dialect::{Adapted, Step};
use crate::drift::{Drift, Violation, ViolationKind as Kind};
use crate::json::{Node, NodeKind};
use crate::pointer::Pointer;
use crate::schema::identity;
use crate::shape::{Body, Field, Shape};

use super::restore::SENT_DEPTH;
use super::{Member, hint};

impl Adapted {
    /// Returns the deviations of an answer with the places where the model wrote them, for a model
    /// to read: entries of a map by their index, the inside of a wrapper below it, and a key that
    /// may be left out instead of `null`.
    #[must_use]
    pub fn as_sent(&self, drift: &Drift) -> Vec<Violation> {
        let mut violations = drift.violations().to_vec();
        if !self.rewrites() {
            return violations;
        }
        let text = self.without_fence(drift.text());
        // What is no JSON has no form to speak of: its place is that of the text.
        let Ok(root) = Node::parse_within(&text, SENT_DEPTH) else {
            return violations;
        };
        for one in &mut violations {
            if one.kind != Kind::TooDeep {
                self.resend(&root, one);
            }
        }
        violations
    }

    fn resend(&self, root: &Node<'_>, one: &mut Violation) {
        let mut way = Way {
            adapted: self,
            span: one.span.clone(),
            at: Pointer::root(),
            node: Some(root),
            shape: Some(self.shape),
            is_loosened: false,
            is_left: false,
        };
        if self.steps.contains(&Step::RootWrapped) {
            way.unwrap(root);
        }
        let steps = one.pointer.split('/').skip(1);
        for step in steps {
            way.step(&step.replace("~1", "/").replace("~0", "~"));
        }
        one.pointer = way.at.to_string();
        if way.is_left && one.kind != Kind::MissingKey {
            "no such key".clone_into(&mut one.found);
        }
        if way.is_loosened {
            if let Some(expected) = one.expected.strip_suffix(" or null") {
                one.expected = format!("{expected}, or no such key");
            }
            let instead = match one.hint.as_deref() {
                Some(hint::NULL) => Some("leave the key out"),
                Some(hint::NO_MEMBERS) => Some("leave the key out if there is nothing to fill in"),
                _ => None,
            };
            if let Some(instead) = instead {
                one.hint = Some(instead.to_owned());
            }
        }
    }
}

/// The way down an answer as it was sent, along the contract.
struct Way<'w, 'a> {
    adapted: &'w Adapted,
    /// The deviation's bytes; they decide between several members or entries of one name.
    span: Range<usize>,
    at: Pointer,
    /// The value here; `None` if the model wrote none.
    node: Option<&'w Node<'a>>,
    /// The contract's shape here; `None` if it declares nothing.
    shape: Option<&'static Shape>,
    /// `true` if the key of the value may be left out instead of `null`.
    is_loosened: bool,
    /// `true` if that key was left out.
    is_left: bool,
}

impl<'w, 'a> Way<'w, 'a> {
    fn holds(&self, span: &Range<usize>) -> bool {
        span.start <= self.span.start && self.span.end <= span.end
    }

    fn unwrap(&mut self, root: &'w Node<'a>) {
        let NodeKind::Object(members) = &root.kind else {
            return;
        };
        let inside = members.iter().find(|(_, key, _)| key == "value");
        if let Some((_, _, value)) = inside.filter(|(_, _, value)| self.holds(&value.span)) {
            self.at.push_key("value");
            self.node = Some(value);
        }
    }

    fn step(&mut self, step: &str) {
        let node = self.node.take();
        let shape = self.shape.take().map(Shape::core);
        self.is_loosened = false;
        self.is_left = false;
        match (shape, node.map(|node| &node.kind)) {
            (Some(Shape::List(list)), Some(NodeKind::List(items))) => {
                self.node = step.parse().ok().and_then(|at: usize| items.get(at));
                self.shape = Some(list.items);
                self.at.push_key(step);
            }
            (Some(Shape::Map(values)), Some(NodeKind::List(items))) => {
                self.entry(step, items, values);
            }
            (Some(shape), Some(NodeKind::Object(members))) => {
                self.at.push_key(step);
                let mut named = members.iter().filter(|(_, key, _)| key == step);
                let first = named.clone().next();
                let member = named
                    .find(|(_, _, value)| self.holds(&value.span))
                    .or(first);
                self.node = member.map(|(_, _, value)| value);
                let Some((place, field)) = declared(shape, members, step) else {
                    self.shape = inside(shape, members, step);
                    return;
                };
                self.shape = Some(field.shape);
                self.is_loosened = self.adapted.is_loosened(&place, field);
                self.is_left = self.is_loosened && self.node.is_none();
            }
            _ => self.at.push_key(step),
        }
    }

    /// A map's entry by its key, or by its index where it could not be read as one.
    fn entry(&mut self, key: &str, items: &'w [Node<'a>], values: &'static Shape) {
        let is_named = |item: &Node<'_>| {
            part(item, "key").is_some_and(
                |name| matches!(&name.kind, NodeKind::String(text) if cut(text) == key),
            )
        };
        let named = || items.iter().enumerate().filter(|(_, item)| is_named(item));
        let held = named().find(|(_, item)| self.holds(&item.span));
        // What could not be read as an entry is known by its index.
        let by_index = || {
            let index: usize = key.parse().ok()?;
            items.get(index).filter(|item| self.holds(&item.span))
        };
        if held.is_none() && by_index().is_some() {
            self.at.push_key(key);
            return;
        }
        let Some((index, item)) = held.or_else(|| named().next()) else {
            self.at.push_key(key);
            return;
        };
        self.at.push_index(index);
        if part(item, "key").is_some_and(|name| self.holds(&name.span)) {
            self.at.push_key("key");
            return;
        }
        self.at.push_key("value");
        self.node = part(item, "value");
        self.shape = Some(values);
    }
}

/// Returns a key as a pointer shows it.
fn cut(key: &str) -> String {
    let mut pointer = Pointer::root();
    pointer.push_key(key);
    let step = pointer.as_str().get(1..).unwrap_or_default();
    step.replace("~1", "/").replace("~0", "~")
}

fn part<'n, 'a>(entry: &'n Node<'a>, name: &str) -> Option<&'n Node<'a>> {
    let NodeKind::Object(members) = &entry.kind else {
        return None;
    };
    let mut members = members.iter();
    members
        .find(|(_, key, _)| key == name)
        .map(|(_, _, value)| value)
}

/// Returns the declared field of this name and the identity of what declares it.
fn declared(
    shape: &'static Shape,
    members: &[Member<'_>],
    name: &str,
) -> Option<(String, &'static Field)> {
    let of = |place: String, fields: &'static [Field]| {
        let field = fields.iter().find(|field| field.name == name)?;
        Some((place, field))
    };
    match shape {
        Shape::Object(object) => of(identity(&object.name), object.fields),
        Shape::Union(union) if union.content.is_none() => {
            let variant = variant(shape, members)?;
            let place = format!("{}/{}", identity(&union.name), variant.name);
            match variant.body {
                Body::Fields(fields) => of(place, fields),
                Body::Value(value) => declared(value.core(), members, name),
                Body::Unit => None,
            }
        }
        _ => None,
    }
}

/// Returns the shape of a member that is no declared field: a map's value, or the data of a
/// variant.
fn inside(shape: &'static Shape, members: &[Member<'_>], name: &str) -> Option<&'static Shape> {
    match shape {
        Shape::Map(values) => Some(values),
        Shape::Union(union) if union.content == Some(name) => match variant(shape, members)?.body {
            Body::Value(value) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

fn variant(
    shape: &'static Shape,
    members: &[Member<'_>],
) -> Option<&'static crate::shape::Variant> {
    let Shape::Union(union) = shape else {
        return None;
    };
    let (_, _, tag) = members.iter().find(|(_, key, _)| key == union.tag)?;
    let NodeKind::String(name) = &tag.kind else {
        return None;
    };
    union.variants.iter().find(|variant| variant.name == name)
}
