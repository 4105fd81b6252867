//! One required or informative field of one candidate, judged item by item.

use super::Setup;
use crate::statistics::{
    Alpha, Decision, FixedDesign, Margin, Pair, PairedCounts, SequentialTest, StatisticsError,
};

/// The result of one item for one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::qualify) struct Mark {
    /// The reference is right.
    pub(in crate::qualify) reference: bool,
    /// The candidate is right.
    pub(in crate::qualify) candidate: bool,
    /// The candidate's score, from 0 to 1.
    pub(in crate::qualify) score: f64,
    /// `true` if that is known; else it is the worst for the candidate that it can be.
    pub(in crate::qualify) graded: bool,
}

/// The marks of one field, and the bets on them.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// The known marks, by which a candidate fails.
    known: Marks,
    /// The known marks and the worst case of the unknown ones, by which a candidate passes.
    feared: Marks,
    pub(super) scores: f64,
}

/// Marks in their order, and a bet.
#[derive(Debug, Clone)]
struct Marks {
    /// With the group that the item is of.
    pairs: Vec<(usize, Pair)>,
    /// Differences of the group that isn't whole yet.
    pending: Vec<f64>,
    test: SequentialTest,
}

/// The state of a field's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// The p-value of the hypothesis "worse by the margin or more".
    pub(super) p: f64,
    /// Worse by more than the margin, beyond what chance and the number of fields explain.
    pub(super) fails: bool,
    /// Pairs, or groups where there are any: what is independent.
    pub(super) independent: u64,
}

impl Marks {
    fn push(&mut self, group: usize, pair: Pair, share: f64, margin: f64) {
        self.pairs.push((group, pair));
        // The weighted mean of differences is above −δ exactly if the plain mean of these is; they
        // stay between −1 and 1, and with equal weights they are the differences.
        let weighted = share.mul_add(pair.difference() + margin, -margin);
        let difference = if share < 1.0 {
            weighted
        } else {
            pair.difference()
        };
        self.pending.push(difference.clamp(-1.0, 1.0));
    }

    fn end_group(&mut self) -> Result<(), StatisticsError> {
        let number = self.pending.iter().map(|_| 1.0).sum::<f64>();
        if number > 0.0 {
            let mean = self.pending.iter().sum::<f64>() / number;
            self.pending.clear();
            self.test.push_difference(mean.clamp(-1.0, 1.0))?;
        }
        Ok(())
    }

    fn decide(&self, setup: &Setup, alpha: Alpha) -> Result<Decision, StatisticsError> {
        let number = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
        let design = FixedDesign::new(number, setup.margin, alpha)?.minimum(0);
        if setup.clustered {
            design.decide_clustered(&self.pairs)
        } else {
            design.decide(&plain(&self.pairs))
        }
    }
}

impl Trial {
    pub(super) fn new(margin: Margin, alpha: Alpha) -> Self {
        let marks = Marks {
            pairs: Vec::new(),
            pending: Vec::new(),
            test: SequentialTest::new(margin, alpha),
        };
        Self {
            known: marks.clone(),
            feared: marks,
            scores: 0.0,
        }
    }

    /// One more item. `share` is its weight as a share of the largest.
    pub(super) fn push(&mut self, group: usize, mark: Mark, share: f64, margin: f64) {
        let pair = Pair::new(mark.reference, mark.candidate);
        self.feared.push(group, pair, share, margin);
        if mark.graded {
            self.known.push(group, pair, share, margin);
            self.scores += mark.score;
        }
    }

    /// The group of the last items is whole: it is what is independent of the others, so it counts
    /// once.
    pub(super) fn end_group(&mut self) -> Result<(), StatisticsError> {
        self.known.end_group()?;
        self.feared.end_group()
    }

    /// At any time.
    pub(super) fn running(&self, setup: &Setup) -> Standing {
        Standing {
            p: self.feared.test.p(),
            // One of so many bets may win by luck; their threshold grows with their number.
            fails: self.known.test.e_inferior() * setup.alpha.get() >= setup.required(),
            independent: self.known.test.seen().into(),
        }
    }

    /// Once, on the number of items that was fixed beforehand.
    pub(super) fn fixed(&self, setup: &Setup) -> Result<Standing, StatisticsError> {
        let strict = Alpha::new(setup.alpha.get() / setup.required())?;
        let passing = self.feared.decide(setup, setup.alpha)?;
        let failing = self.known.decide(setup, strict)?;
        Ok(Standing {
            p: passing.p(),
            fails: failing.verdict() == crate::statistics::Verdict::Failed,
            independent: self.groups(),
        })
    }

    /// Returns the known pairs of items, with their groups.
    pub(super) fn pairs(&self) -> &[(usize, Pair)] {
        &self.known.pairs
    }

    /// Items of which nothing is known.
    pub(super) fn ungraded(&self) -> u64 {
        let unknown = self
            .feared
            .pairs
            .len()
            .saturating_sub(self.known.pairs.len());
        u64::try_from(unknown).unwrap_or(u64::MAX)
    }

    pub(super) fn counts(&self) -> Result<PairedCounts, StatisticsError> {
        PairedCounts::of(&plain(&self.known.pairs))
    }

    fn groups(&self) -> u64 {
        let groups: std::collections::BTreeSet<usize> =
            self.known.pairs.iter().map(|(group, _)| *group).collect();
        u64::try_from(groups.len()).unwrap_or(u64::MAX)
    }
}

fn plain(pairs: &[(usize, Pair)]) -> Vec<Pair> {
    pairs.iter().map(|(_, pair)| *pair).collect()
}
