//! A digest of a comparison, in 128 bits: evidence from another comparison is stale.

use super::Requirement;
use super::layout::{Layout, Row, What};
use super::leaf::Leaf;
use crate::fingerprint::Hasher;
use crate::shape::{Pairing, Tolerance};

/// Raised with every change of what a method says of two values.
const VERSION: u128 = 1;

pub(super) fn digest(layout: &Layout) -> u128 {
    let mut hasher = Hasher::new().text("driftless comparison").number(VERSION);
    for row in &layout.rows {
        hasher = put(hasher, row);
    }
    hasher.finish()
}

fn put(hasher: Hasher, row: &Row) -> Hasher {
    let hasher = hasher
        .text(&row.pointer)
        .flag(row.requirement == Requirement::Required)
        .flag(row.hidden);
    let hasher = float(hasher, row.share);
    match row.what {
        What::Value(leaf) => self::leaf(hasher.byte(1), leaf),
        What::List(pairing, _) => hasher.byte(2).byte(match pairing {
            Pairing::Ordered => 1,
            Pairing::Set => 2,
            Pairing::Matching => 3,
        }),
        What::Keys => hasher.byte(3),
        What::Tag => hasher.byte(4),
        What::Presence => hasher.byte(5),
    }
}

fn leaf(hasher: Hasher, leaf: Leaf) -> Hasher {
    match leaf {
        Leaf::Exact => hasher.byte(1),
        Leaf::Format(format) => hasher.byte(2).text(format.name()),
        Leaf::Within(Tolerance::Absolute(distance)) => float(hasher.byte(3), distance),
        Leaf::Within(Tolerance::Relative(part)) => float(hasher.byte(4), part),
        Leaf::Normalized => hasher.byte(5),
        Leaf::TokenF1(at_least) => float(hasher.byte(6), at_least),
        Leaf::Edit(at_least) => float(hasher.byte(7), at_least),
        Leaf::Custom(custom, at_least) => float(hasher.byte(8).text(custom.name), at_least),
        Leaf::Rubric(rubric, at_least) => float(hasher.byte(9).text(rubric), at_least),
    }
}

fn float(hasher: Hasher, value: f64) -> Hasher {
    hasher.number(value.to_bits().into())
}
