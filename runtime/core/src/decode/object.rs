//! The explaining pass on objects: every declared key once, and no other.

use std::ops::Range;

use crate::drift::ViolationKind as Kind;
use crate::json::Node;
use crate::shape::{Field, Shape};

use super::explain::{Deviation, Explain, Rules};
use super::{Member, hint, words};

/// Most unknown keys of one object that may be slips of the pen.
pub(super) const SLIPS: usize = 64;

impl Explain<'_> {
    /// Explains an object with declared fields; `tag` is a further key, whose value has been judged
    /// already.
    pub(super) fn object(
        &mut self,
        node: &Node<'_>,
        members: &[Member<'_>],
        fields: &'static [Field],
        tag: Option<&'static str>,
    ) {
        let mut seen = vec![false; fields.len()];
        let mut tag_seen = false;
        let mut unknown: Vec<&Member<'_>> = Vec::new();
        let mut next = 0;
        for member in members {
            let (span, key, value) = member;
            if tag.is_some_and(|tag| tag == key) {
                if std::mem::replace(&mut tag_seen, true) {
                    self.duplicate(span, key);
                }
                continue;
            }
            // Answers mostly keep the declared order, so the next field is the likeliest.
            let known = |(_, field): &(usize, &Field)| field.name == key;
            let ahead = fields.iter().enumerate().skip(next).take(1).find(known);
            let Some((index, field)) = ahead.or_else(|| fields.iter().enumerate().find(known))
            else {
                unknown.push(member);
                continue;
            };
            next = index + 1;
            let mark = self.pointer.mark();
            self.pointer.push_key(key);
            let twice = seen
                .get_mut(index)
                .is_some_and(|seen| std::mem::replace(seen, true));
            if twice {
                self.pointer.truncate(mark);
                self.duplicate(span, key);
                self.pointer.push_key(key);
            }
            let rules = if field.rules.is_empty() {
                Rules::new()
            } else {
                vec![field.rules]
            };
            self.value(value, field.shape, rules);
            self.pointer.truncate(mark);
        }
        let missing: Vec<&'static Field> = fields
            .iter()
            .zip(&seen)
            .filter(|(_, seen)| !**seen)
            .map(|(field, _)| field)
            .collect();
        // Comparing names letter by letter is for slips, not for answers that are about something
        // else.
        let slips: &[&Member<'_>] = if unknown.len() > SLIPS { &[] } else { &unknown };
        self.missing(node, &missing, slips);
        let candidates: &[&'static Field] = if slips.is_empty() { &[] } else { &missing };
        self.unknown(candidates, &unknown);
    }

    fn missing(&mut self, node: &Node<'_>, missing: &[&'static Field], unknown: &[&Member<'_>]) {
        for field in missing.iter().filter(|field| !field.optional) {
            let near = unknown
                .iter()
                .find(|(_, key, _)| hint::is_near(key, field.name));
            self.missing_key(
                node,
                field.name,
                &words::kind_of(field.shape),
                near.map(|(_, key, _)| {
                    let alike = hint::alike(key, field.name);
                    format!("found `{}`{alike}", words::shortened(key))
                }),
            );
        }
    }

    /// Keeps that a key is missing from an object.
    pub(super) fn missing_key(
        &mut self,
        node: &Node<'_>,
        name: &str,
        kind: &str,
        hint: Option<String>,
    ) {
        let mark = self.pointer.mark();
        self.pointer.push_key(name);
        let deviation = Deviation {
            kind: Kind::MissingKey,
            expected: format!("the key `{name}` ({kind})"),
            found: "no such key".to_owned(),
            hint,
        };
        self.push(node.span.clone(), deviation);
        self.pointer.truncate(mark);
    }

    fn unknown(&mut self, missing: &[&'static Field], unknown: &[&Member<'_>]) {
        for (span, key, value) in unknown {
            if self.is_full() {
                return;
            }
            let near = missing.iter().find(|field| hint::is_near(key, field.name));
            let hint = match near {
                Some(field) => {
                    let alike = hint::alike(key, field.name);
                    Some(format!("the contract calls it `{}`{alike}", field.name))
                }
                None => hint::unknown_key(key, value, missing),
            };
            let expected = if missing.is_empty() {
                "no further key".to_owned()
            } else {
                words::keys(missing.iter().map(|field| field.name))
            };
            self.unknown_key(span, key, expected, hint);
        }
    }

    /// Keeps that a key is none of the declared ones.
    pub(super) fn unknown_key(
        &mut self,
        span: &Range<usize>,
        key: &str,
        expected: String,
        hint: Option<String>,
    ) {
        let mark = self.pointer.mark();
        self.pointer.push_key(key);
        let deviation = Deviation {
            kind: Kind::UnknownKey,
            expected,
            found: format!("the key `{}`", words::shortened(key)),
            hint,
        };
        self.push(span.clone(), deviation);
        self.pointer.truncate(mark);
    }

    /// Keeps that a key stands a second time.
    pub(super) fn duplicate(&mut self, span: &Range<usize>, key: &str) {
        if self.is_full() {
            return;
        }
        let mark = self.pointer.mark();
        self.pointer.push_key(key);
        let deviation = Deviation {
            kind: Kind::DuplicateKey,
            expected: "each key once".to_owned(),
            found: format!("the key `{}` again", words::shortened(key)),
            hint: None,
        };
        self.push(span.clone(), deviation);
        self.pointer.truncate(mark);
    }

    pub(super) fn map(&mut self, members: &[Member<'_>], values: &'static Shape) {
        self.distinct(members);
        for (span, key, value) in members {
            let mark = self.pointer.mark();
            self.pointer.push_key(key);
            self.swallowed(span, key);
            self.value(value, values, Rules::new());
            self.pointer.truncate(mark);
        }
    }
}
