//! An estimate of a run, before it begins: number of calls, their highest cost, and the part that
//! the journal has.

use super::answers::{Answers, Which};
use super::journal::Answered;
use super::run::{Asking, Contestant, opinion, per_call};
use crate::bound::Bindings;
use crate::money::Usd;

/// An estimate of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Estimate {
    /// Items that may be judged.
    pub items: u64,
    /// The fewest items that a pass takes, or groups of items where there are any, if both models
    /// are equally right on each; more where they differ. `None` if no number of items is enough.
    pub needed: Option<u64>,
    /// Number of independent units, which is what `needed` counts.
    pub independent: u64,
    /// The most calls that may be made; a sequential run may need fewer.
    pub calls: u64,
    /// Answers that the journal has, which aren't paid again.
    pub kept: u64,
    /// Attempts that were under way when earlier runs were killed, all in the journal. Whether they
    /// were paid isn't known; calls without an answer are made again.
    pub unsure: u64,
    /// The most that those can have cost, which counts against the budget.
    pub unsure_cost: Usd,
    /// The most calls of the judge beside those. A list or a map with rubrics inside counts as one
    /// item of it, as long as its answers aren't there.
    pub judge_calls: u64,
    /// The cost of the kept answers and of calls that gave none; for an attempt without an end, its
    /// worst case.
    pub spent: Usd,
    /// The highest cost of `calls`, with every byte a token and every answer as long as allowed; or
    /// the reason why it is unknown. The bill is several times less. The judge's calls depend on
    /// the answers, so they are not included; the budget limits them like all others.
    pub worst_case: Result<Usd, String>,
    /// The cost of all calls if they cost as much as the kept ones did; `None` if there are none.
    pub likely: Option<Usd>,
}

impl Asking {
    /// Returns the estimate of the first `most` items.
    pub(super) fn estimate(&self, most: usize) -> Estimate {
        let active = vec![true; self.contestants.len().saturating_sub(1)];
        let left = self.journal.left();
        let mut estimate = Estimate {
            items: u64::try_from(most).unwrap_or(u64::MAX),
            needed: None,
            independent: 0,
            calls: 0,
            kept: 0,
            unsure: left.attempts,
            unsure_cost: left.worst,
            judge_calls: 0,
            spent: Usd::ZERO,
            worst_case: Ok(Usd::ZERO),
            likely: None,
        };
        for item in 0..most {
            let mut known = Vec::new();
            for which in self.calls_of(item, &active) {
                let key = self.key(which);
                let worst = || self.worst_case(which).ok().flatten();
                if let Some(answered) = self.journaled(&key, worst, &mut estimate) {
                    known.push((which, answered));
                    continue;
                }
                estimate.calls += 1;
                if let Ok(sum) = estimate.worst_case {
                    let worst = self.worst_case(which);
                    estimate.worst_case = worst.map(|worst| sum.plus(worst));
                }
            }
            if let Some(judge) = &self.judge {
                self.opinions_on(judge, item, known, &mut estimate);
            }
        }
        let calls = estimate.calls.saturating_add(estimate.judge_calls);
        estimate.likely = per_call(estimate.spent, estimate.kept, calls);
        estimate
    }

    /// The answer of this key, with what it and calls without one have cost.
    fn journaled(
        &self,
        key: &str,
        worst: impl Fn() -> Option<Usd>,
        estimate: &mut Estimate,
    ) -> Option<Answered> {
        // Older versions didn't write what an attempt can cost.
        for _ in 0..self.journal.left_unpriced(key) {
            estimate.unsure_cost = estimate.unsure_cost.plus(worst());
        }
        estimate.spent = estimate.spent.plus(self.journal.void(key));
        let answered = self.journal.get(key)?;
        estimate.kept += 1;
        estimate.spent = estimate.spent.plus(answered.booked.max(answered.cost));
        Some(answered)
    }

    /// Returns the calls of the judge about an item, of which these answers are known.
    fn opinions_on(
        &self,
        judge: &Contestant,
        item: usize,
        known: Vec<(Which, Answered)>,
        estimate: &mut Estimate,
    ) {
        let active = vec![true; self.contestants.len().saturating_sub(1)];
        let missing = self
            .calls_of(item, &active)
            .len()
            .saturating_sub(known.len());
        let answers = Answers::of(known, active.len());
        // Without the reference's, everything is open.
        let compared = answers.as_ref().map_or(active.len() + 1, |_| missing);
        let opinions = u64::try_from(compared.saturating_mul(self.opinions()));
        estimate.judge_calls += opinions.unwrap_or(u64::MAX);
        let (Some(answers), Some(of)) = (answers, self.items.get(item)) else {
            return;
        };
        for pair in self.judging.pairs(of, &answers, &active) {
            for put in self.puts(judge, item, &pair) {
                let worst = || {
                    judge
                        .worst_case((put.asked(), &Bindings::none()))
                        .ok()
                        .flatten()
                };
                match self.journaled(&put.key, worst, estimate) {
                    Some(answered) if opinion(&answered).is_none() => break,
                    Some(_) => {}
                    None => estimate.judge_calls += 1,
                }
            }
        }
    }

    fn worst_case(&self, which: Which) -> Result<Option<Usd>, String> {
        match (
            self.contestants.get(which.model),
            self.items.get(which.item),
        ) {
            (Some(model), Some(item)) => model
                .worst_case((&item.asked, &item.bindings))
                .map_err(|problem| format!("{}: {problem}", model.name)),
            _ => Ok(None),
        }
    }
}
