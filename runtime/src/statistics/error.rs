//! Numbers that no statistic can be made of.

use thiserror::Error;

use crate::visible::debug_as_display;

/// The reason why a statistic refuses its arguments.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum StatisticsError {
    /// A number that is not one (NaN), infinite, or not in its range.
    #[error("{what} is {given}; it must be {must}")]
    OutOfRange {
        /// The name of the number.
        what: &'static str,
        /// The number.
        given: f64,
        /// The range that it must be in, in words.
        must: &'static str,
    },
    /// More successes than trials.
    #[error(
        "{successes} successes in {trials} trials; give the number of trials, successes included"
    )]
    MoreThanTrials {
        /// Number of successes.
        successes: u32,
        /// Number of trials.
        trials: u32,
    },
    /// Nothing, or less than the statistic can say anything about.
    #[error("{given} {what}; at least {needed} are needed")]
    TooFew {
        /// The name of the quantity that is too small.
        what: &'static str,
        /// The number given.
        given: usize,
        /// The number needed.
        needed: usize,
    },
    /// More than 4 294 967 295 observations.
    #[error("{given} observations; at most 4294967295 can be counted")]
    TooMany {
        /// The number given.
        given: usize,
    },
    /// A design for a fixed number of items was given another number. This is what makes looking
    /// before the end impossible.
    #[error(
        "the design is for {designed} pairs and was given {given}; give it exactly {designed}, or use a sequential test, which may stop at any time"
    )]
    WrongSize {
        /// The number that the design was made for.
        designed: u32,
        /// The number given.
        given: usize,
    },
    /// A sequential test over a finite set was given more differences than the set has.
    #[error("the set has {designed} items and one more was given; count the set again")]
    Exhausted {
        /// Number of items in the set.
        designed: u32,
    },
}

debug_as_display!(StatisticsError);

/// `given`, if it is within `open_low..open_high`, both ends excluded.
pub(super) fn between(
    what: &'static str,
    given: f64,
    (low, high): (f64, f64),
    must: &'static str,
) -> Result<f64, StatisticsError> {
    if given > low && given < high {
        return Ok(given);
    }
    Err(StatisticsError::OutOfRange { what, given, must })
}

/// The length of a slice as a count.
pub(super) fn counted(given: usize) -> Result<u32, StatisticsError> {
    u32::try_from(given).map_err(|_too_large| StatisticsError::TooMany { given })
}
