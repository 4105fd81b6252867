//! Measured numbers as committed evidence keeps them: six significant digits, so that each is
//! written in one way only.

use std::fmt;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};

/// A finite number of six significant digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Measured(f64);

/// A number that isn't one of these is refused, rather than rounded.
impl<'de> Deserialize<'de> for Measured {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::new(number)
            .filter(|measured| measured.0.total_cmp(&(number + 0.0)).is_eq())
            .ok_or_else(|| de::Error::custom("not a finite number of six significant digits"))
    }
}

/// There is no NaN among them.
impl Eq for Measured {}

impl Measured {
    /// Returns the number, rounded; `None` for NaN and infinities.
    ///
    /// ```
    /// use driftless::lock::Measured;
    ///
    /// let share = Measured::new(2.0 / 3.0).map(|share| share.to_string());
    /// assert_eq!(share.as_deref(), Some("0.666667"));
    /// assert_eq!(Measured::new(1.0).map(|share| share.to_string()).as_deref(), Some("1.0"));
    /// assert_eq!(Measured::new(f64::NAN), None);
    /// ```
    #[must_use]
    pub fn new(number: f64) -> Option<Self> {
        // Through text: rounding in decimal is what makes the written form unique.
        let rounded: f64 = format!("{number:.5e}").parse().ok()?;
        // Adding zero takes the sign off a negative one.
        rounded.is_finite().then_some(Self(rounded + 0.0))
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// Always with a point, as TOML's floats are, and never with an exponent.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.fract() == 0.0 {
            write!(f, "{:.1}", self.0)
        } else {
            write!(f, "{}", self.0)
        }
    }
}

/// A measured number and where the true one lies with the confidence `level`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a number with its bounds; nothing more will belong to it"
)]
pub struct Estimate {
    /// The measured value.
    pub estimate: Measured,
    /// The lower bound.
    pub low: Measured,
    /// The upper bound.
    pub high: Measured,
    /// The confidence of both bounds together, such as 0.95.
    pub level: Measured,
}

impl Estimate {
    /// Returns the estimate of these numbers, rounded; `None` if one of them is not finite.
    #[must_use]
    pub fn new(estimate: f64, low: f64, high: f64, level: f64) -> Option<Self> {
        Some(Self {
            estimate: Measured::new(estimate)?,
            low: Measured::new(low)?,
            high: Measured::new(high)?,
            level: Measured::new(level)?,
        })
    }
}

/// `0.992 (0.97 to 1.0)`
impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} to {})", self.estimate, self.low, self.high)
    }
}
