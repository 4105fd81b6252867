//! The fingerprint of types that contain one another, as a walk at run time: a field marked `recursive` is resolved by calling it.

use super::{Back, Body, Field, Shape, Target, fingerprint};
use crate::fingerprint::{Fingerprint, Hasher};

/// Both fingerprints with everything that fields marked `recursive` lead to, in the order in which it is met.
pub(crate) fn resolved(shape: &'static Shape) -> Fingerprint {
    let mut met = vec![(identity(shape), fingerprint(shape), shape)];
    let mut edges = Vec::new();
    let mut next = 0;
    while let Some((_, _, shape)) = met.get(next).copied() {
        let mut targets = Vec::new();
        marked(shape, &mut targets);
        for target in targets {
            let key = (identity(target), fingerprint(target));
            let known = met.iter().position(|(id, hash, _)| (*id, *hash) == key);
            edges.push(known.unwrap_or(met.len()));
            if known.is_none() {
                met.push((key.0, key.1, target));
            }
        }
        next += 1;
    }
    let (mut wire, mut text) = (Hasher::new(), Hasher::new());
    for (_, hash, _) in met {
        wire = wire.number(hash.shape);
        text = text.number(hash.text);
    }
    for edge in edges {
        let edge = u128::try_from(edge).unwrap_or(u128::MAX);
        wire = wire.number(edge);
        text = text.number(edge);
    }
    Fingerprint {
        shape: wire.finish(),
        text: text.finish(),
    }
}

/// What tells types of the same description apart while they are collected; it is not hashed.
fn identity(shape: &'static Shape) -> &'static str {
    match shape {
        Shape::Nullable(inner) | Shape::Map(inner) => identity(inner),
        Shape::List(list) => identity(list.items),
        Shape::Back(back) => identity((back.resolve)()),
        other => other.name().map_or("", |name| name.id),
    }
}

/// The targets of marked fields, in the order of declaration.
fn marked(shape: &'static Shape, targets: &mut Vec<&'static Shape>) {
    match shape {
        Shape::Nullable(inner) | Shape::Map(inner) => marked(inner, targets),
        Shape::List(list) => marked(list.items, targets),
        Shape::Newtype(of) => marked(of.inner, targets),
        Shape::Object(of) => of
            .fields
            .iter()
            .for_each(|field| marked(field.shape, targets)),
        Shape::Union(of) => {
            for variant in of.variants {
                match variant.body {
                    Body::Unit => {}
                    Body::Fields(fields) => marked_fields(fields, targets),
                    Body::Value(shape) => marked(shape, targets),
                }
            }
        }
        Shape::Back(Back {
            target: Target::Marked,
            resolve,
        }) => targets.push(resolve()),
        _ => {}
    }
}

fn marked_fields(fields: &'static [Field], targets: &mut Vec<&'static Shape>) {
    for field in fields {
        marked(field.shape, targets);
    }
}
