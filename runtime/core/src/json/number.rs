//! A JSON number as its source text: the mathematical value that JSON Schema speaks of, judged
//! without rounding.

use super::decimal::Decimal;

/// So many significant digits survive the way through a binary float and back, whatever they are
/// (IEEE 754; C's `DBL_DIG`, `FLT_DIG`).
pub(crate) const DOUBLE_DIGITS: usize = 15;
pub(crate) const SINGLE_DIGITS: usize = 6;

/// Most zeros at the end of a whole number of more digits than that, which such a float holds
/// exactly: it is a multiple of that power of five, and has 53 or 24 bits.
const DOUBLE_ZEROS: i64 = 22;
const SINGLE_ZEROS: i64 = 10;

/// One number of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Number<'a> {
    text: &'a str,
}

impl<'a> Number<'a> {
    /// The number that starts at byte `start` of `text`, and the offset behind it.
    #[inline]
    pub(crate) fn scan(text: &'a str, start: usize) -> Option<(Self, usize)> {
        let bytes = text.as_bytes();
        let mut at = start;
        let digits = |at: &mut usize| {
            let from = *at;
            while bytes.get(*at).is_some_and(u8::is_ascii_digit) {
                *at += 1;
            }
            *at - from
        };
        if bytes.get(at) == Some(&b'-') {
            at += 1;
        }
        let zero = bytes.get(at) == Some(&b'0');
        let whole = digits(&mut at);
        if whole == 0 || (zero && whole > 1) {
            return None;
        }
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            if digits(&mut at) == 0 {
                return None;
            }
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1;
            if matches!(bytes.get(at), Some(b'+' | b'-')) {
                at += 1;
            }
            if digits(&mut at) == 0 {
                return None;
            }
        }
        Some((
            Self {
                text: text.get(start..at)?,
            },
            at,
        ))
    }

    /// Returns the source text.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    #[doc(hidden)]
    #[must_use]
    pub fn decimal(&self) -> Decimal<'a> {
        Decimal::parse(self.text)
    }

    /// Returns `true` if the value is a mathematical integer: `1250.0` and `1.25e3` are.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.decimal().is_integer()
    }

    /// Returns the value, if it is a mathematical integer that fits.
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        let (negative, size) = self.decimal().to_integer()?;
        if negative {
            0_i128.checked_sub_unsigned(size)
        } else {
            i128::try_from(size).ok()
        }
    }

    /// Returns the value, if it is a mathematical integer that fits.
    #[must_use]
    pub fn to_u128(&self) -> Option<u128> {
        self.decimal()
            .to_integer()
            .filter(|(negative, _)| !negative)
            .map(|(_, size)| size)
    }

    /// Returns the `f64` that the number is read as; `None` if there is none.
    ///
    /// A fraction is read as the nearest one. A whole number keeps every digit that is written.
    /// Nothing becomes zero or infinity.
    #[must_use]
    pub fn to_f64(&self) -> Option<f64> {
        let value: f64 = self.text.parse().ok()?;
        let source = self.decimal();
        let is_held = source.is_zero()
            || (value.is_finite()
                && value != 0.0
                && (!source.is_integer()
                    || source.precision() <= DOUBLE_DIGITS
                    || source == Decimal::parse(&format!("{value:e}"))
                    || (source.zeros() <= DOUBLE_ZEROS
                        && source == Decimal::parse(&format!("{value:.0}")))));
        is_held.then_some(value)
    }

    /// Returns the `f32` that the number is read as, by the rule of [`to_f64`](Self::to_f64).
    #[must_use]
    pub fn to_f32(&self) -> Option<f32> {
        let value: f32 = self.text.parse().ok()?;
        let source = self.decimal();
        let is_held = source.is_zero()
            || (value.is_finite()
                && value != 0.0
                && (!source.is_integer()
                    || source.precision() <= SINGLE_DIGITS
                    || source == Decimal::parse(&format!("{value:e}"))
                    || (source.zeros() <= SINGLE_ZEROS
                        && source == Decimal::parse(&format!("{value:.0}")))));
        is_held.then_some(value)
    }

    /// Returns the `f64` that is written as this number again, in its shortest form; `None` if
    /// there is none.
    pub(crate) fn to_same_f64(self) -> Option<f64> {
        let value: f64 = self.text.parse().ok()?;
        let source = self.decimal();
        let is_same = value.is_finite() && source == Decimal::parse(&format!("{value:e}"));
        is_same.then_some(value)
    }

    /// Returns the result of `convert` for the number's text, for number types of other crates.
    #[cfg(feature = "rust_decimal")]
    pub(crate) fn to_decimal(self) -> Option<rust_decimal::Decimal> {
        let plain = !self.text.contains(['e', 'E']);
        if plain && let Ok(value) = rust_decimal::Decimal::from_str_exact(self.text) {
            return Some(value);
        }
        let source = self.decimal();
        let (mantissa, power) = source.parts()?;
        let (mantissa, scale) = if power >= 0 {
            let factor = 10_u128.checked_pow(u32::try_from(power).ok()?)?;
            (mantissa.checked_mul(factor)?, 0)
        } else {
            (mantissa, u32::try_from(-power).ok()?)
        };
        let mantissa = i128::try_from(mantissa).ok()?;
        let signed = if source.is_negative() {
            -mantissa
        } else {
            mantissa
        };
        rust_decimal::Decimal::try_from_i128_with_scale(signed, scale).ok()
    }
}
