//! A shape without newtypes, `null` and ways back around it.

use crate::shape::{Rule, Shape};

/// The shape without the layers around it, the rules of all of them, and whether one allows `null`.
pub(super) fn bare(shape: &'static Shape, rules: &[Rule]) -> (&'static Shape, Vec<Rule>, bool) {
    let (mut rules, mut nullable) = (rules.to_vec(), false);
    for layer in shape.layers() {
        match layer {
            Shape::Nullable(_) => nullable = true,
            Shape::Newtype(of) => rules.extend(of.rules),
            _ => {}
        }
    }
    (shape.core(), rules, nullable)
}
