//! Budgets of a schema: how much of a keyword a vendor is known to take. What goes past one is put
//! into words.

use std::collections::BTreeSet;

use super::Keyword;
use crate::json::Json;
use crate::shape::{List, Shape};

/// The most that may be written; `None` is without an end.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Budget {
    /// Bounds of lists whose items are objects or lists, and of lists inside of others.
    pub nested_bounds: Option<u64>,
    /// The bound of a single list.
    pub list_bound: Option<u64>,
    /// The upper bounds of all lists, added up.
    pub list_bounds: Option<u64>,
    /// Values of a single enum.
    pub enum_length: Option<u64>,
    /// Characters of the values of a single enum.
    pub enum_chars: Option<u64>,
    /// Control characters, such as line breaks, in the values of a single enum.
    pub enum_controls: Option<u64>,
    /// Empty texts among the values of a single enum.
    pub enum_empties: Option<u64>,
    /// Values of a single enum that are neither text nor number.
    pub enum_others: Option<u64>,
}

impl Budget {
    /// Returns `true` if an `enum` of these values may be written.
    pub(super) fn takes_values(&self, values: &[Json]) -> bool {
        let texts = || {
            values.iter().filter_map(|value| match value {
                Json::String(text) => Some(text.as_str()),
                _ => None,
            })
        };
        let plain = |value: &&Json| {
            matches!(
                value,
                Json::String(_) | Json::Int(_) | Json::Float(_) | Json::Number(_)
            )
        };
        let controls = |text: &str| text.chars().filter(|letter| letter.is_control()).count();
        within(self.enum_length, values.len())
            && within(
                self.enum_chars,
                texts().map(|text| text.chars().count()).sum(),
            )
            && within(self.enum_controls, texts().map(controls).sum())
            && within(
                self.enum_empties,
                texts().filter(|text| text.is_empty()).count(),
            )
            && within(
                self.enum_others,
                values.len() - values.iter().filter(plain).count(),
            )
    }

    /// Returns `true` if a list's bound may be written; `nested` if the list is inside of another
    /// one, `used` is the sum of the upper bounds so far.
    pub(super) fn takes_bound(
        &self,
        (keyword, value): (Keyword, &Json),
        shape: &'static Shape,
        nested: bool,
        used: &mut u64,
    ) -> bool {
        let (Keyword::MinItems | Keyword::MaxItems, Json::Int(bound)) = (keyword, value) else {
            return true;
        };
        let bound = u64::try_from(*bound).unwrap_or(u64::MAX);
        let most = if nested || !has_plain_items(shape) {
            // A bound of 0 is none.
            self.nested_bounds
        } else {
            self.list_bound
        };
        if most.is_some_and(|most| bound > most) {
            return false;
        }
        if keyword == Keyword::MaxItems {
            let sum = used.saturating_add(bound);
            if self.list_bounds.is_some_and(|most| sum > most) {
                return false;
            }
            *used = sum;
        }
        true
    }
}

fn within(most: Option<u64>, count: usize) -> bool {
    most.is_none_or(|most| u64::try_from(count).is_ok_and(|count| count <= most))
}

/// Returns `true` for a list of values that hold no others.
fn has_plain_items(shape: &'static Shape) -> bool {
    match shape {
        Shape::List(List { items, .. }) => matches!(
            items.core(),
            Shape::Bool
                | Shape::Integer { .. }
                | Shape::Number(_)
                | Shape::String(_)
                | Shape::Enum(_)
        ),
        _ => false,
    }
}

/// Returns `true` if two of the texts differ in case only.
pub(super) fn has_twins<'t, T: Iterator<Item = &'t str>>(texts: T) -> bool {
    let (mut all, mut folded) = (BTreeSet::new(), BTreeSet::new());
    texts
        .filter(|text| all.insert(*text))
        .any(|text| !folded.insert(text.to_lowercase()))
}
