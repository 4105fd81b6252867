//! Maps that travel as lists of entries.

use std::borrow::Cow;
use std::ops::Range;

use super::walk::{Members, Walk, Way, kind_of};
use crate::drift::ViolationKind;
use crate::json::{Node, NodeKind};
use crate::shape::Shape;

impl Walk<'_> {
    pub(super) fn map<'a>(&mut self, node: Node<'a>, values: &'static Shape) -> Node<'a> {
        let Node { span, kind } = node;
        let kind = match (kind, self.entries, self.way) {
            (NodeKind::Object(members), true, Way::There) => NodeKind::List(
                members
                    .into_iter()
                    .map(|(at, key, value)| self.entry(at, key, value, values))
                    .collect(),
            ),
            (NodeKind::List(items), true, Way::Back) => {
                NodeKind::Object(self.gather(items, values))
            }
            (kind, true, Way::Back) => {
                self.wrong(
                    ViolationKind::WrongType,
                    &span,
                    "a list of entries {key, value}",
                    kind_of(&kind),
                );
                kind
            }
            (NodeKind::Object(members), ..) => NodeKind::Object(
                members
                    .into_iter()
                    .map(|(at, key, value)| {
                        let value = self.member(&key, value, values, &[]);
                        (at, key, value)
                    })
                    .collect(),
            ),
            (kind, ..) => kind,
        };
        Node { span, kind }
    }

    fn entry<'a>(
        &mut self,
        at: Range<usize>,
        key: Cow<'a, str>,
        value: Node<'a>,
        values: &'static Shape,
    ) -> Node<'a> {
        let value = self.member(&key, value, values, &[]);
        let name = Node {
            span: at.clone(),
            kind: NodeKind::String(key),
        };
        let span = at.start..value.span.end;
        let members = vec![
            (at.clone(), Cow::Borrowed("key"), name),
            (at, Cow::Borrowed("value"), value),
        ];
        Node {
            span,
            kind: NodeKind::Object(members),
        }
    }

    fn gather<'a>(&mut self, items: Vec<Node<'a>>, values: &'static Shape) -> Members<'a> {
        let mut members: Members<'a> = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let mark = self.at.mark();
            self.at.push_index(index);
            let parts = self.exactly(item, ["key", "value"], "an entry {key, value}");
            let mut parts = parts.unwrap_or_default().into_iter();
            if let (Some(key), Some(value)) = (parts.next(), parts.next()) {
                if let NodeKind::String(name) = key.kind {
                    self.at.truncate(mark);
                    let value = self.member(&name, value, values, &[]);
                    // A key that stands twice stays twice: the decoder says so.
                    members.push((key.span, name, value));
                } else {
                    self.wrong(
                        ViolationKind::WrongType,
                        &key.span,
                        "a string as `key`",
                        kind_of(&key.kind),
                    );
                }
            }
            self.at.truncate(mark);
        }
        members
    }
}
