//! One required or informative field of one candidate, judged item by item.

use super::Setup;
use crate::statistics::{
    Alpha, FixedDesign, Margin, Pair, PairedCounts, SequentialTest, StatisticsError,
};

/// What one item says of one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::qualify) struct Mark {
    /// The reference is right.
    pub(in crate::qualify) reference: bool,
    /// The candidate is right.
    pub(in crate::qualify) candidate: bool,
    /// How right the candidate is, from 0 to 1.
    pub(in crate::qualify) score: f64,
}

/// The marks of one field, and the bet on them.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// With the group that the item is of.
    pub(super) pairs: Vec<(usize, Pair)>,
    pub(super) scores: f64,
    /// Differences of the group that isn't whole yet.
    pending: Vec<f64>,
    test: SequentialTest,
}

/// How a field stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// Of "worse by the margin or more".
    pub(super) p: f64,
    /// Worse by more than the margin, beyond what chance and the number of fields explain.
    pub(super) fails: bool,
    /// Pairs, or groups where there are any: what is independent.
    pub(super) independent: u64,
}

impl Trial {
    pub(super) fn new(margin: Margin, alpha: Alpha) -> Self {
        Self {
            pairs: Vec::new(),
            scores: 0.0,
            pending: Vec::new(),
            test: SequentialTest::new(margin, alpha),
        }
    }

    /// One more item. `share` is its weight as a share of the largest.
    pub(super) fn push(&mut self, group: usize, mark: Mark, share: f64, margin: f64) {
        let pair = Pair::new(mark.reference, mark.candidate);
        self.pairs.push((group, pair));
        self.scores += mark.score;
        // The weighted mean of differences is above −δ exactly if the plain mean of these is; they stay between −1 and 1, and with equal weights they are the differences.
        let weighted = share.mul_add(pair.difference() + margin, -margin);
        let difference = if share < 1.0 {
            weighted
        } else {
            pair.difference()
        };
        self.pending.push(difference.clamp(-1.0, 1.0));
    }

    /// The group of the last items is whole: it is what is independent of the others, so it counts once.
    pub(super) fn end_group(&mut self) -> Result<(), StatisticsError> {
        let number = self.pending.iter().map(|_| 1.0).sum::<f64>();
        if number > 0.0 {
            let mean = self.pending.iter().sum::<f64>() / number;
            self.pending.clear();
            self.test.push_difference(mean.clamp(-1.0, 1.0))?;
        }
        Ok(())
    }

    /// At any time.
    pub(super) fn running(&self, setup: &Setup) -> Standing {
        Standing {
            p: self.test.p(),
            // One of so many bets may win by luck; their threshold grows with their number.
            fails: self.test.e_inferior() * setup.alpha.get() >= setup.required(),
            independent: self.test.seen().into(),
        }
    }

    /// Once, on the number of items that was fixed beforehand.
    pub(super) fn fixed(&self, setup: &Setup) -> Result<Standing, StatisticsError> {
        let number = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
        let strict = Alpha::new(setup.alpha.get() / setup.required())?;
        let design = |alpha| FixedDesign::new(number, setup.margin, alpha);
        let groups = self.groups();
        let decide = |design: FixedDesign| {
            if setup.clustered {
                design.minimum(0).decide_clustered(&self.pairs)
            } else {
                design.minimum(0).decide(&self.plain())
            }
        };
        let passing = decide(design(setup.alpha)?)?;
        let failing = decide(design(strict)?)?;
        Ok(Standing {
            p: passing.p(),
            fails: failing.verdict() == crate::statistics::Verdict::Failed,
            independent: groups,
        })
    }

    pub(super) fn plain(&self) -> Vec<Pair> {
        self.pairs.iter().map(|(_, pair)| *pair).collect()
    }

    pub(super) fn counts(&self) -> Result<PairedCounts, StatisticsError> {
        PairedCounts::of(&self.plain())
    }

    fn groups(&self) -> u64 {
        let groups: std::collections::BTreeSet<usize> =
            self.pairs.iter().map(|(group, _)| *group).collect();
        u64::try_from(groups.len()).unwrap_or(u64::MAX)
    }
}
