//! Statistics of one model's calls: conformance, times, cost.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use super::decide::{LEVEL, share};
use super::journal::Answered;
use super::{CostSummary, Interval, Latency, Side};
use crate::money::Usd;
use crate::statistics::{Confidence, StatisticsError, mean, quantile};

/// Counts of one model's calls.
#[derive(Debug, Default)]
pub(super) struct Tally {
    calls: u64,
    conforming: usize,
    tried: usize,
    pub(super) served: BTreeMap<String, u64>,
    pub(super) failures: BTreeMap<String, u64>,
    elapsed: Vec<u64>,
    first_token: Vec<u64>,
    costs: Vec<f64>,
    total: Option<Usd>,
    input_tokens: u64,
    output_tokens: u64,
}

impl Tally {
    /// One more call.
    pub(super) fn add(&mut self, answered: &Answered) {
        self.calls += 1;
        self.tried += 1;
        match &answered.said {
            Side::Answer { .. } => {
                self.conforming += 1;
                self.elapsed.push(answered.elapsed_us);
                self.first_token.extend(answered.first_token_us);
            }
            Side::Failure { class, .. } => {
                *self.failures.entry(class.clone()).or_default() += 1;
            }
        }
        if let Some(served) = &answered.served {
            *self.served.entry(served.clone()).or_default() += 1;
        }
        if let Some(cost) = answered.cost {
            self.total = Some(self.total.unwrap_or(Usd::ZERO).plus(Some(cost)));
            self.costs.extend(cost.as_decimal().to_f64());
        }
        self.input_tokens = self.input_tokens.saturating_add(answered.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(answered.output_tokens);
    }

    /// Calls that were tried.
    pub(super) fn calls(&self) -> u64 {
        self.calls
    }

    /// Returns the share of answers that satisfied the contract.
    pub(super) fn conformance(&self) -> Result<Interval, StatisticsError> {
        share(self.conforming, self.tried)
    }

    /// From the request to the last byte, of answered calls.
    pub(super) fn latency(&self) -> Result<Option<Latency>, StatisticsError> {
        latency(&self.elapsed)
    }

    /// From the request to the first token, of answered calls.
    pub(super) fn first_token(&self) -> Result<Option<Latency>, StatisticsError> {
        latency(&self.first_token)
    }

    /// Returns the cost of the calls.
    pub(super) fn cost(&self) -> Result<CostSummary, StatisticsError> {
        let per_call = if self.costs.len() < 2 {
            None
        } else {
            let mean = mean(&self.costs, Confidence::new(LEVEL)?)?;
            Some(Interval {
                estimate: mean.estimate,
                low: mean.interval.lower.max(0.0),
                high: mean.interval.upper,
                level: LEVEL,
            })
        };
        Ok(CostSummary {
            total: self.total.unwrap_or(Usd::ZERO),
            per_call,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
        })
    }
}

fn latency(times: &[u64]) -> Result<Option<Latency>, StatisticsError> {
    if times.is_empty() {
        return Ok(None);
    }
    let mut all = times.to_vec();
    all.sort_unstable();
    // No call takes the years from which on a double rounds microseconds.
    let numbers: Vec<f64> = all.iter().filter_map(ToPrimitive::to_f64).collect();
    Ok(Some(Latency {
        p50: between(&numbers, 0.5)?,
        p90: between(&numbers, 0.9)?,
        p99: between(&numbers, 0.99)?,
        all,
    }))
}

/// A quantile of sorted times. Where there are too few to be sure of a bound, it is the smallest or
/// largest time, and the confidence what that gives.
fn between(times: &[f64], share: f64) -> Result<Interval, StatisticsError> {
    let found = quantile(times, share, Confidence::new(LEVEL)?)?;
    let tail = (1.0 - LEVEL) / 2.0;
    let all_beyond = |share: f64| times.iter().map(|_| share).product::<f64>();
    let first = times.first().copied().unwrap_or_default();
    let last = times.last().copied().unwrap_or_default();
    let (low, below) = match found.lower {
        Some(low) => (low, tail),
        None => (first, all_beyond(1.0 - share)),
    };
    let (high, above) = match found.upper {
        Some(high) => (high, tail),
        None => (last, all_beyond(share)),
    };
    let level = (1.0 - below - above).max(0.0);
    Ok(Interval {
        estimate: found.estimate,
        low,
        high,
        level: if found.lower.is_some() && found.upper.is_some() {
            LEVEL
        } else {
            level
        },
    })
}
