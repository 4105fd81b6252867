//! A number's beginning, held against its type and range.
//!
//! A number may go on with digits and an exponent, so `9` can become `9e-1`. What stays fixed is
//! how its significant digits begin, and the sign.

use crate::shape::{Bound, Literal, Num, Precision, Rule, Shape};

/// Longest beginning that is looked at; a longer number is judged at its end.
const LONGEST: usize = 64;
/// Relative room for the rounding of bounds that are floats: a number is refused too late rather
/// than too early.
const SLACK: f64 = 1e-9;
/// Bounds nearer to zero than this are taken for zero.
const TINY: f64 = 1e-290;
/// Most significant digits that are compared.
const DIGITS: usize = 36;

/// Where in its grammar a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    #[default]
    Start,
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
}

impl Part {
    /// Returns the part behind `byte`; `None` if the number has no such byte here.
    pub(super) const fn next(self, byte: u8) -> Option<Self> {
        Some(match (self, byte) {
            (Self::Start, b'-') => Self::Minus,
            (Self::Start | Self::Minus, b'0') => Self::Zero,
            (Self::Start | Self::Minus, b'1'..=b'9') | (Self::Whole, b'0'..=b'9') => Self::Whole,
            (Self::Zero | Self::Whole, b'.') => Self::Point,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Self::Exponent,
            (Self::Exponent, b'+' | b'-') => Self::ExponentSign,
            (Self::Exponent | Self::ExponentSign | Self::ExponentDigits, b'0'..=b'9') => {
                Self::ExponentDigits
            }
            _ => return None,
        })
    }

    /// Returns `true` if a number may end here.
    pub(super) const fn may_end(self) -> bool {
        matches!(
            self,
            Self::Zero | Self::Whole | Self::Fraction | Self::ExponentDigits
        )
    }
}

/// Numbers of one sign that are allowed, by their sizes.
#[derive(Debug, Clone, Copy)]
enum Sizes {
    Whole(u128, u128),
    Real(f64, f64),
}

/// An interval of allowed numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    above: Option<Sizes>,
    below: Option<Sizes>,
    zero: bool,
}

/// Writes the intervals of numbers that the shape and its rules allow; none for what is no number.
pub(super) fn spans(shape: &Shape, rules: &[&'static [Rule]], out: &mut Vec<Span>) {
    out.clear();
    let whole = match shape {
        Shape::Integer { min, max } => {
            let mut limits = Limits {
                min: *min,
                max: *max,
                below: 0,
            };
            for rule in rules.iter().copied().flatten() {
                if let Rule::Range { min, max } = rule {
                    narrow(&mut limits, *min, *max);
                }
            }
            out.push(Span::whole(limits));
            true
        }
        Shape::Number(precision) => {
            let most = match precision {
                // Half a step more is rounded to it.
                Precision::Single => f64::from(f32::MAX) * 1.000_001,
                Precision::Double => f64::MAX,
                Precision::Decimal => 7.922_816_251_426_434e28,
            };
            let mut limits = (-most, most);
            for rule in rules.iter().copied().flatten() {
                if let Rule::Range { min, max } = rule {
                    let low = min.map_or(f64::MIN, |bound| real(bound.value));
                    let high = max.map_or(f64::MAX, |bound| real(bound.value));
                    limits = (limits.0.max(low), limits.1.min(high));
                }
            }
            out.push(Span::real(limits));
            false
        }
        _ => return,
    };
    let listed = rules.iter().copied().flatten().find_map(|rule| match rule {
        Rule::OneOf(values) => Some(*values),
        _ => None,
    });
    if let Some(values) = listed {
        out.clear();
        out.extend(values.iter().filter_map(|value| match value {
            Literal::Int(value) if whole => Some(Span::whole(Limits::one(*value))),
            Literal::Int(value) => {
                Some(Span::real((real(Num::Int(*value)), real(Num::Int(*value)))))
            }
            Literal::Float(value) => Some(Span::real((*value, *value))),
            Literal::Null | Literal::Bool(_) | Literal::Str(_) | Literal::List(_) => None,
        }));
    }
}

/// Bounds of whole numbers.
#[derive(Debug, Clone, Copy)]
struct Limits {
    min: i128,
    max: u128,
    /// The size from which numbers below zero are allowed; if it isn't 0, no others are.
    below: u128,
}

impl Limits {
    fn one(value: i128) -> Self {
        Self {
            min: value,
            max: u128::try_from(value).unwrap_or(0),
            below: if value < 0 { value.unsigned_abs() } else { 0 },
        }
    }
}

fn narrow(limits: &mut Limits, min: Option<Bound>, max: Option<Bound>) {
    if let Some(bound) = min {
        let low = match bound.value {
            Num::Int(value) => value.saturating_add(i128::from(bound.exclusive)),
            Num::Float(_) => limits.min,
        };
        limits.min = limits.min.max(low);
    }
    let Some(Bound {
        value: Num::Int(value),
        exclusive,
    }) = max
    else {
        return;
    };
    let high = value.saturating_sub(i128::from(exclusive));
    match u128::try_from(high) {
        Ok(high) => limits.max = limits.max.min(high),
        // All is below zero.
        Err(_below) => limits.below = limits.below.max(high.unsigned_abs()),
    }
}

#[allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "an approximation within the slack"
)]
fn real(number: Num) -> f64 {
    match number {
        Num::Int(value) => value as f64,
        Num::Float(value) => value,
    }
}

impl Span {
    fn whole(limits: Limits) -> Self {
        let Limits { min, max, below } = limits;
        let low = u128::try_from(min).unwrap_or(0);
        let is_above = below == 0 && max > 0 && low <= max;
        Self {
            above: is_above.then_some(Sizes::Whole(low, max)),
            below: (min < 0).then_some(Sizes::Whole(below, min.unsigned_abs())),
            zero: min <= 0 && below == 0,
        }
    }

    fn real((min, max): (f64, f64)) -> Self {
        let room = |value: f64, outward: f64| SLACK.mul_add(value.abs() * outward, value);
        let (min, max) = (room(min, -1.0).max(f64::MIN), room(max, 1.0).min(f64::MAX));
        Self {
            above: (max > 0.0).then_some(Sizes::Real(min.max(0.0), max)),
            below: (min < 0.0).then_some(Sizes::Real((-max).max(0.0), -min)),
            zero: min <= 0.0 && max >= 0.0,
        }
    }
}

/// Returns `true` if some number that begins with `text` may lie in one of `spans`.
pub(super) fn may_become(text: &str, spans: &[Span]) -> bool {
    if text.len() > LONGEST || spans.is_empty() {
        return true;
    }
    let begun = Begun::read(text);
    spans.iter().any(|span| begun.may_lie_in(span))
}

/// The beginning of a number, taken apart.
struct Begun<'t> {
    negative: bool,
    /// The significant digits, without zeros before them.
    digits: u128,
    /// Number of these.
    count: usize,
    /// The power of ten by which they are to be multiplied.
    power: i64,
    /// The exponent as far as it has come: its sign and its digits; `None` if there is none.
    exponent: Option<(Option<bool>, &'t str)>,
}

impl<'t> Begun<'t> {
    fn read(text: &'t str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (text, None),
        };
        let (mut digits, mut count, mut power, mut behind) = (0_u128, 0_usize, 0_i64, false);
        for byte in mantissa.bytes() {
            if byte == b'.' {
                behind = true;
                continue;
            }
            power -= i64::from(behind);
            if count > 0 || byte != b'0' {
                count += 1;
                digits = digits
                    .saturating_mul(10)
                    .saturating_add(u128::from(byte.wrapping_sub(b'0')));
            }
        }
        let exponent = exponent.map(|text| match text.as_bytes() {
            [b'-', ..] => (Some(true), text.get(1..).unwrap_or("")),
            [b'+', ..] => (Some(false), text.get(1..).unwrap_or("")),
            [] => (None, ""),
            _ => (Some(false), text),
        });
        Self {
            negative,
            digits,
            count,
            power,
            exponent,
        }
    }

    fn may_lie_in(&self, span: &Span) -> bool {
        let sizes = if self.negative {
            span.below
        } else {
            span.above
        };
        if self.count == 0 {
            return span.zero || (self.exponent.is_none() && sizes.is_some());
        }
        let Some(sizes) = sizes else { return false };
        if self.count > DIGITS {
            return true;
        }
        match (sizes, self.exponent) {
            (Sizes::Whole(low, high), None) => self.is_whole_in(low, high),
            (Sizes::Real(low, high), None) => self.is_real_in(low, high),
            (sizes, Some(_)) => self.is_scaled_in(sizes),
        }
    }

    /// Returns the digits without the zeros at their end, and how many those are.
    fn bare(&self) -> (u128, i64) {
        let (mut digits, mut zeros) = (self.digits, 0);
        while digits > 0 && digits % 10 == 0 {
            digits /= 10;
            zeros += 1;
        }
        (digits, zeros)
    }

    fn is_whole_in(&self, low: u128, high: u128) -> bool {
        let largest = |digits: u128| {
            let mut scale = 1_u128;
            while let Some(next) = scale.checked_mul(10)
                && digits.checked_mul(next).is_some_and(|value| value <= high)
            {
                scale = next;
            }
            let value = digits.checked_mul(scale).filter(|value| *value <= high)?;
            Some((value, scale))
        };
        let (bare, _) = self.bare();
        largest(bare).is_some_and(|(value, _)| value >= low)
            || largest(self.digits)
                .is_some_and(|(value, scale)| value.saturating_add(scale - 1) >= low)
    }

    fn is_real_in(&self, low: f64, high: f64) -> bool {
        if low < TINY {
            return true;
        }
        let digits = real_of(self.digits);
        let mut power = small((high / digits).log10().floor());
        if scaled(digits, power.saturating_add(1)) <= high {
            power = power.saturating_add(1);
        }
        if scaled(digits, power) > high {
            power = power.saturating_sub(1);
        }
        scaled((digits + 1.0) * (1.0 + SLACK), power) >= low
    }

    /// Returns `true` if an exponent can bring the digits, which are all there, within `sizes`.
    fn is_scaled_in(&self, sizes: Sizes) -> bool {
        let (bare, zeros) = self.bare();
        let power = self.power + zeros;
        match sizes {
            Sizes::Whole(low, high) => (0..40_u32).any(|scale| {
                self.may_be_exponent(i64::from(scale) - power)
                    && 10_u128
                        .checked_pow(scale)
                        .and_then(|scale| bare.checked_mul(scale))
                        .is_some_and(|value| low <= value && value <= high)
            }),
            Sizes::Real(low, high) => (-400..400_i32).any(|scale| {
                let value = scaled(real_of(bare), scale);
                self.may_be_exponent(i64::from(scale) - power)
                    && (low < TINY || low <= value)
                    && value <= high
            }),
        }
    }

    /// Returns `true` if the exponent may become `value`.
    fn may_be_exponent(&self, value: i64) -> bool {
        let Some((Some(negative), digits)) = self.exponent else {
            return true;
        };
        if value != 0 && negative != (value < 0) {
            return false;
        }
        let Ok(begun) = digits.parse::<u64>() else {
            return true;
        };
        let mut size = value.unsigned_abs();
        // Zeros may stand before the others.
        if begun == 0 {
            return true;
        }
        while size > begun {
            size /= 10;
        }
        size == begun
    }
}

#[allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "an approximation within the slack"
)]
fn real_of(digits: u128) -> f64 {
    digits as f64
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a logarithm of a finite float is small, and the conversion saturates"
)]
fn small(value: f64) -> i32 {
    value as i32
}

/// Returns `value × 10^power`, without an overflow on the way.
fn scaled(value: f64, power: i32) -> f64 {
    let half = power / 2;
    value * 10_f64.powi(half) * 10_f64.powi(power - half)
}
