//! Short numbers, which nearly all are, read without a detour over their text.

use super::Reader;

/// Ten to the power of the index; exact, as every power up to 22 is in a double.
const POWERS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// Appends the digits at `at` to `value`, at most `most` of them; the offset behind them.
#[inline]
fn digits(bytes: &[u8], at: usize, most: usize, value: &mut u64) -> usize {
    let mut end = at;
    let rest = bytes.get(at..).unwrap_or(&[]);
    for byte in rest.iter().take(most) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        *value = *value * 10 + u64::from(digit);
        end += 1;
    }
    end
}

/// Returns `true` if a number goes on at `at`.
#[inline]
fn goes_on(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b'0'..=b'9' | b'.' | b'e' | b'E'))
}

impl Reader<'_> {
    /// Reads an integer that needs no more than 18 digits and no fraction or exponent; without
    /// moving, `None` for any other.
    #[inline]
    pub fn short_integer(&mut self) -> Option<i64> {
        let negative = self.peek() == Some(b'-');
        let bytes = self.bytes();
        let from = self.at + usize::from(negative);
        let mut size = 0;
        let end = digits(bytes, from, 18, &mut size);
        let lead = end > from + 1 && bytes.get(from) == Some(&b'0');
        if end == from || lead || goes_on(bytes, end) {
            return None;
        }
        self.at = end;
        let size = i64::try_from(size).ok()?;
        Some(if negative { -size } else { size })
    }

    /// Reads a number that needs no more than 15 digits and no exponent; without moving, `None` for
    /// any other.
    ///
    /// So many digits survive the way through a double and back, and both the digits and the power
    /// of ten are held exactly, so that their quotient is the nearest double (Clinger 1990).
    #[inline]
    pub fn short_float(&mut self) -> Option<f64> {
        let negative = self.peek() == Some(b'-');
        let bytes = self.bytes();
        let from = self.at + usize::from(negative);
        let mut size = 0;
        let point = digits(bytes, from, 15, &mut size);
        if point == from || (point > from + 1 && bytes.get(from) == Some(&b'0')) {
            return None;
        }
        let mut end = point;
        let mut places = 0;
        if bytes.get(point) == Some(&b'.') {
            end = digits(bytes, point + 1, 15 - (point - from), &mut size);
            places = end - point - 1;
            if places == 0 {
                return None;
            }
        }
        if goes_on(bytes, end) {
            return None;
        }
        let power = POWERS.get(places)?;
        self.at = end;
        #[allow(
            clippy::as_conversions,
            clippy::cast_precision_loss,
            reason = "at most 15 digits, and From is for 32 bits only"
        )]
        let value = size as f64 / power;
        Some(if negative { -value } else { value })
    }
}
