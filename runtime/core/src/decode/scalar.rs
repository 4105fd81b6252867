//! The explaining pass on numbers, strings and free-form values.

use std::collections::HashSet;

use crate::drift::ViolationKind as Kind;
use crate::json::{Node, NodeKind, Number};
use crate::shape::{Enum, Precision, Text};

use super::explain::{Deviation, Explain, Rules};
use super::{hint, words};

impl Explain<'_> {
    /// Whether the number is one of the Rust type.
    pub(super) fn integer(
        &mut self,
        node: &Node<'_>,
        number: Number<'_>,
        min: i128,
        max: u128,
    ) -> bool {
        if !number.is_integer() {
            self.deviates(node, Kind::NotInteger, "a whole number".to_owned());
            return false;
        }
        let held = match (number.to_i128(), number.to_u128()) {
            (Some(value), _) if value < 0 => value >= min,
            (_, Some(value)) => value <= max && !u128::try_from(min).is_ok_and(|min| value < min),
            _ => false,
        };
        if !held {
            let expected = format!("a whole number from {min} to {max}");
            self.deviates(node, Kind::OutOfRange, expected);
        }
        held
    }

    pub(super) fn number(
        &mut self,
        node: &Node<'_>,
        number: Number<'_>,
        precision: Precision,
        rules: &Rules,
    ) {
        let is_held = match precision {
            Precision::Single => number.to_f32().is_some(),
            Precision::Double => number.to_f64().is_some(),
            Precision::Decimal => is_decimal(number),
        };
        if !is_held {
            let held = match precision {
                Precision::Single => "a number that a 32-bit float holds exactly",
                Precision::Double => "a number that a 64-bit float holds exactly",
                Precision::Decimal => "a number that a decimal of 28 digits holds exactly",
            };
            return self.deviates(node, Kind::Inexact, held.to_owned());
        }
        self.rules(node, rules);
    }

    /// Whether the text is one of the Rust type.
    pub(super) fn string(&mut self, node: &Node<'_>, text: &str, kind: Text) -> bool {
        let (held, violation, expected) = match kind {
            Text::Any => (true, Kind::WrongType, String::new()),
            Text::Char => (
                text.chars().count() == 1,
                Kind::Length,
                "exactly 1 character".to_owned(),
            ),
            Text::Format(format) => (
                format.accepts(text),
                Kind::Format,
                format!("a string of format `{}`", format.name()),
            ),
        };
        if !held {
            self.deviates(node, violation, expected);
        }
        held
    }

    /// Whether the text is one of the enum's values.
    pub(super) fn enumeration(&mut self, node: &Node<'_>, text: &str, of: &'static Enum) -> bool {
        let known = of.values.iter().any(|value| value.name == text);
        if !known {
            let names = of.values.iter().map(|value| value.name);
            let deviation = Deviation {
                kind: Kind::UnknownValue,
                expected: words::one_of(names.clone()),
                found: words::found(node, self.text),
                hint: hint::value(text, names),
            };
            self.push(node.span.clone(), deviation);
        }
        known
    }

    /// What even free-form JSON must satisfy: keys once, numbers exact.
    pub(super) fn untyped(&mut self, node: &Node<'_>) {
        match &node.kind {
            NodeKind::Number(number) => {
                let text = number.as_str();
                let whole = !text.contains(['.', 'e', 'E'])
                    && number.to_i128().is_some_and(|value| {
                        i64::try_from(value).is_ok() || u64::try_from(value).is_ok()
                    });
                if !whole && number.to_f64().is_none() {
                    let held = "a number that a 64-bit integer or a double holds exactly";
                    self.deviates(node, Kind::Inexact, held.to_owned());
                }
            }
            NodeKind::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let mark = self.pointer.mark();
                    self.pointer.push_index(index);
                    self.untyped(item);
                    self.pointer.truncate(mark);
                }
            }
            NodeKind::Object(members) => {
                self.distinct(members);
                for (_, key, value) in members {
                    let mark = self.pointer.mark();
                    self.pointer.push_key(key);
                    self.untyped(value);
                    self.pointer.truncate(mark);
                }
            }
            _ => {}
        }
    }

    /// Keeps every key that stands a second time.
    pub(super) fn distinct(&mut self, members: &[super::object::Member<'_>]) {
        let mut seen = HashSet::with_capacity(members.len());
        for (span, key, _) in members {
            if !seen.insert(key.as_ref()) {
                self.duplicate(span, key);
            }
        }
    }
}

#[cfg(feature = "rust_decimal")]
fn is_decimal(number: Number<'_>) -> bool {
    number.to_decimal().is_some()
}

#[cfg(not(feature = "rust_decimal"))]
fn is_decimal(_: Number<'_>) -> bool {
    true
}
