//! Facts that a schema can't express: checks in code, precision of numbers, rules beyond the
//! numbers of JSON tools. Kept beside it, by place.

use std::collections::{BTreeMap, BTreeSet};

use crate::drift::Pointer;
use crate::schema::{Policy, render};
use crate::shape::{Body, Field, Precision, Rule, Shape, Variant};

/// More places than any model is sent.
const MOST: usize = 50_000;

/// By place: notes such as `check path::to::fn`.
pub(super) type Places = BTreeMap<String, BTreeSet<String>>;

/// By a pattern's source: the form in which the decoder runs it.
pub(super) type Patterns = BTreeMap<String, String>;

const CHECK: &str = "check ";
pub(super) const HELD: &str = "held as ";
const RULE: &str = "rule ";

/// Returns `true` if some check in code looks at documents of `shape`; also if there are too many
/// places to know.
pub(crate) fn has_checks(shape: &'static Shape) -> bool {
    let walk = Walk::over(shape);
    let mut notes = walk.places.values().flatten();
    walk.left == 0 || notes.any(|note| note.starts_with(CHECK))
}

/// Returns the facts about `shape` that a schema doesn't express, and its patterns.
pub(super) fn of(shape: &'static Shape) -> (Places, Patterns) {
    let mut walk = Walk::over(shape);
    for lost in render(shape, &Policy::plain(), false).losses {
        let notes = walk.places.entry(lost.pointer).or_default();
        notes.insert(format!("{RULE}{}", lost.words));
    }
    (walk.places, walk.patterns)
}

struct Walk {
    at: Pointer,
    /// The types around, so that the walk ends.
    open: Vec<u128>,
    places: Places,
    patterns: Patterns,
    left: usize,
}

impl Walk {
    fn over(shape: &'static Shape) -> Self {
        let mut walk = Self {
            at: Pointer::root(),
            open: Vec::new(),
            places: Places::new(),
            patterns: Patterns::new(),
            left: MOST,
        };
        walk.value(shape);
        walk
    }

    fn note(&mut self, note: String) {
        let place = self.places.entry(self.at.to_string());
        place.or_default().insert(note);
    }

    fn ensures(&mut self, names: &[&'static str]) {
        for name in names {
            self.note(format!("{CHECK}{name}"));
        }
    }

    fn rules(&mut self, rules: &'static [Rule]) {
        for rule in rules {
            if let Rule::Pattern(pattern) = rule {
                let regex = (pattern.regex)().as_str().to_owned();
                self.patterns.insert(pattern.source.to_owned(), regex);
            }
        }
    }

    fn below(&mut self, key: &str, shape: &'static Shape) {
        let mark = self.at.mark();
        self.at.push_key(key);
        self.value(shape);
        self.at.truncate(mark);
    }

    fn value(&mut self, shape: &'static Shape) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        if let Some(name) = shape.name() {
            if self.open.contains(&name.key) {
                return;
            }
            self.open.push(name.key);
        }
        match shape {
            Shape::Number(Precision::Single) => self.note(format!("{HELD}f32")),
            Shape::Number(Precision::Decimal) => self.note(format!("{HELD}decimal")),
            Shape::Nullable(inner) => self.value(inner),
            Shape::List(list) => self.below("*", list.items),
            Shape::Map(values) => self.below("*", values),
            Shape::Newtype(of) => {
                self.ensures(of.ensures);
                self.rules(of.rules);
                self.value(of.inner);
            }
            Shape::Object(of) => {
                self.ensures(of.ensures);
                self.fields(of.fields);
            }
            Shape::Union(of) => {
                self.ensures(of.ensures);
                for variant in of.variants {
                    self.variant(variant, of.content);
                }
            }
            _ => {}
        }
        if shape.name().is_some() {
            self.open.pop();
        }
    }

    fn fields(&mut self, fields: &'static [Field]) {
        for field in fields {
            let mark = self.at.mark();
            self.at.push_key(field.name);
            self.ensures(field.ensures);
            self.rules(field.rules);
            self.value(field.shape);
            self.at.truncate(mark);
        }
    }

    fn variant(&mut self, variant: &'static Variant, content: Option<&str>) {
        let mark = self.at.mark();
        if let Some(content) = content {
            self.at.push_key(content);
        }
        match variant.body {
            Body::Unit => {}
            Body::Fields(fields) => self.fields(fields),
            Body::Value(shape) => self.value(shape),
        }
        self.at.truncate(mark);
    }
}
