//! From a path to the values of an answer that it leads to.

use std::borrow::Cow;

use super::Step;
use crate::json::{Node, NodeKind};
use crate::pointer::Pointer;
use crate::shape::{Body, Field, Shape, Union};

/// A value that a path leads to, and its place.
type Found<'f> = dyn FnMut(&Node<'_>, &Pointer) + 'f;

/// Calls `found` for every value of the answer `node` that the path leads to; `null` and what is
/// missing are none.
pub(super) fn visit(shape: &'static Shape, node: &Node<'_>, path: &[Step], found: &mut Found<'_>) {
    value(shape, node, path, &mut Pointer::root(), found);
}

/// Returns the text that a choice or a quotation is compared by; `None` of what is neither a text
/// nor a whole number.
pub(super) fn written<'n>(node: &'n Node<'_>) -> Option<Cow<'n, str>> {
    match &node.kind {
        NodeKind::String(text) => Some(Cow::Borrowed(text)),
        NodeKind::Number(number) => number
            .to_i128()
            .map(|number| Cow::Owned(number.to_string())),
        _ => None,
    }
}

fn value(
    shape: &'static Shape,
    node: &Node<'_>,
    path: &[Step],
    pointer: &mut Pointer,
    found: &mut Found<'_>,
) {
    let Some((step, rest)) = path.split_first() else {
        found(node, pointer);
        return;
    };
    match (shape.core(), *step, &node.kind) {
        (Shape::List(list), Step::Each, NodeKind::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                let mark = pointer.mark();
                pointer.push_index(index);
                value(list.items, item, rest, pointer, found);
                pointer.truncate(mark);
            }
        }
        (Shape::Map(values), Step::Each, NodeKind::Object(members)) => {
            for (_, key, member) in members {
                let mark = pointer.mark();
                pointer.push_key(key);
                value(values, member, rest, pointer, found);
                pointer.truncate(mark);
            }
        }
        (Shape::Object(of), _, _) => field(of.fields, node, path, pointer, found),
        (Shape::Union(of), Step::Name(name), _) => variant(of, name, node, rest, pointer, found),
        _ => {}
    }
}

/// Goes into the member `key`, if the node has it.
fn member(
    key: &str,
    node: &Node<'_>,
    pointer: &mut Pointer,
    go_on: &mut dyn FnMut(&Node<'_>, &mut Pointer),
) {
    let NodeKind::Object(members) = &node.kind else {
        return;
    };
    for (_, known, inside) in members {
        if known == key {
            let mark = pointer.mark();
            pointer.push_key(key);
            go_on(inside, pointer);
            pointer.truncate(mark);
        }
    }
}

fn field(
    fields: &'static [Field],
    node: &Node<'_>,
    path: &[Step],
    pointer: &mut Pointer,
    found: &mut Found<'_>,
) {
    let Some((Step::Name(name), rest)) = path.split_first() else {
        return;
    };
    if let Some(field) = fields.iter().find(|field| field.name == *name) {
        member(name, node, pointer, &mut |inside, pointer| {
            value(field.shape, inside, rest, pointer, found);
        });
    }
}

fn variant(
    of: &'static Union,
    name: &str,
    node: &Node<'_>,
    rest: &[Step],
    pointer: &mut Pointer,
    found: &mut Found<'_>,
) {
    let mut is_it = false;
    member(of.tag, node, pointer, &mut |tag, _| {
        is_it = matches!(&tag.kind, NodeKind::String(text) if text == name);
    });
    let known = of.variants.iter().find(|variant| variant.name == name);
    let (true, Some(variant)) = (is_it, known) else {
        return;
    };
    match (variant.body, of.content) {
        (Body::Unit, _) => {}
        (Body::Fields(fields), None) => field(fields, node, rest, pointer, found),
        (Body::Value(shape), None) => value(shape, node, rest, pointer, found),
        (Body::Fields(fields), Some(content)) => {
            member(content, node, pointer, &mut |inside, pointer| {
                field(fields, inside, rest, pointer, found);
            });
        }
        (Body::Value(shape), Some(content)) => {
            member(content, node, pointer, &mut |inside, pointer| {
                value(shape, inside, rest, pointer, found);
            });
        }
    }
}
