//! Number of items that a pass takes at least, before and after a run.

use super::trial::Trial;
use super::{Design, Mark, Setup};
use crate::statistics::{Alpha, StatisticsError};

/// More items than this are looked at for no one; who needs them needs another margin.
const MOST_IN_SEQUENCE: u64 = 100_000;

/// The exact test of a fixed number takes longer with each item.
const MOST_AT_ONCE: u64 = 10_000;

/// A pair on which both models are right.
const EQUAL: Mark = Mark {
    reference: true,
    candidate: true,
    score: 1.0,
    graded: true,
};

impl Setup {
    /// Returns how many items, or groups of items, a pass takes if both models are equally right on
    /// each of them; where they differ, it takes more. `None` if it takes more than anyone has.
    pub(in crate::qualify) fn needed(
        &self,
        candidates: usize,
    ) -> Result<Option<u64>, StatisticsError> {
        let trial = Trial::new(self.margin, self.alpha);
        self.more(&trial, candidates)
    }

    /// Returns how many more items, or groups, a pass of this field takes if both models are
    /// equally right on each of them; `None` if it takes more than anyone has.
    pub(super) fn more(
        &self,
        trial: &Trial,
        candidates: usize,
    ) -> Result<Option<u64>, StatisticsError> {
        // By Holm, the first of several must be so much surer.
        let number = (0..candidates.max(1)).map(|_| 1.0).sum::<f64>();
        let alpha = Alpha::new(self.alpha.get() / number)?;
        match self.design {
            Design::Sequential => self.in_sequence(trial.clone(), alpha),
            Design::Fixed { .. } => self.at_once(trial, alpha),
        }
    }

    fn in_sequence(&self, mut trial: Trial, alpha: Alpha) -> Result<Option<u64>, StatisticsError> {
        let mut more = 0;
        loop {
            let standing = trial.running(self);
            if standing.p <= alpha.get() && standing.independent >= self.least {
                return Ok(Some(more));
            }
            if more == MOST_IN_SEQUENCE {
                return Ok(None);
            }
            trial.push(usize::MAX, EQUAL, 1.0, self.margin.get());
            trial.end_group()?;
            more += 1;
        }
    }

    /// The chance to pass rises with the number, but for the teeth of a saw, which are an item or
    /// two.
    fn at_once(&self, trial: &Trial, alpha: Alpha) -> Result<Option<u64>, StatisticsError> {
        let setup = Self {
            alpha,
            ..self.clone()
        };
        let is_enough = |more: u64| {
            let mut trial = trial.clone();
            let first = trial.pairs().iter().map(|(group, _)| group + 1).max();
            let first = first.unwrap_or(0);
            for index in 0..more {
                let group = usize::try_from(index).unwrap_or(usize::MAX);
                trial.push(first.saturating_add(group), EQUAL, 1.0, setup.margin.get());
            }
            if trial.pairs().is_empty() {
                return Ok(false);
            }
            let standing = trial.fixed(&setup)?;
            Ok(standing.p <= alpha.get() && standing.independent >= setup.least)
        };
        let mut high = 1;
        while !is_enough(high)? {
            high *= 2;
            if high > MOST_AT_ONCE {
                return Ok(None);
            }
        }
        let mut low = high / 2;
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if is_enough(middle)? {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(Some(high))
    }
}
