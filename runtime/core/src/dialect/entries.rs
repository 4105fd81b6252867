//! Maps that travel as lists of entries.

use std::borrow::Cow;
use std::ops::Range;

use super::walk::{Members, Walk, Way, kind_of};
use crate::drift::ViolationKind;
use crate::json::{Node, NodeKind};
use crate::shape::Shape;

impl Walk<'_> {
    pub(super) fn map<'a>(
        &mut self,
        node: Node<'a>,
        values: &'static Shape,
        nullable: bool,
    ) -> Node<'a> {
        let Node { span, kind } = node;
        let kind = match (kind, self.entries, self.way) {
            (NodeKind::Object(members), true, Way::There) => NodeKind::List(
                members
                    .into_iter()
                    .map(|(at, key, value)| self.entry(at, key, value, values))
                    .collect(),
            ),
            (NodeKind::List(items), true, Way::Back) => {
                NodeKind::Object(self.gather(items, &span, values))
            }
            (kind, true, Way::Back) => {
                self.broken.push(span.clone());
                self.wrong(
                    ViolationKind::WrongType,
                    &span,
                    if nullable {
                        "a list of entries {key, value} or null"
                    } else {
                        "a list of entries {key, value}"
                    },
                    kind_of(&kind),
                );
                // What a map without entries holds is looked at all the same.
                match kind {
                    NodeKind::Object(members) => NodeKind::Object(self.plain(members, values)),
                    kind => kind,
                }
            }
            (NodeKind::Object(members), ..) => NodeKind::Object(self.plain(members, values)),
            (kind, ..) => kind,
        };
        Node { span, kind }
    }

    fn plain<'a>(&mut self, members: Members<'a>, values: &'static Shape) -> Members<'a> {
        let members = members.into_iter();
        members
            .map(|(at, key, value)| {
                let value = self.member(&key, value, values, &[]);
                (at, key, value)
            })
            .collect()
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

    fn gather<'a>(
        &mut self,
        items: Vec<Node<'a>>,
        span: &Range<usize>,
        values: &'static Shape,
    ) -> Members<'a> {
        let mut members: Members<'a> = Vec::with_capacity(items.len());
        let mut is_broken = false;
        for (index, item) in items.into_iter().enumerate() {
            let before = self.deviations;
            let mark = self.at.mark();
            self.at.push_index(index);
            let [key, value] = self.exactly(item, ["key", "value"], "an entry {key, value}");
            let name = key.and_then(|key| self.name(key));
            is_broken |= self.deviations > before;
            self.at.truncate(mark);
            if let (Some((at, name)), Some(value)) = (name, value) {
                let value = self.member(&name, value, values, &[]);
                // A key that stands twice stays twice: the decoder says so.
                members.push((at, name, value));
            }
        }
        if is_broken {
            self.broken.push(span.clone());
        }
        members
    }

    fn name<'a>(&mut self, key: Node<'a>) -> Option<(Range<usize>, Cow<'a, str>)> {
        if let NodeKind::String(name) = key.kind {
            return Some((key.span, name));
        }
        self.wrong(
            ViolationKind::WrongType,
            &key.span,
            "a string as `key`",
            kind_of(&key.kind),
        );
        None
    }
}
