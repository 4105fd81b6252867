//! The explaining pass on objects with a tag.

use crate::drift::ViolationKind as Kind;
use crate::json::{Node, NodeKind};
use crate::shape::{Body, Shape, Union, Variant};

use super::Member;
use super::explain::{Deviation, Explain, Rules};
use super::object::SLIPS;
use super::{hint, words};

impl Explain<'_> {
    pub(super) fn union(&mut self, node: &Node<'_>, members: &[Member<'_>], of: &'static Union) {
        let names = of.variants.iter().map(|variant| variant.name);
        let Some((_, _, value)) = members.iter().find(|(_, key, _)| key == of.tag) else {
            let near = members
                .iter()
                .take(SLIPS)
                .find(|(_, key, _)| hint::is_near(key, of.tag))
                .map(|(_, key, _)| format!("found `{}`", words::shortened(key)));
            let near = near.or_else(|| hint::external_tag(members, of));
            self.distinct(members);
            return self.missing_key(node, of.tag, &words::one_of(names), near);
        };
        let mark = self.pointer.mark();
        self.pointer.push_key(of.tag);
        let variant = if let NodeKind::String(text) = &value.kind {
            let variant = of.variants.iter().find(|variant| variant.name == text);
            if variant.is_none() {
                let deviation = Deviation {
                    kind: Kind::UnknownValue,
                    expected: words::one_of(names.clone()),
                    found: words::found(value, self.text),
                    hint: hint::value(text, names),
                };
                self.push(value.span.clone(), deviation);
            }
            variant
        } else {
            self.deviates(value, Kind::WrongType, words::one_of(names));
            None
        };
        self.pointer.truncate(mark);
        match variant {
            Some(variant) => self.variant(node, members, of, variant),
            None => self.distinct(members),
        }
    }

    fn variant(
        &mut self,
        node: &Node<'_>,
        members: &[Member<'_>],
        of: &'static Union,
        variant: &'static Variant,
    ) {
        match (variant.body, of.content) {
            (Body::Unit, _) => self.object(node, members, &[], Some(of.tag)),
            (Body::Fields(fields), None) => self.object(node, members, fields, Some(of.tag)),
            (Body::Value(shape), None) => match shape.core() {
                Shape::Object(object) => self.object(node, members, object.fields, Some(of.tag)),
                // No such union is derived; the fast path stops.
                other => self.wrong_type(node, other, &Rules::new()),
            },
            (body, Some(content)) => self.adjacent(node, members, (of.tag, content), body),
        }
    }

    /// Exactly the tag and the content.
    fn adjacent(
        &mut self,
        node: &Node<'_>,
        members: &[Member<'_>],
        (tag, content): (&'static str, &'static str),
        body: Body,
    ) {
        let mut seen = (false, false);
        for (span, key, value) in members {
            if key == tag {
                if std::mem::replace(&mut seen.0, true) {
                    self.duplicate(span, key);
                }
            } else if key == content {
                if std::mem::replace(&mut seen.1, true) {
                    self.duplicate(span, key);
                }
                let mark = self.pointer.mark();
                self.pointer.push_key(key);
                match (body, &value.kind) {
                    (Body::Value(shape), _) => self.value(value, shape, Rules::new()),
                    (Body::Fields(fields), NodeKind::Object(members)) => {
                        self.object(value, members, fields, None);
                    }
                    (Body::Fields(fields), _) => {
                        let names = fields.iter().map(|field| field.name);
                        let expected = format!("an object with {}", words::keys(names));
                        self.deviates(value, Kind::WrongType, expected);
                    }
                    (Body::Unit, _) => {}
                }
                self.pointer.truncate(mark);
            } else {
                let expected = format!("the keys `{tag}` and `{content}`");
                self.unknown_key(span, key, expected, None);
            }
        }
        if !seen.1 {
            self.missing_key(node, content, "the variant's data", None);
        }
    }
}
