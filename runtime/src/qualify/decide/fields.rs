//! The results of each field.

use super::trial::{Standing, Trial};
use super::{Setup, Trials};
use crate::qualify::{Design, FieldResult, Interval, Verdict};
use crate::statistics::{Confidence, Proportion, StatisticsError, tango};

/// The confidence of intervals that decide nothing.
pub(in crate::qualify) const LEVEL: f64 = 0.95;

/// A share with its exact interval; all of 0 to 1 where there is nothing to count.
pub(in crate::qualify) fn share(
    successes: usize,
    trials: usize,
) -> Result<Interval, StatisticsError> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    if trials == 0 {
        return Ok(Interval {
            estimate: 0.0,
            low: 0.0,
            high: 1.0,
            level: LEVEL,
        });
    }
    let share = Proportion::new(count(successes), count(trials))?;
    let bounds = share.clopper_pearson(Confidence::new(LEVEL)?);
    Ok(Interval {
        estimate: share.estimate(),
        low: bounds.lower,
        high: bounds.upper,
        level: LEVEL,
    })
}

impl Trials {
    /// Every field, in the order of the setup.
    pub(in crate::qualify) fn results(
        &self,
        setup: &Setup,
    ) -> Result<Vec<FieldResult>, StatisticsError> {
        let fields = setup.fields.iter().zip(&self.fields);
        fields
            .map(|(field, trial)| {
                let standing = standing(trial, setup)?;
                let (rights, difference) = measured(trial, setup)?;
                let [candidate, reference] = rights;
                let count = |of: fn(bool, bool) -> bool| {
                    let pairs = trial.pairs().iter();
                    let found = pairs.filter(|(_, pair)| of(pair.primary, pair.candidate));
                    u64::try_from(found.count()).unwrap_or(u64::MAX)
                };
                Ok(FieldResult {
                    pointer: field.pointer.clone(),
                    method: field.method.clone(),
                    requirement: field.requirement,
                    items: count(|_, _| true),
                    ungraded: trial.ungraded(),
                    candidate,
                    reference,
                    difference,
                    only_reference: count(|reference, candidate| reference && !candidate),
                    only_candidate: count(|reference, candidate| !reference && candidate),
                    mean_score: mean_score(trial),
                    p_value: standing.p,
                    verdict: verdict(&standing, setup),
                })
            })
            .collect()
    }
}

fn standing(trial: &Trial, setup: &Setup) -> Result<Standing, StatisticsError> {
    match setup.design {
        _ if trial.pairs().is_empty() => Ok(Standing {
            p: 1.0,
            fails: false,
            independent: 0,
        }),
        Design::Sequential => Ok(trial.running(setup)),
        Design::Fixed { .. } => trial.fixed(setup),
    }
}

fn verdict(standing: &Standing, setup: &Setup) -> Verdict {
    if standing.fails {
        Verdict::Failed
    } else if standing.p <= setup.alpha.get() && standing.independent >= setup.least {
        Verdict::Passed
    } else {
        Verdict::InsufficientData
    }
}

/// Returns the shares of right answers of candidate and reference, and the difference.
fn measured(trial: &Trial, setup: &Setup) -> Result<([Interval; 2], Interval), StatisticsError> {
    let right = |of: fn(bool, bool) -> bool| {
        let pairs = trial.pairs().iter();
        pairs
            .filter(|(_, pair)| of(pair.primary, pair.candidate))
            .count()
    };
    let all = trial.pairs().len();
    let rights = [
        share(right(|_, candidate| candidate), all)?,
        share(right(|reference, _| reference), all)?,
    ];
    let confidence = setup.alpha.confidence();
    let mut difference = Interval {
        estimate: 0.0,
        low: -1.0,
        high: 1.0,
        level: confidence.get(),
    };
    if all > 0 {
        let counts = trial.counts()?;
        let groups = setup
            .clustered
            .then(|| crate::statistics::Clusters::of(trial.pairs()));
        let bounds = match groups {
            Some(Ok(clusters)) => clusters.interval(confidence),
            _ => tango::interval(counts, confidence),
        };
        difference.estimate = counts.difference();
        (difference.low, difference.high) = (bounds.lower, bounds.upper);
    }
    Ok((rights, difference))
}

fn mean_score(trial: &Trial) -> f64 {
    let number = trial.pairs().iter().map(|_| 1.0).sum::<f64>();
    if number > 0.0 {
        trial.scores / number
    } else {
        0.0
    }
}
