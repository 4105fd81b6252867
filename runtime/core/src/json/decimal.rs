//! A JSON number's decimal value, compared without rounding and without work that grows with its
//! exponent.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Past this, an exponent only has to stay past it: no text is long enough to bring the value back.
const FAR: i64 = 1 << 50;

/// `±0.DIGITS × 10^exponent`, its digits still in the source text; a zero has none.
#[derive(Debug, Clone, Copy)]
pub struct Decimal<'a> {
    negative: bool,
    /// From the first to the last significant digit, perhaps with the point among them.
    digits: &'a [u8],
    count: usize,
    exponent: i64,
}

impl<'a> Decimal<'a> {
    /// Takes a text that is a JSON number (or Rust's form of a finite float) apart.
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
        let (negative, text) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text
            .split_once(['e', 'E'])
            .map_or((text, 0), |(mantissa, exponent)| {
                (mantissa, clamped(exponent))
            });
        let bytes = mantissa.as_bytes();
        let point = memchr::memchr(b'.', bytes).unwrap_or(bytes.len());
        let significant = |byte: &u8| matches!(byte, b'1'..=b'9');
        let first = bytes.iter().position(significant);
        let last = bytes.iter().rposition(significant);
        let (Some(first), Some(last)) = (first, last) else {
            return Self {
                negative: false,
                digits: &[],
                count: 0,
                exponent: 0,
            };
        };
        let digits = bytes.get(first..=last).unwrap_or(&[]);
        let inside = usize::from(first < point && point < last);
        let lead = if first < point {
            small(point - first)
        } else {
            -small(first - point - 1)
        };
        Self {
            negative,
            digits,
            count: digits.len() - inside,
            exponent: exponent + lead,
        }
    }

    /// Returns `true` for zero, in any spelling.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.count == 0
    }

    /// Returns `true` below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Returns the number of significant digits.
    #[must_use]
    pub fn precision(&self) -> usize {
        self.count
    }

    /// Returns the number of zeros at the end of a whole number.
    pub(crate) fn zeros(&self) -> i64 {
        self.exponent - small(self.count)
    }

    /// Returns `true` if the value has no fraction.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        small(self.count) <= self.exponent || self.is_zero()
    }

    fn each_digit(&self) -> impl Iterator<Item = u8> + 'a {
        self.digits.iter().copied().filter(|byte| *byte != b'.')
    }

    /// Returns the digits as one integer, and the power of ten that it is to be multiplied with;
    /// `None` when they are too many.
    #[must_use]
    pub fn parts(&self) -> Option<(u128, i64)> {
        let mut mantissa = 0_u128;
        for digit in self.each_digit() {
            mantissa = mantissa
                .checked_mul(10)?
                .checked_add(u128::from(digit - b'0'))?;
        }
        Some((mantissa, self.exponent - small(self.count)))
    }

    /// Appends a text that is the same for all spellings of the value.
    pub fn write_value(&self, out: &mut String) {
        if self.negative {
            out.push('-');
        }
        out.extend(self.each_digit().map(char::from));
        out.push('e');
        out.push_str(&self.exponent.to_string());
    }

    /// Sign and magnitude, if the value is an integer that fits.
    #[must_use]
    pub fn to_integer(self) -> Option<(bool, u128)> {
        if self.is_zero() {
            return Some((false, 0));
        }
        if !self.is_integer() || self.exponent > 39 {
            return None;
        }
        let (mantissa, power) = self.parts()?;
        let scale = 10_u128.checked_pow(u32::try_from(power).ok()?)?;
        Some((self.negative, mantissa.checked_mul(scale)?))
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.negative == other.negative
            && self.exponent == other.exponent
            && self.count == other.count
            && self.each_digit().eq(other.each_digit())
    }
}

impl Eq for Decimal<'_> {}

/// Every digit counts: numbers that share their first ones are no rarity in an answer that wants to
/// be slow.
impl Hash for Decimal<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.negative, self.exponent, self.count).hash(state);
        let mut few = 0_u64;
        for (index, digit) in self.each_digit().enumerate() {
            few = few * 10 + u64::from(digit - b'0');
            if index % 16 == 15 {
                few.hash(state);
                few = 0;
            }
        }
        few.hash(state);
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |value: &Self| match (value.is_zero(), value.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let magnitude = || {
            self.exponent
                .cmp(&other.exponent)
                .then_with(|| self.each_digit().cmp(other.each_digit()))
        };
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => magnitude(),
            _ => magnitude().reverse(),
        })
    }
}

/// The value of an exponent's text, held within ±[`FAR`].
fn clamped(text: &str) -> i64 {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let size = digits.iter().fold(0_i64, |value, digit| {
        (value * 10 + i64::from(digit.saturating_sub(b'0'))).min(FAR)
    });
    if negative { -size } else { size }
}

fn small(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(FAR)
}
