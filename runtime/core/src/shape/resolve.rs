//! The fingerprint of types that contain one another, as a walk at run time: a field marked
//! `recursive` is resolved by calling it.

use std::collections::BTreeSet;

use super::key::key_of;
use super::{Back, Body, Field, Shape, Target, hashed};
use crate::fingerprint::{Fingerprint, Hasher};

/// Both fingerprints with everything that fields marked `recursive` lead to, in the order in which
/// it is met.
#[must_use]
pub fn resolved(shape: &'static Shape) -> Fingerprint {
    let mut met = vec![shape];
    let (mut wire, mut text) = (Hasher::new(), Hasher::new());
    let mut next = 0;
    while let Some(shape) = met.get(next).copied() {
        let own = hashed(shape).fingerprint;
        wire = wire.number(own.shape);
        text = text.number(own.text);
        let mut edges = Edges::default();
        edges.shape(shape);
        for target in edges.targets {
            let known = met.iter().position(|known| key_of(known) == key_of(target));
            let edge = u128::try_from(known.unwrap_or(met.len())).unwrap_or(u128::MAX);
            if known.is_none() {
                met.push(target);
            }
            wire = wire.byte(1).number(edge);
            text = text.byte(1).number(edge);
        }
        // Behind each type's own edges, so that they can't be taken for another's.
        wire = wire.byte(0);
        text = text.byte(0);
        next += 1;
    }
    Fingerprint {
        shape: wire.finish(),
        text: text.finish(),
    }
}

/// The targets of marked fields, in the order of declaration; each named type is looked through
/// once.
#[derive(Default)]
struct Edges {
    seen: BTreeSet<u128>,
    targets: Vec<&'static Shape>,
}

impl Edges {
    fn shape(&mut self, shape: &'static Shape) {
        if shape.name().is_some_and(|name| !self.seen.insert(name.key)) {
            return;
        }
        match shape {
            Shape::Nullable(inner) | Shape::Map(inner) => self.shape(inner),
            Shape::List(list) => self.shape(list.items),
            Shape::Newtype(of) => self.shape(of.inner),
            Shape::Object(of) => self.fields(of.fields),
            Shape::Union(of) => {
                for variant in of.variants {
                    match variant.body {
                        Body::Unit => {}
                        Body::Fields(fields) => self.fields(fields),
                        Body::Value(shape) => self.shape(shape),
                    }
                }
            }
            Shape::Back(Back {
                target: Target::Marked,
                resolve,
            }) => self.targets.push(resolve()),
            _ => {}
        }
    }

    fn fields(&mut self, fields: &'static [Field]) {
        for field in fields {
            self.shape(field.shape);
        }
    }
}
