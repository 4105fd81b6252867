//! The three numbers that a user chooses: the margin, the chance of a wrong claim, and how sure an
//! interval is.

use std::fmt;

use super::StatisticsError;
use super::error::between;

/// By how much the candidate's rate may be below the primary's and still be called not worse: 0.05
/// is five points of a hundred. Between 0 and 1, both excluded.
///
/// Choose it before any result is seen, from what a wrong answer costs. Halving it takes about four
/// times the items.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Margin(f64);

impl Margin {
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for anything but a number between 0 and 1.
    pub fn new(margin: f64) -> Result<Self, StatisticsError> {
        between(
            "the margin",
            margin,
            (0.0, 1.0),
            "more than 0 and less than 1, as in 0.05 for five points of a hundred",
        )
        .map(Self)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// The largest accepted chance of a wrong claim, on one side: 0.05 is one in twenty. Between 0 and
/// 0.5, both excluded.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Alpha(f64);

impl Alpha {
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for anything but a number between 0 and 0.5.
    pub fn new(alpha: f64) -> Result<Self, StatisticsError> {
        between(
            "alpha",
            alpha,
            (0.0, 0.5),
            "more than 0 and less than 0.5, as in 0.05 for one wrong claim in twenty",
        )
        .map(Self)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Returns the confidence of the two-sided interval that agrees with a one-sided test at this
    /// α: 1 − 2α, so 90 % for 0.05.
    #[must_use]
    pub fn confidence(self) -> Confidence {
        Confidence(2.0f64.mul_add(-self.0, 1.0))
    }
}

/// In how many of all uses a two-sided interval holds the truth: 0.95 is nineteen of twenty.
/// Between 0 and 1, both excluded. Half of what is missing lies on each side.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for anything but a number between 0 and 1.
    pub fn new(confidence: f64) -> Result<Self, StatisticsError> {
        between(
            "the confidence",
            confidence,
            (0.0, 1.0),
            "more than 0 and less than 1, as in 0.95",
        )
        .map(Self)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Returns the probability that may be missed on one side.
    pub(super) fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }
}

/// From where to where the truth may lie.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Interval {
    /// From `lower` to `upper`.
    #[must_use]
    pub const fn new(lower: f64, upper: f64) -> Self {
        Self { lower, upper }
    }

    /// Returns `true` if `value` is within, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
}

/// `0.9123 to 0.9876`; with another precision, to so many places.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().unwrap_or(4);
        write!(f, "{:.places$} to {:.places$}", self.lower, self.upper)
    }
}
