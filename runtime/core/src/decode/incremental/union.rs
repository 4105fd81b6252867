//! Objects of several kinds with a tag, before the tag has come.
//!
//! A member before the tag may be of a different shape in each variant. Then it is read as each of
//! these shapes at once, and the variants whose shape it is not are out.

use crate::drift::Violation;
use crate::shape::{Body, Shape, Union};

use super::frame::{Goal, fields_beside};
use super::machine::Machine;

/// Most shapes that one value is read as at a time, forks in forks included; of more, nothing but
/// the syntax is judged.
pub(super) const MOST: u32 = 32;

/// A value that is read as several shapes at once.
pub(super) struct Fork {
    pub(super) branches: Vec<Branch>,
}

/// One of these shapes.
pub(super) struct Branch {
    pub(super) machine: Machine,
    /// The variants in which the value is of that shape, by their indices.
    pub(super) variants: Vec<usize>,
}

/// A shape that a member may be of.
pub(super) struct Choice {
    pub(super) goal: Goal,
    pub(super) variants: Vec<usize>,
}

/// Returns the shapes that the member `key` may be of, in the variants that are `live`.
pub(super) fn choices(
    of: &'static Union,
    live: &[bool],
    goal_of: impl Fn(usize) -> Option<Goal>,
) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let live = live.iter().enumerate().filter(|(_, live)| **live);
    for (index, _) in live.take(of.variants.len()) {
        let Some(goal) = goal_of(index) else { continue };
        match choices.iter_mut().find(|known| is_alike(known.goal, goal)) {
            Some(known) => known.variants.push(index),
            None => choices.push(Choice {
                goal,
                variants: vec![index],
            }),
        }
    }
    choices
}

/// Returns the shape of the member `key` beside the tag; `None` if the variant has none.
pub(super) fn beside(of: &'static Union, index: usize, key: &str) -> Option<Goal> {
    let (fields, _) = fields_beside(of, of.variants.get(index)?);
    let field = fields.iter().find(|field| field.name == key)?;
    Some(Goal::Shape(field.shape, field.rules))
}

/// Returns the shape of a variant's data; `None` if it has none.
pub(super) fn content(of: &'static Union, index: usize) -> Option<Goal> {
    let variant = of.variants.get(index)?;
    match variant.body {
        Body::Unit => None,
        Body::Fields(fields) => Some(Goal::Fields(
            fields,
            super::frame::Owner::Variant(&of.name, variant.name),
        )),
        Body::Value(shape) => Some(Goal::Shape(shape, &[])),
    }
}

fn is_alike(one: Goal, other: Goal) -> bool {
    match (one, other) {
        (Goal::Shape(one, one_rules), Goal::Shape(other, other_rules)) => {
            let same_rules = std::ptr::eq(one_rules, other_rules)
                || (one_rules.is_empty() && other_rules.is_empty());
            same_rules && is_same_shape(one, other)
        }
        (Goal::Fields(one, _), Goal::Fields(other, _)) => std::ptr::eq(one, other),
        _ => false,
    }
}

/// Returns `true` if both shapes are surely the same; a shape that is written twice may not be
/// known as such.
fn is_same_shape(one: &'static Shape, other: &'static Shape) -> bool {
    if std::ptr::eq(one, other) {
        return true;
    }
    match (one, other) {
        (Shape::Bool, Shape::Bool) | (Shape::Untyped, Shape::Untyped) => true,
        (
            Shape::Integer { min, max },
            Shape::Integer {
                min: other_min,
                max: other_max,
            },
        ) => min == other_min && max == other_max,
        (Shape::Number(one), Shape::Number(other)) => one == other,
        (Shape::String(one), Shape::String(other)) => one == other,
        (Shape::Nullable(one), Shape::Nullable(other)) | (Shape::Map(one), Shape::Map(other)) => {
            is_same_shape(one, other)
        }
        (Shape::List(one), Shape::List(other)) => {
            (one.min, one.max, one.unique) == (other.min, other.max, other.unique)
                && is_same_shape(one.items, other.items)
        }
        (one, other) => match (one.name(), other.name()) {
            (Some(one), Some(other)) => one.key == other.key,
            _ => false,
        },
    }
}

impl Fork {
    /// Takes in `text`; returns the bytes that were taken, and the variants that are left once the
    /// value is whole.
    ///
    /// # Errors
    /// [`Violation`] of the shape that fitted longest, if none is left.
    pub(super) fn feed(
        &mut self,
        text: &str,
    ) -> Result<(usize, Option<Vec<usize>>), Box<Violation>> {
        let mut last: Option<Box<Violation>> = None;
        let mut taken = text.len();
        self.branches
            .retain_mut(|branch| match branch.machine.feed(text) {
                Ok(bytes) => {
                    taken = bytes;
                    true
                }
                Err(violation) => {
                    let is_later = last
                        .as_ref()
                        .is_none_or(|known| known.span.end <= violation.span.end);
                    if is_later {
                        last = Some(violation);
                    }
                    false
                }
            });
        if let (true, Some(violation)) = (self.branches.is_empty(), last) {
            return Err(violation);
        }
        let is_done = self.branches.iter().any(|branch| branch.machine.is_done());
        let variants = is_done.then(|| {
            let branches = self.branches.iter();
            branches
                .flat_map(|branch| branch.variants.iter().copied())
                .collect()
        });
        Ok((taken, variants))
    }
}
