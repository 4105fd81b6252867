//! The test of a number of items that is fixed beforehand. It can be read once, when all are there.

use super::cluster::Clusters;
use super::error::counted;
use super::level::{Alpha, Interval, Margin};
use super::verdict::{MINIMUM, Verdict};
use super::{Pair, PairedCounts, StatisticsError, holds, tango};

/// A plan to judge exactly `n` pairs and then decide, made before any is seen.
///
/// Looking after every item with an ordinary test, and stopping when it looks good, makes a wrong
/// claim in half of all cases. So this type has no way to look: it takes all pairs at once, refuses
/// any other number than it was made for, and is used up by deciding. What may stop at any time is
/// [`SequentialTest`](super::SequentialTest).
///
/// ```
/// use driftless::__statistics::{Alpha, FixedDesign, Margin, Pair, Verdict};
///
/// let design = FixedDesign::new(300, Margin::new(0.05)?, Alpha::new(0.05)?)?;
/// let mut pairs = vec![Pair::new(true, true); 290];
/// pairs.extend([Pair::new(true, false); 4]);
/// pairs.extend([Pair::new(false, true); 6]);
/// let decision = design.decide(&pairs)?;
/// assert_eq!(decision.verdict(), Verdict::Passed);
///
/// let design = FixedDesign::new(300, Margin::new(0.05)?, Alpha::new(0.05)?)?;
/// assert!(design.decide(&pairs[..200]).is_err());
/// # Ok::<(), driftless::__statistics::StatisticsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FixedDesign {
    pairs: u32,
    margin: Margin,
    alpha: Alpha,
    minimum: u32,
}

impl FixedDesign {
    /// Returns a design for exactly `pairs` pairs. [`items_needed`](super::power::items_needed)
    /// says how many are enough.
    ///
    /// # Errors
    /// [`StatisticsError::TooFew`] for none.
    pub fn new(pairs: u32, margin: Margin, alpha: Alpha) -> Result<Self, StatisticsError> {
        holds(pairs > 0, || StatisticsError::TooFew {
            what: "pairs",
            given: 0,
            needed: 1,
        })?;
        Ok(Self {
            pairs,
            margin,
            alpha,
            minimum: MINIMUM,
        })
    }

    /// Fewest pairs (or clusters) on which a verdict is given; below, it is "insufficient data". 50
    /// unless set.
    #[must_use]
    pub fn minimum(mut self, pairs: u32) -> Self {
        self.minimum = pairs;
        self
    }

    /// Returns the number of pairs that it takes.
    #[must_use]
    pub const fn pairs(&self) -> u32 {
        self.pairs
    }

    /// Decides by the score test of [`tango`]; a pass needs the exact p as well, so that its chance
    /// of being wrong is at most α.
    ///
    /// # Errors
    /// [`StatisticsError::WrongSize`] for any other number of pairs than the design was made for.
    pub fn decide(self, pairs: &[Pair]) -> Result<Decision, StatisticsError> {
        self.fits(pairs.len())?;
        let counts = PairedCounts::of(pairs)?;
        let score = tango::p_not_inferior(counts, self.margin);
        // The exact p costs a sum over all outcomes, and can't make a pass of what the score test
        // doesn't pass.
        let passing = if score <= self.alpha.get() {
            score.max(tango::exact_p(counts, self.margin))
        } else {
            score
        };
        Ok(self.decision(
            counts,
            None,
            self.pairs,
            [passing, tango::p_inferior(counts, self.margin)],
            tango::interval(counts, self.alpha.confidence()),
        ))
    }

    /// Decides where items belong to clusters (one customer, document, conversation), which are
    /// drawn independently while their items are alike: see [`Clusters`]. The minimum then counts
    /// clusters.
    ///
    /// # Errors
    /// [`StatisticsError::WrongSize`] for any other number of pairs than the design was made for,
    /// [`StatisticsError::TooFew`] for a single cluster.
    pub fn decide_clustered<K: Ord>(
        self,
        pairs: &[(K, Pair)],
    ) -> Result<Decision, StatisticsError> {
        self.fits(pairs.len())?;
        let clusters = Clusters::of(pairs)?;
        let number = clusters.number();
        Ok(self.decision(
            clusters.counts(),
            Some(number),
            number,
            [
                clusters.p_not_inferior(self.margin),
                clusters.p_inferior(self.margin),
            ],
            clusters.interval(self.alpha.confidence()),
        ))
    }

    fn fits(&self, given: usize) -> Result<(), StatisticsError> {
        holds(counted(given)? == self.pairs, || {
            StatisticsError::WrongSize {
                designed: self.pairs,
                given,
            }
        })
    }

    fn decision(
        &self,
        counts: PairedCounts,
        clusters: Option<u32>,
        independent: u32,
        [passing, failing]: [f64; 2],
        interval: Interval,
    ) -> Decision {
        let alpha = self.alpha.get();
        let verdict = if independent < self.minimum {
            Verdict::InsufficientData
        } else if passing <= alpha {
            Verdict::Passed
        } else if failing <= alpha {
            Verdict::Failed
        } else {
            Verdict::InsufficientData
        };
        Decision {
            verdict,
            counts,
            clusters,
            p: passing,
            interval,
        }
    }
}

/// The decision of a [`FixedDesign`], and its basis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    verdict: Verdict,
    counts: PairedCounts,
    clusters: Option<u32>,
    p: f64,
    interval: Interval,
}

impl Decision {
    /// Returns the verdict.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns the pairs, counted.
    #[must_use]
    pub const fn counts(&self) -> PairedCounts {
        self.counts
    }

    /// Returns the number of clusters, or `None` if there were none.
    #[must_use]
    pub const fn clusters(&self) -> Option<u32> {
        self.clusters
    }

    /// Returns the probability of data at least this favourable if the candidate were worse by the
    /// margin. For [`holm`](super::holm) and [`all_required`](super::all_required).
    #[must_use]
    pub const fn p(&self) -> f64 {
        self.p
    }

    /// Where the difference of the rates (candidate − primary) lies, with the confidence 1 − 2α. A
    /// pass has its lower end above −δ.
    #[must_use]
    pub const fn interval(&self) -> Interval {
        self.interval
    }
}
