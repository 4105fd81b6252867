//! The test that may stop at any time.

use super::betting::{Against, ROUNDING, Wealth};
use super::level::{Alpha, Margin};
use super::verdict::{MINIMUM, Verdict};
use super::{Pair, StatisticsError, holds};

/// The population that the differences are a sample of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// All that the models will ever be asked.
    Traffic,
    /// A finite set with so many items, and nothing else.
    Set(u32),
}

/// Non-inferiority, judged item by item, that stops as soon as either answer is shown.
///
/// Two bets run side by side: against "the candidate is worse by the margin or more", whose success
/// passes it, and against "it is not worse by more than the margin", whose success fails it and
/// saves the rest of the calls. Each is wrong with a chance of at most α however often it is looked
/// at, because the wealth of a fair bet exceeds 1/α with a chance of at most α *at any time*
/// (Ville). Items must be fed in an order that does not depend on their content: shuffle the set
/// first.
///
/// ```
/// use driftless::__statistics::{Alpha, Margin, Pair, SequentialTest, Verdict};
///
/// let mut test = SequentialTest::new(Margin::new(0.05)?, Alpha::new(0.05)?);
/// let mut asked = 0;
/// while test.verdict() == Verdict::InsufficientData && asked < 1000 {
///     // The candidate errs on every twentieth item, and is never better.
///     test.push(Pair::new(true, asked % 20 != 7))?;
///     asked += 1;
/// }
/// // That is exactly the margin: undecided.
/// assert_eq!((test.verdict(), asked), (Verdict::InsufficientData, 1000));
/// # Ok::<(), driftless::__statistics::StatisticsError>(())
/// ```
#[derive(Debug, Clone)]
pub struct SequentialTest {
    margin: Margin,
    alpha: Alpha,
    minimum: u32,
    scope: Scope,
    seen: u32,
    sum: f64,
    passing: Wealth,
    failing: Wealth,
    verdict: Verdict,
}

impl SequentialTest {
    /// For claims about everything of which the items are a random sample: future traffic.
    #[must_use]
    pub fn new(margin: Margin, alpha: Alpha) -> Self {
        Self::within(Scope::Traffic, margin, alpha)
    }

    /// For claims about a set of `items` items *itself*, drawn in random order without replacement:
    /// that the mean difference over the whole set is above −δ (Waudby-Smith & Ramdas, "Confidence
    /// sequences for sampling without replacement", *NeurIPS* 2020).
    ///
    /// Each item that was seen is one that can't come again, so this stops earlier, and after the
    /// last item it always knows. It says nothing about items that are not in the set: choose it
    /// only if the set is all that the models will be asked.
    ///
    /// # Errors
    /// [`StatisticsError::TooFew`] for an empty set.
    pub fn over_whole_set(
        items: u32,
        margin: Margin,
        alpha: Alpha,
    ) -> Result<Self, StatisticsError> {
        holds(items > 0, || StatisticsError::TooFew {
            what: "items",
            given: 0,
            needed: 1,
        })?;
        Ok(Self::within(Scope::Set(items), margin, alpha))
    }

    fn within(scope: Scope, margin: Margin, alpha: Alpha) -> Self {
        Self {
            margin,
            alpha,
            minimum: MINIMUM,
            scope,
            seen: 0,
            sum: 0.0,
            passing: Wealth::new(Against::Inferior),
            failing: Wealth::new(Against::NotInferior),
            verdict: Verdict::InsufficientData,
        }
    }

    /// Fewest items on which a pass is claimed, 50 unless set. A failure may be shown by fewer: it
    /// can't let a bad model through.
    #[must_use]
    pub fn minimum(mut self, items: u32) -> Self {
        self.minimum = items;
        self
    }

    /// One more item. After a verdict it changes nothing but the counts.
    ///
    /// # Errors
    /// [`StatisticsError::Exhausted`] where the whole set was seen already.
    pub fn push(&mut self, pair: Pair) -> Result<Verdict, StatisticsError> {
        self.add(pair.difference())
    }

    /// One more cluster, by the mean difference of its pairs: clusters are what is independent, so
    /// each counts once, however many items it has.
    ///
    /// # Errors
    /// [`StatisticsError::TooFew`] for a cluster without pairs, [`StatisticsError::Exhausted`]
    /// where the whole set was seen already.
    pub fn push_cluster(&mut self, pairs: &[Pair]) -> Result<Verdict, StatisticsError> {
        let counts = super::PairedCounts::of(pairs)?;
        self.add(counts.difference())
    }

    /// One more item by a score: the candidate's minus the primary's, where each is between 0 and
    /// 1.
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] outside −1 to 1, [`StatisticsError::Exhausted`] where the
    /// whole set was seen already.
    pub fn push_difference(&mut self, difference: f64) -> Result<Verdict, StatisticsError> {
        holds((-1.0..=1.0).contains(&difference), || {
            StatisticsError::OutOfRange {
                what: "the difference of two scores",
                given: difference,
                must: "between -1 and 1, as scores are between 0 and 1",
            }
        })?;
        self.add(difference)
    }

    fn add(&mut self, difference: f64) -> Result<Verdict, StatisticsError> {
        let mean = self.mean_at_the_margin()?;
        self.passing.bet(difference, mean);
        self.failing.bet(difference, mean);
        self.seen = self.seen.saturating_add(1);
        self.sum += difference;
        if self.verdict == Verdict::InsufficientData {
            self.verdict = self.judge();
        }
        Ok(self.verdict)
    }

    /// The mean of the next difference, were the candidate worse by exactly the margin.
    fn mean_at_the_margin(&self) -> Result<f64, StatisticsError> {
        let margin = self.margin.get();
        match self.scope {
            Scope::Traffic => Ok(-margin),
            Scope::Set(items) => {
                let left = items.saturating_sub(self.seen);
                holds(left > 0, || StatisticsError::Exhausted { designed: items })?;
                Ok((-margin * f64::from(items) - self.sum) / f64::from(left))
            }
        }
    }

    fn judge(&self) -> Verdict {
        let enough = 1.0 / self.alpha.get();
        if self.failing.highest() >= enough {
            return Verdict::Failed;
        }
        let known = self.scope == Scope::Set(self.seen);
        let passes = self.passing.highest() >= enough
            || (known && self.sum > (ROUNDING - self.margin.get()) * f64::from(self.seen));
        if passes && self.seen >= self.minimum {
            Verdict::Passed
        } else if known && !passes {
            Verdict::Failed
        } else {
            Verdict::InsufficientData
        }
    }

    /// Returns the verdict so far. Once it is a pass or a failure it stays so.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns the number of items, or clusters, that it has seen.
    #[must_use]
    pub const fn seen(&self) -> u32 {
        self.seen
    }

    /// Returns the mean difference so far; none before the first.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.seen > 0).then(|| self.sum / f64::from(self.seen))
    }

    /// Returns the highest wealth of the bet that the candidate is not worse by the margin. At 1/α,
    /// it passes.
    #[must_use]
    pub fn e_not_inferior(&self) -> f64 {
        self.passing.highest()
    }

    /// Returns the highest wealth of the bet that the candidate is worse by more than the margin.
    /// At 1/α, it fails.
    #[must_use]
    pub fn e_inferior(&self) -> f64 {
        self.failing.highest()
    }

    /// Returns a p that holds at any time, 1/e, for [`holm`](super::holm) and
    /// [`all_required`](super::all_required).
    #[must_use]
    pub fn p(&self) -> f64 {
        (1.0 / self.passing.highest()).min(1.0)
    }
}
