//! A shape without newtypes, `null` and ways back around it.

use crate::shape::{LAYERS, Rule, Shape};

/// The shape without the layers around it, the rules of all of them, and whether one allows `null`.
pub(super) fn bare(shape: &'static Shape, rules: &[Rule]) -> (&'static Shape, Vec<Rule>, bool) {
    let (mut shape, mut rules, mut nullable) = (shape, rules.to_vec(), false);
    for _ in 0..LAYERS {
        shape = match shape {
            Shape::Nullable(inner) => {
                nullable = true;
                inner
            }
            Shape::Back(back) => (back.resolve)(),
            Shape::Newtype(of) => {
                rules.extend(of.rules);
                of.inner
            }
            _ => break,
        };
    }
    (shape, rules, nullable)
}
