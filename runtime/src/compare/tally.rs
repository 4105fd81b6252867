//! Counts of one row for two documents.
//!
//! A place that both have counts twice, once for each; one that only one of them has, once and as a
//! disagreement. So the share of what agrees is the F1 of the places.

use super::leaf::{ROUNDING, Verdict};
use super::share;

/// Most places that are listed for one row.
const MOST_PLACES: usize = 100;

/// Places that were counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// `true` if the truth has a place of this row; otherwise the row isn't reported.
    pub(super) truth: bool,
    pub(super) units: usize,
    pub(super) agreeing: usize,
    /// The sum of the scores.
    pub(super) score: f64,
    /// Number of units that wait for a judge.
    pub(super) open: usize,
    /// Where the documents disagree.
    pub(super) at: Vec<String>,
}

impl Tally {
    pub(super) fn matched(&mut self, verdict: Verdict, at: Option<String>) {
        self.truth = true;
        self.units += 2;
        self.score += 2.0 * verdict.score;
        if verdict.agrees {
            self.agreeing += 2;
        } else {
            self.differs(at);
        }
    }

    pub(super) fn alone(&mut self, truth: bool, at: Option<String>) {
        self.truth |= truth;
        self.units += 1;
        self.differs(at);
    }

    pub(super) fn open(&mut self) {
        self.truth = true;
        self.units += 2;
        self.open += 2;
    }

    /// Adds a judge's verdict on a place that was open.
    pub(super) fn graded(&mut self, verdict: Verdict, at: &str) {
        self.open = self.open.saturating_sub(2);
        self.units = self.units.saturating_sub(2);
        self.matched(verdict, Some(at.to_owned()));
    }

    fn differs(&mut self, at: Option<String>) {
        if let Some(at) = at
            && self.at.len() < MOST_PLACES
            && self.at.last() != Some(&at)
        {
            self.at.push(at);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.truth |= other.truth;
        self.units += other.units;
        self.agreeing += other.agreeing;
        self.score += other.score;
    }

    /// The mean of the scores.
    pub(super) fn mean(&self) -> f64 {
        if self.units == 0 {
            return 1.0;
        }
        let units = u32::try_from(self.units).unwrap_or(u32::MAX);
        (self.score / f64::from(units)).clamp(0.0, 1.0)
    }

    /// Returns `true` if enough of the places agree.
    pub(super) fn agrees(&self, at_least: f64) -> bool {
        self.agreeing == self.units || share(self.agreeing, self.units) >= at_least - ROUNDING
    }
}
