//! The rules that apply to one value, merged: those of its type, of every newtype around it and of
//! the field.

use std::cmp::Ordering;

use super::Keyword;
use crate::json::Json;
use crate::shape::{Bound, Format, List, Literal, Num, Rule, Shape, Text};

/// Every limit on one value.
#[derive(Debug, Default, Clone)]
#[allow(
    clippy::exhaustive_structs,
    reason = "seen by the `driftless` crate of the same version alone"
)]
pub struct Constraints {
    pub length: (u64, Option<u64>),
    pub lower: Option<Bound>,
    pub upper: Option<Bound>,
    pub multiples: Vec<Num>,
    pub patterns: Vec<&'static str>,
    pub formats: Vec<Format>,
    pub unique: bool,
    pub listed: Vec<&'static [Literal]>,
}

impl Constraints {
    /// Returns the limits of the type itself; with `widths`, those of wide integer types too, which
    /// no model needs.
    pub fn of(shape: &Shape, widths: bool) -> Self {
        let mut all = Self::default();
        match shape {
            Shape::Integer { min, max } => {
                // A bound beyond the numbers that JSON tools hold is left to the decoder.
                let told = widths || *max <= u128::from(u16::MAX);
                all.lower = inclusive(*min).filter(|_| told || *min >= 0);
                all.upper = i128::try_from(*max)
                    .ok()
                    .and_then(inclusive)
                    .filter(|_| told);
            }
            Shape::String(Text::Char) => all.length = (1, Some(1)),
            Shape::String(Text::Format(format)) => all.formats.push(*format),
            Shape::List(List {
                min, max, unique, ..
            }) => {
                all.length = (*min, *max);
                all.unique = *unique;
            }
            _ => {}
        }
        all
    }

    fn add(&mut self, rule: &Rule) {
        match rule {
            Rule::Length { min, max } => {
                self.length.0 = self.length.0.max(*min);
                self.length.1 = match (self.length.1, *max) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
            Rule::Range { min, max } => {
                self.lower = tighter(self.lower, *min, Ordering::Greater);
                self.upper = tighter(self.upper, *max, Ordering::Less);
            }
            Rule::MultipleOf(num) => self.multiples.push(*num),
            Rule::Pattern(pattern) => self.patterns.push(pattern.source),
            Rule::Format(format) => {
                if !self.formats.contains(format) {
                    self.formats.push(*format);
                }
            }
            Rule::Unique => self.unique = true,
            Rule::OneOf(literals) => self.listed.push(literals),
            // How a text is spelled is beyond a schema.
            Rule::ControlCharacters => {}
        }
    }

    /// Adds the limits of `rules`.
    pub fn extend(&mut self, rules: &[Rule]) {
        for rule in rules {
            self.add(rule);
        }
    }

    /// Returns the keywords that say it, in the order in which they are written; a keyword may come
    /// twice. `as_entries`: a map travels as a list.
    pub fn keywords(&self, shape: &Shape, as_entries: bool) -> Vec<(Keyword, Json)> {
        let mut out = Vec::new();
        for listed in &self.listed {
            out.push((
                Keyword::Enum,
                Json::Array(listed.iter().map(literal).collect()),
            ));
        }
        for pattern in &self.patterns {
            out.push((Keyword::Pattern, Json::string(*pattern)));
        }
        for format in &self.formats {
            out.push((Keyword::Format, Json::string(format.name())));
        }
        for (least, most) in sizes(shape, as_entries) {
            if self.length.0 > 0 {
                out.push((*least, Json::Int(i128::from(self.length.0))));
            }
            if let Some(max) = self.length.1 {
                out.push((*most, Json::Int(i128::from(max))));
            }
        }
        if let Some(bound) = self.lower {
            let keyword = if bound.exclusive {
                Keyword::ExclusiveMinimum
            } else {
                Keyword::Minimum
            };
            out.push((keyword, number(bound.value)));
        }
        if let Some(bound) = self.upper {
            let keyword = if bound.exclusive {
                Keyword::ExclusiveMaximum
            } else {
                Keyword::Maximum
            };
            out.push((keyword, number(bound.value)));
        }
        for num in &self.multiples {
            out.push((Keyword::MultipleOf, number(*num)));
        }
        if self.unique {
            out.push((Keyword::UniqueItems, Json::Bool(true)));
        }
        out
    }
}

/// The keywords for the length of such a value; a value of any shape may be whatever has one.
fn sizes(shape: &Shape, as_entries: bool) -> &'static [(Keyword, Keyword)] {
    const ALL: &[(Keyword, Keyword)] = &[
        (Keyword::MinLength, Keyword::MaxLength),
        (Keyword::MinItems, Keyword::MaxItems),
        (Keyword::MinProperties, Keyword::MaxProperties),
    ];
    let (text, rest) = ALL.split_at(1);
    let (items, properties) = rest.split_at(1);
    match shape {
        Shape::Untyped => ALL,
        Shape::List(_) => items,
        Shape::Map(_) if as_entries => items,
        Shape::Map(_) => properties,
        _ => text,
    }
}

fn inclusive(value: i128) -> Option<Bound> {
    let held = i64::try_from(value).is_ok() || u64::try_from(value).is_ok();
    held.then_some(Bound {
        value: Num::Int(value),
        exclusive: false,
    })
}

fn tighter(one: Option<Bound>, other: Option<Bound>, wins: Ordering) -> Option<Bound> {
    match (one, other) {
        (Some(one), Some(other)) => Some(match compare(one.value, other.value) {
            Ordering::Equal if one.exclusive => one,
            order if order == wins => one,
            _ => other,
        }),
        (one, other) => one.or(other),
    }
}

/// The mathematical order of two numbers.
pub(crate) fn compare(one: Num, other: Num) -> Ordering {
    match (one, other) {
        (Num::Int(one), Num::Int(other)) => one.cmp(&other),
        (Num::Float(one), Num::Float(other)) => one.total_cmp(&other),
        (Num::Int(one), Num::Float(other)) => integer_against(one, other),
        (Num::Float(one), Num::Int(other)) => integer_against(other, one).reverse(),
    }
}

fn integer_against(integer: i128, float: f64) -> Ordering {
    let whole = float.floor();
    match whole_number(whole) {
        Some(floor) if floor < integer => Ordering::Greater,
        Some(floor) if floor > integer => Ordering::Less,
        Some(_) if float > whole => Ordering::Less,
        Some(_) => Ordering::Equal,
        None if float > 0.0 => Ordering::Less,
        None => Ordering::Greater,
    }
}

/// A float without a fraction as an integer.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "checked: no fraction and within the range"
)]
pub(crate) fn whole_number(value: f64) -> Option<i128> {
    const LIMIT: f64 = 1.7e38;
    (value.fract() == 0.0 && value.abs() < LIMIT).then_some(value as i128)
}

/// Returns a number as the shortest JSON that JSON tools hold exactly, where there is one; see
/// `is_held`.
#[must_use]
pub fn number(num: Num) -> Json {
    let int = match num {
        Num::Int(value) => value,
        Num::Float(value) => match whole_number(value) {
            Some(whole) if whole.unsigned_abs() < (1 << 53) => whole,
            _ => return Json::Float(value),
        },
    };
    if inclusive(int).is_some() {
        return Json::Int(int);
    }
    #[allow(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "compared with the integer right after"
    )]
    let float = int as f64;
    if whole_number(float) == Some(int) {
        Json::Float(float)
    } else {
        Json::Int(int)
    }
}

/// Returns `true` if JSON tools hold every number of `value`: integers of 64 bits, and finite
/// floats.
pub(crate) fn is_held(value: &Json) -> bool {
    match value {
        Json::Int(int) => inclusive(*int).is_some(),
        Json::Float(float) => float.is_finite(),
        Json::Array(items) => items.iter().all(is_held),
        _ => true,
    }
}

/// Returns a literal as JSON.
pub fn literal(literal: &Literal) -> Json {
    match literal {
        Literal::Null => Json::Null,
        Literal::Bool(value) => Json::Bool(*value),
        Literal::Int(value) => number(Num::Int(*value)),
        Literal::Float(value) => number(Num::Float(*value)),
        Literal::Str(value) => Json::string(*value),
        Literal::List(items) => Json::Array(items.iter().map(self::literal).collect()),
    }
}
