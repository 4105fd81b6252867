//! Equality of JSON values, and whether all items of a list differ: `1` equals `1.0`, and the order
//! of keys says nothing.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::rules::number_is;
use crate::json::{Node, NodeKind, Reader};
use crate::shape::{Literal, Num};

/// Returns `true` if no two items of the list written `source` are equal.
pub(crate) fn holds(source: &str) -> bool {
    if let Some(differ) = few_texts_differ(source) {
        return differ;
    }
    match Node::parse(source) {
        Ok(Node {
            kind: NodeKind::List(items),
            ..
        }) => differ(&items),
        _ => true,
    }
}

/// Most texts that are compared with each other; that many cost less than a tree and a table of
/// hashes.
const FEW: usize = 8;

/// Returns the result for a list of few items that are all texts without escapes, as most lists
/// with the rule are; `None` for any other list.
fn few_texts_differ(source: &str) -> Option<bool> {
    let mut texts = [""; FEW];
    let mut reader = Reader::new(source);
    reader.list().ok()?;
    let (mut first, mut count) = (true, 0);
    while reader.item(&mut first).ok()? {
        if reader.peek() != Some(b'"') {
            return None;
        }
        let Ok(Cow::Borrowed(text)) = reader.string() else {
            return None;
        };
        if texts.get(..count)?.contains(&text) {
            return Some(false);
        }
        *texts.get_mut(count)? = text;
        count += 1;
    }
    Some(true)
}

/// Returns `true` if no two items are equal.
pub(crate) fn differ(items: &[Node<'_>]) -> bool {
    repeated(items).next().is_none()
}

/// Each item that equals an earlier one: its index, and that of the first that it equals.
pub(crate) fn repeated(items: &[Node<'_>]) -> impl Iterator<Item = (usize, usize)> {
    let mut seen = HashMap::with_capacity(items.len());
    items.iter().enumerate().filter_map(move |(index, item)| {
        let first = *seen.entry(Value(item)).or_insert(index);
        (first != index).then_some((index, first))
    })
}

/// A node that is compared and hashed as the JSON value that it stands for.
struct Value<'n, 'a>(&'n Node<'a>);

impl PartialEq for Value<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        same(self.0, other.0)
    }
}

impl Eq for Value<'_, '_> {}

impl Hash for Value<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0.kind {
            NodeKind::Null => 0_u8.hash(state),
            NodeKind::Bool(value) => value.hash(state),
            NodeKind::Number(number) => number.decimal().hash(state),
            NodeKind::String(text) => text.hash(state),
            NodeKind::List(items) => {
                items.len().hash(state);
                for item in items {
                    Value(item).hash(state);
                }
            }
            // Members in any order: their number is enough to be consistent with equality.
            NodeKind::Object(members) => {
                let mut sum = 0_u64;
                for (_, key, value) in members {
                    let mut one = std::hash::DefaultHasher::new();
                    key.hash(&mut one);
                    Value(value).hash(&mut one);
                    sum = sum.wrapping_add(one.finish());
                }
                sum.hash(state);
            }
        }
    }
}

/// Returns `true` if two values are equal as JSON.
fn same(left: &Node<'_>, right: &Node<'_>) -> bool {
    match (&left.kind, &right.kind) {
        (NodeKind::Null, NodeKind::Null) => true,
        (NodeKind::Bool(left), NodeKind::Bool(right)) => left == right,
        (NodeKind::Number(left), NodeKind::Number(right)) => left.decimal() == right.decimal(),
        (NodeKind::String(left), NodeKind::String(right)) => left == right,
        (NodeKind::List(left), NodeKind::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(l, r))
        }
        (NodeKind::Object(left), NodeKind::Object(right)) => {
            left.len() == right.len() && members_equal(left, right)
        }
        _ => false,
    }
}

type Member<'a> = (std::ops::Range<usize>, Cow<'a, str>, Node<'a>);

fn members_equal(left: &[Member<'_>], right: &[Member<'_>]) -> bool {
    let in_order = left
        .iter()
        .zip(right)
        .all(|((_, left_key, l), (_, right_key, r))| left_key == right_key && same(l, r));
    if in_order {
        return true;
    }
    let by_key: HashMap<_, _> = right.iter().map(|(_, key, value)| (key, value)).collect();
    let distinct: HashSet<_> = left.iter().map(|(_, key, _)| key).collect();
    distinct.len() == left.len()
        && left
            .iter()
            .all(|(_, key, value)| by_key.get(key).is_some_and(|other| same(value, other)))
}

/// Returns `true` if a value equals a literal as JSON.
pub(crate) fn equal(node: &Node<'_>, literal: &Literal) -> bool {
    match (&node.kind, literal) {
        (NodeKind::Null, Literal::Null) => true,
        (NodeKind::Bool(value), Literal::Bool(with)) => value == with,
        (NodeKind::Number(number), Literal::Int(with)) => number_is(*number, Num::Int(*with)),
        (NodeKind::Number(number), Literal::Float(with)) => number_is(*number, Num::Float(*with)),
        (NodeKind::String(text), Literal::Str(with)) => text == with,
        (NodeKind::List(items), Literal::List(with)) => {
            items.len() == with.len() && items.iter().zip(*with).all(|(l, r)| equal(l, r))
        }
        _ => false,
    }
}
