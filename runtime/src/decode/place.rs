//! From a byte span to the JSON Pointer of the value that stands there, and back.

use std::ops::Range;

use crate::json::{Node, NodeKind};
use crate::pointer::Pointer;

/// The pointer of the value of `root` that stands at `span`.
pub(super) fn pointer(root: &Node<'_>, span: &Range<usize>) -> Option<String> {
    let mut node = root;
    let mut pointer = Pointer::root();
    loop {
        if node.span == *span {
            return Some(pointer.as_str().to_owned());
        }
        let holds = |child: &Node<'_>| child.span.start <= span.start && span.end <= child.span.end;
        match &node.kind {
            NodeKind::List(items) => {
                let index = items.iter().position(holds)?;
                pointer.push_index(index);
                node = items.get(index)?;
            }
            NodeKind::Object(members) => {
                let (_, key, value) = members.iter().find(|(_, _, value)| holds(value))?;
                pointer.push_key(key);
                node = value;
            }
            _ => return None,
        }
    }
}

/// The value of `root` at `pointer`.
pub(super) fn find<'n, 'a>(root: &'n Node<'a>, pointer: &str) -> Option<&'n Node<'a>> {
    pointer.split('/').skip(1).try_fold(root, |node, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        match &node.kind {
            NodeKind::List(items) => items.get(step.parse::<usize>().ok()?),
            NodeKind::Object(members) => members
                .iter()
                .find(|(_, key, _)| *key == step)
                .map(|(_, _, value)| value),
            _ => None,
        }
    })
}
