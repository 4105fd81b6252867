//! One text for all JSON documents that are equal: keys sorted, no white space, and numbers by
//! their value.

use std::borrow::Cow;

use crate::json::{Node, NodeKind, write_string};

/// Deepest nesting that is read: a body is a schema of up to 128 levels within an envelope, each
/// level of which takes two.
pub(super) const LEVELS: u32 = 512;

/// A form of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// As it was written, to be read by people.
    AsWritten,
    /// By its value, to be compared.
    ByValue,
}

/// `body` with sorted keys; a body that is no JSON document becomes one string.
pub(super) fn canonical(body: &str, numbers: Numbers) -> String {
    let mut out = String::with_capacity(body.len());
    match Node::parse_within(body, LEVELS) {
        Ok(node) => write(&node, numbers, &mut out),
        Err(_no_json) => write_string(&mut out, body),
    }
    out
}

/// The members of an object in the order of their keys.
pub(super) fn sorted<'n, 'a>(
    members: &'n [(std::ops::Range<usize>, Cow<'a, str>, Node<'a>)],
) -> Vec<(&'n str, &'n Node<'a>)> {
    let mut sorted: Vec<_> = members
        .iter()
        .map(|(_, key, value)| (&**key, value))
        .collect();
    sorted.sort_by_key(|(key, _)| *key);
    sorted
}

pub(super) fn write(node: &Node<'_>, numbers: Numbers, out: &mut String) {
    match &node.kind {
        NodeKind::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, numbers, out);
            }
            out.push(']');
        }
        NodeKind::Object(members) => {
            out.push('{');
            for (index, (key, value)) in sorted(members).into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(out, key);
                out.push(':');
                write(value, numbers, out);
            }
            out.push('}');
        }
        NodeKind::Number(number) if numbers == Numbers::ByValue => {
            number.decimal().write_value(out);
        }
        _ => node.write(out),
    }
}
