//! From a byte span to the value that stands there, and to its JSON Pointer.

use std::ops::Range;

use crate::json::{Node, NodeKind};
use crate::pointer::Pointer;

/// The way from a document's root to one of its values: the index of each item or member. A
/// rewritten tree and its own text share their ways.
pub(super) type Way = Vec<usize>;

/// The way to the value of `root` that stands at `span`. The spans must be those of one text, in
/// its order.
pub(super) fn way(root: &Node<'_>, span: &Range<usize>) -> Option<Way> {
    let mut node = root;
    let mut way = Way::new();
    while node.span != *span {
        // The last child that starts no later. There may be millions of children, and a thousand
        // spans to look for.
        let (index, child) = match &node.kind {
            NodeKind::List(items) => {
                let behind = items.partition_point(|item| item.span.start <= span.start);
                let index = behind.checked_sub(1)?;
                (index, items.get(index)?)
            }
            NodeKind::Object(members) => {
                let behind =
                    members.partition_point(|(_, _, value)| value.span.start <= span.start);
                let index = behind.checked_sub(1)?;
                (index, members.get(index).map(|(_, _, value)| value)?)
            }
            _ => return None,
        };
        if child.span.end < span.end {
            return None;
        }
        way.push(index);
        node = child;
    }
    Some(way)
}

/// The value at the end of a way, and its pointer.
pub(super) fn at_end<'n, 'a>(root: &'n Node<'a>, way: &[usize]) -> (&'n Node<'a>, Pointer) {
    let mut node = root;
    let mut pointer = Pointer::root();
    for index in way {
        let next = match &node.kind {
            NodeKind::List(items) => items.get(*index).inspect(|_item| {
                pointer.push_index(*index);
            }),
            NodeKind::Object(members) => members.get(*index).map(|(_, key, value)| {
                pointer.push_key(key);
                value
            }),
            _ => None,
        };
        let Some(next) = next else { break };
        node = next;
    }
    (node, pointer)
}

/// The value of `root` at `pointer`, or the innermost one around it.
pub(super) fn nearest<'n, 'a>(root: &'n Node<'a>, pointer: &str) -> &'n Node<'a> {
    let mut node = root;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = match &node.kind {
            NodeKind::List(items) => step.parse().ok().and_then(|index: usize| items.get(index)),
            NodeKind::Object(members) => members
                .iter()
                .find(|(_, key, _)| *key == step)
                .map(|(_, _, value)| value),
            _ => None,
        };
        let Some(next) = next else { break };
        node = next;
    }
    node
}

/// The spans that values of `answer` at `spans`, which are sorted, have in `read`, the same tree in
/// another text.
pub(super) fn twins(
    answer: &Node<'_>,
    read: &Node<'_>,
    spans: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !spans.is_empty() {
        collect(answer, read, spans, &mut found);
    }
    found
}

fn collect(
    answer: &Node<'_>,
    read: &Node<'_>,
    spans: &[Range<usize>],
    found: &mut Vec<Range<usize>>,
) {
    if is_among(spans, &answer.span) {
        found.push(read.span.clone());
    }
    match (&answer.kind, &read.kind) {
        (NodeKind::List(answer), NodeKind::List(read)) => {
            for (answer, read) in answer.iter().zip(read) {
                collect(answer, read, spans, found);
            }
        }
        (NodeKind::Object(answer), NodeKind::Object(read)) => {
            for ((_, _, answer), (_, _, read)) in answer.iter().zip(read) {
                collect(answer, read, spans, found);
            }
        }
        _ => {}
    }
}

/// Returns `true` if a span is one of `spans`, which are sorted.
pub(super) fn is_among(spans: &[Range<usize>], span: &Range<usize>) -> bool {
    let place = (span.start, span.end);
    spans
        .binary_search_by_key(&place, |known| (known.start, known.end))
        .is_ok()
}
