//! A JSON number as its source text: the mathematical value that JSON Schema speaks of, judged without rounding.

/// One number of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Number<'a> {
    text: &'a str,
}

impl<'a> Number<'a> {
    /// The number that starts at byte `start` of `text`, and the offset behind it.
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

    /// The source text.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The value, if it is a mathematical integer that fits.
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        self.text.parse().ok()
    }

    /// The value, if it is a mathematical integer that fits.
    #[must_use]
    pub fn to_u128(&self) -> Option<u128> {
        self.text.parse().ok()
    }

    /// The value, if an `f64` holds it exactly (its decimal text or its shortest form equals the source).
    #[must_use]
    pub fn to_f64(&self) -> Option<f64> {
        self.text
            .parse()
            .ok()
            .filter(|value: &f64| value.is_finite())
    }

    /// The value, if an `f32` holds it exactly (its decimal text or its shortest form equals the source).
    #[must_use]
    pub fn to_f32(&self) -> Option<f32> {
        self.text
            .parse()
            .ok()
            .filter(|value: &f32| value.is_finite())
    }
}
