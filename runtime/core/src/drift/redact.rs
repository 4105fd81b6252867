//! A drift without a word of the answer, for logs, metrics and whoever may not see personal data.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use super::violation::{LONGEST, ViolationKind};
use super::{Drift, MOST_VIOLATIONS};
use crate::shape::{Body, Field, Shape, Union};
use crate::visible::shown;

/// Most violations that the one line of [`Redacted`] holds.
const SAID: usize = 3;
/// Most places that one pointer may mean; beyond it, names are left out.
const MOST_PLACES: usize = 64;
/// Stands for each index, and for each key that the contract doesn't declare.
const ANY: &str = "*";
/// Stands before the fields of a type that contains itself.
const AGAIN: &str = "…";

/// A drift without a word of the answer: where it deviates, in which kind, and what the contract
/// says there.
///
/// [`Drift::redacted`] makes it; errors, events and metrics hold no more than this. What a check of
/// your own (`ensure`) says is left out as well, since it may quote the value. The model's name is
/// the vendor's word.
///
/// ```
/// #[derive(Debug, driftless::Contract)]
/// struct Invoice { number: String, total: u32 }
///
/// let text = r#"{"number":"R-7","total":"12 for Jane Doe"}"#;
/// let drift = driftless::decode::<Invoice>(text).unwrap_err();
/// assert!(drift.to_string().contains("Jane Doe"));
/// assert_eq!(
///     drift.redacted().to_string(),
///     "the answer deviates from `Invoice` in 1 place: /total: expected a whole number from 0",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Redacted {
    /// The name of the contract type.
    pub contract: String,
    /// The model that said it; `None` if only a text was decoded.
    pub model: Option<String>,
    /// The length of the answer in bytes.
    pub answer_bytes: usize,
    /// Every deviation, in the order of the text; at most a thousand.
    pub violations: Vec<RedactedViolation>,
}

/// One deviation of a [`Redacted`] drift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RedactedViolation {
    /// The place in the contract: a JSON Pointer of declared names, with `*` for each index and for
    /// each key that the answer alone has. Below a type that contains itself it starts again behind
    /// `…`, so that a contract has a small number of them, whatever answers say.
    pub field: String,
    /// The kind of the deviation.
    pub kind: ViolationKind,
    /// The value that the contract requires, in words.
    pub expected: String,
    /// The byte range of the answer's text that deviates.
    pub span: Range<usize>,
}

impl Drift {
    /// Returns the drift without a word of the answer.
    #[must_use]
    pub fn redacted(&self) -> Redacted {
        Redacted {
            contract: self.contract.clone(),
            model: self.model.clone(),
            answer_bytes: self.text.len(),
            violations: self
                .violations
                .iter()
                .map(|violation| RedactedViolation {
                    field: field(self.shape, &violation.pointer),
                    kind: violation.kind,
                    expected: match violation.kind {
                        ViolationKind::Ensure => "what the contract's own check asks".to_owned(),
                        _ => violation.expected.clone(),
                    },
                    span: violation.span.clone(),
                })
                .collect(),
        }
    }
}

impl Redacted {
    /// Returns the first deviations in one line.
    #[doc(hidden)]
    #[must_use]
    pub fn places(&self) -> String {
        let said: Vec<String> = self
            .violations
            .iter()
            .take(SAID)
            .map(ToString::to_string)
            .collect();
        let more = match self.violations.len() {
            many if many >= MOST_VIOLATIONS => "; and many more".to_owned(),
            many if many > SAID => format!("; and {} more", many.saturating_sub(SAID)),
            _ => String::new(),
        };
        format!("{}{more}", said.join("; "))
    }
}

/// One line, with the first deviations; `{:#}` has all of them, each in a line of its own.
impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer")?;
        if let Some(model) = &self.model {
            write!(f, " of {}", shown(model, LONGEST))?;
        }
        let (contract, many) = (shown(&self.contract, LONGEST), self.violations.len());
        let places = if many == 1 { "place" } else { "places" };
        write!(f, " deviates from `{contract}` in {many} {places}:")?;
        if f.alternate() {
            return self
                .violations
                .iter()
                .try_for_each(|violation| write!(f, "\n  {violation}"));
        }
        write!(f, " {}", self.places())
    }
}

/// `/total: expected a whole number from 0`
impl fmt::Display for RedactedViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.field.as_str() {
            "" => "the answer",
            field => field,
        };
        let expected = shown(&self.expected, LONGEST);
        write!(f, "{}: expected {expected}", shown(place, LONGEST))
    }
}

/// Returns the place of `pointer` in the contract, as [`RedactedViolation::field`] has it.
fn field(shape: &'static Shape, pointer: &str) -> String {
    let mut text = String::new();
    // Several where variants of a union share a name, and only the answer knows which one it is.
    let mut places = vec![Place::Value(shape)];
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let mut inside = Inside::default();
        for place in places {
            inside.enter(place, &step);
        }
        if inside.again {
            AGAIN.clone_into(&mut text);
        }
        text.push('/');
        match inside.declared {
            Some(name) => text.push_str(&name.replace('~', "~0").replace('/', "~1")),
            None => text.push_str(ANY),
        }
        places = inside.places;
    }
    text
}

/// A place in a contract.
#[derive(Clone, Copy)]
enum Place {
    Value(&'static Shape),
    /// The content of a variant, which has no shape of its own.
    Fields(&'static [Field]),
}

impl Place {
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Value(one), Self::Value(two)) => std::ptr::eq(one, two),
            (Self::Fields(one), Self::Fields(two)) => std::ptr::eq(one, two),
            _ => false,
        }
    }
}

/// The target of one step of a pointer.
#[derive(Default)]
struct Inside {
    declared: Option<&'static str>,
    places: Vec<Place>,
    /// `true` if the step starts in a type that contains itself, met for another time.
    again: bool,
}

impl Inside {
    fn enter(&mut self, place: Place, step: &str) {
        let shape = match place {
            Place::Value(shape) => shape,
            Place::Fields(fields) => return self.fields(fields, step),
        };
        self.again |= shape.layers().any(|layer| matches!(layer, Shape::Back(_)));
        match shape.core() {
            Shape::List(list) => self.add(Place::Value(list.items)),
            Shape::Map(values) => self.add(Place::Value(values)),
            Shape::Object(of) => self.fields(of.fields, step),
            Shape::Union(of) => self.variants(of, step),
            _ => {}
        }
    }

    fn variants(&mut self, of: &'static Union, step: &str) {
        let keys = [Some(of.tag), of.content].into_iter().flatten();
        self.declared = keys.rev().find(|key| *key == step).or(self.declared);
        let is_content = of.content == Some(step);
        for variant in of.variants {
            match (variant.body, of.content) {
                (Body::Fields(fields), Some(_)) if is_content => self.add(Place::Fields(fields)),
                (Body::Value(shape), Some(_)) if is_content => self.add(Place::Value(shape)),
                (Body::Fields(fields), None) => self.fields(fields, step),
                (Body::Value(shape), None) => {
                    if let Shape::Object(object) = shape.core() {
                        self.fields(object.fields, step);
                    }
                }
                _ => {}
            }
        }
    }

    fn fields(&mut self, fields: &'static [Field], step: &str) {
        if let Some(field) = fields.iter().find(|field| field.name == step) {
            self.declared = Some(field.name);
            self.add(Place::Value(field.shape));
        }
    }

    fn add(&mut self, place: Place) {
        let is_known = self.places.iter().any(|known| known.is(place));
        if !is_known && self.places.len() < MOST_PLACES {
            self.places.push(place);
        }
    }
}
