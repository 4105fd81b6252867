//! The explaining pass on numbers, strings and free-form values.

use std::collections::HashSet;
use std::ops::Range;

use crate::contract::View;
use crate::contract::rules::held_holds;
use crate::drift::ViolationKind as Kind;
use crate::json::{Node, NodeKind, Number, swallowed};
use crate::shape::{Enum, Precision, Text};

use super::explain::{Deviation, Explain, Rules};
use super::{formats, hint, words};

/// Most characters of a word behind a swallowed backslash that are shown.
const WORD: usize = 20;

impl Explain<'_> {
    /// Returns `true` if the number is one of the Rust type.
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
        let held = match precision {
            Precision::Single => number.to_f32().map(View::Single),
            Precision::Double => number.to_f64().map(View::Float),
            Precision::Decimal => is_decimal(number).then_some(View::Number(number)),
        };
        let Some(held) = held else {
            let expected = unheld(number, precision).to_owned();
            return self.deviates(node, Kind::Inexact, expected);
        };
        let first = self.violations.len();
        self.rules(node, rules);
        if self.violations.len() > first {
            return;
        }
        // What was written satisfies every rule; what it is held as may lie on the other side of a
        // bound.
        for rule in rules.iter().copied().flatten() {
            if !self.is_full() && !held_holds(rule, held) {
                self.broken(node, rule);
                if let Some(one) = self.violations.last_mut() {
                    one.hint = Some(format!("it is held as {}", shown(held)));
                }
            }
        }
    }

    /// Keeps that a text has a swallowed backslash, unless control characters are allowed in it.
    pub(super) fn swallowed(&mut self, span: &Range<usize>, text: &str) {
        let is_rare = memchr::memchr2(0x08, 0x0c, text.as_bytes()).is_none();
        if is_rare || self.allows_control {
            return;
        }
        let literal = self.text.get(span.clone()).unwrap_or("");
        let inside = literal.strip_prefix('"').unwrap_or(literal);
        let Some(rest) = swallowed(inside).and_then(|at| inside.get(at..)) else {
            return;
        };
        let (name, code) = if rest.starts_with("\\b") {
            ("a backspace", "0008")
        } else {
            ("a form feed", "000c")
        };
        let letters = rest
            .chars()
            .skip(1)
            .take_while(|next| next.is_alphanumeric());
        let word: String = std::iter::once('\\').chain(letters.take(WORD)).collect();
        let deviation = Deviation {
            kind: Kind::SwallowedBackslash,
            expected: "a backslash written as `\\\\`".to_owned(),
            found: format!("`{word}`, which begins with {name} as JSON reads it"),
            hint: Some(format!(
                "write every backslash of the text as `\\\\`, as in `\\{word}`; {name} itself is written `\\u{code}`"
            )),
        };
        self.push(span.clone(), deviation);
    }

    /// Returns `true` if the text is one of the Rust type.
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
            let hint = match kind {
                Text::Format(format) => formats::hint(format, text),
                _ => None,
            };
            let deviation = Deviation {
                kind: violation,
                expected,
                found: words::found(node, self.text),
                hint,
            };
            self.push(node.span.clone(), deviation);
        }
        held
    }

    /// Returns `true` if the text is one of the enum's values.
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

    /// Checks the requirements on free-form JSON: each key once, numbers exact.
    pub(super) fn untyped(&mut self, node: &Node<'_>) {
        match &node.kind {
            NodeKind::Number(number) => {
                let text = number.as_str();
                let whole = !text.contains(['.', 'e', 'E'])
                    && number.to_i128().is_some_and(|value| {
                        i64::try_from(value).is_ok() || u64::try_from(value).is_ok()
                    });
                if !whole && number.to_f64().is_none() {
                    let expected = unheld(*number, Precision::Double).to_owned();
                    self.deviates(node, Kind::Inexact, expected);
                }
            }
            NodeKind::String(text) => self.swallowed(&node.span, text),
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
                for (span, key, value) in members {
                    let mark = self.pointer.mark();
                    self.pointer.push_key(key);
                    self.swallowed(span, key);
                    self.untyped(value);
                    self.pointer.truncate(mark);
                }
            }
            _ => {}
        }
    }

    /// Keeps every key that stands a second time.
    pub(super) fn distinct(&mut self, members: &[super::Member<'_>]) {
        let mut seen = HashSet::with_capacity(members.len());
        for (span, key, _) in members {
            if !seen.insert(key.as_ref()) {
                self.duplicate(span, key);
            }
        }
    }
}

/// Returns which numbers the type holds, for one that it doesn't.
fn unheld(number: Number<'_>, precision: Precision) -> &'static str {
    let value = number.as_str().parse().unwrap_or(0.0);
    match precision {
        Precision::Decimal => {
            "a decimal number of at most 28 digits, up to 79228162514264337593543950335 in size"
        }
        Precision::Double if number.is_integer() && f64::is_finite(value) => {
            "a whole number that a 64-bit float holds exactly, as each up to 9007199254740992"
        }
        Precision::Double => {
            "a number that a 64-bit float can hold: 0, or from 5e-324 to 1.7976931348623157e308 in size"
        }
        Precision::Single if number.is_integer() && f64::abs(value) <= f64::from(f32::MAX) => {
            "a whole number that a 32-bit float holds exactly, as each up to 16777216"
        }
        Precision::Single => {
            "a number that a 32-bit float can hold: 0, or from 1e-45 to 3.4028235e38 in size"
        }
    }
}

/// Returns a number as it is held.
fn shown(held: View<'_>) -> String {
    match held {
        View::Float(value) => value.to_string(),
        View::Single(value) => value.to_string(),
        _ => String::new(),
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
