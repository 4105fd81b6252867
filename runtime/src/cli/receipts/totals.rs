//! Sums over receipts.

use std::collections::BTreeMap;

use crate::money::Usd;
use crate::receipt::Receipt;

/// Sums over receipts.
#[derive(Debug)]
pub(super) struct Totals {
    pub(super) calls: u64,
    /// Calls without a value, by the class of their failure.
    pub(super) failed: BTreeMap<String, u64>,
    /// Calls whose value another model gave than the plan's first.
    pub(super) fell_back: u64,
    /// Fallbacks that were taken: from, to, reason.
    pub(super) hops: BTreeMap<(String, String, String), u64>,
    /// Fallbacks that a failure triggered and that were not taken.
    pub(super) held_back: u64,
    /// Answers, by the model that gave them.
    pub(super) served: BTreeMap<String, u64>,
    /// Attempts whose answer deviated, by contract and field.
    pub(super) drifted: BTreeMap<(String, String), u64>,
    pub(super) attempts: u64,
    pub(super) intended: Usd,
    pub(super) fallback: Usd,
    /// Attempts whose cost isn't known.
    pub(super) unknown: u64,
    /// Microseconds of each call.
    times: Vec<u64>,
    pub(super) slowest: Option<(u64, String)>,
    pub(super) first: Option<u64>,
    pub(super) last: Option<u64>,
}

impl Default for Totals {
    fn default() -> Self {
        Self {
            calls: 0,
            failed: BTreeMap::new(),
            fell_back: 0,
            hops: BTreeMap::new(),
            held_back: 0,
            served: BTreeMap::new(),
            drifted: BTreeMap::new(),
            attempts: 0,
            intended: Usd::ZERO,
            fallback: Usd::ZERO,
            unknown: 0,
            times: Vec::new(),
            slowest: None,
            first: None,
            last: None,
        }
    }
}

/// Returns the model that gave the value: as the vendor names it, else as it was asked for. `None`
/// if no model gave one.
pub(super) fn served(receipt: &Receipt) -> Option<&str> {
    let answered = receipt.answered().filter(|_| receipt.failure.is_none())?;
    let named = answered.served_model.as_deref();
    Some(named.unwrap_or(&answered.requested_model))
}

fn count<K: Ord>(map: &mut BTreeMap<K, u64>, key: K, more: u64) {
    let count = map.entry(key).or_default();
    *count = count.saturating_add(more);
}

/// Adds up; a sum that doesn't fit 28 digits stays where it was.
fn plus(sum: &mut Usd, more: Usd) {
    *sum = sum.checked_add(more).unwrap_or(*sum);
}

impl Totals {
    pub(super) fn add(&mut self, receipt: &Receipt) {
        self.calls += 1;
        if let Some(class) = receipt.failure {
            count(&mut self.failed, class.as_str().to_owned(), 1);
        }
        let answered = receipt.answered().filter(|_| receipt.failure.is_none());
        self.fell_back += u64::from(answered.is_some_and(|attempt| attempt.step > 0));
        if let Some(model) = served(receipt) {
            count(&mut self.served, model.to_owned(), 1);
        }
        for hop in &receipt.hops {
            if hop.taken() {
                let way = (hop.from.clone(), hop.to.clone(), hop.reason.to_string());
                count(&mut self.hops, way, 1);
            } else {
                self.held_back += 1;
            }
        }
        for attempt in &receipt.attempts {
            self.attempts += 1;
            for field in attempt.drifted_fields.keys() {
                let place = (receipt.contract.name.clone(), field.clone());
                count(&mut self.drifted, place, 1);
            }
        }
        plus(&mut self.intended, receipt.spend.intended);
        plus(&mut self.fallback, receipt.spend.fallback);
        self.unknown += u64::try_from(receipt.spend.unknown).unwrap_or_default();
        let took = u64::try_from(receipt.elapsed.as_micros()).unwrap_or(u64::MAX);
        self.times.push(took);
        self.slower(Some((took, receipt.id.clone())));
        self.within(Some(receipt.started_unix_ms), Some(receipt.started_unix_ms));
    }

    /// Adds the sums of other receipts.
    pub(super) fn join(&mut self, other: Self) {
        self.calls += other.calls;
        self.fell_back += other.fell_back;
        self.held_back += other.held_back;
        self.attempts += other.attempts;
        self.unknown += other.unknown;
        for (class, more) in other.failed {
            count(&mut self.failed, class, more);
        }
        for (model, more) in other.served {
            count(&mut self.served, model, more);
        }
        for (way, more) in other.hops {
            count(&mut self.hops, way, more);
        }
        for (place, more) in other.drifted {
            count(&mut self.drifted, place, more);
        }
        plus(&mut self.intended, other.intended);
        plus(&mut self.fallback, other.fallback);
        self.times.extend(other.times);
        self.slower(other.slowest);
        self.within(other.first, other.last);
    }

    fn slower(&mut self, call: Option<(u64, String)>) {
        if call.as_ref().map(|call| call.0) > self.slowest.as_ref().map(|call| call.0) {
            self.slowest = call;
        }
    }

    fn within(&mut self, first: Option<u64>, last: Option<u64>) {
        self.first = [self.first, first].into_iter().flatten().min();
        self.last = self.last.max(last);
    }

    /// Returns the time from the first call's start to the last one's, in milliseconds.
    pub(super) fn span(&self) -> u64 {
        let (first, last) = (
            self.first.unwrap_or_default(),
            self.last.unwrap_or_default(),
        );
        last.saturating_sub(first)
    }

    /// Returns the number of calls without a value.
    pub(super) fn failures(&self) -> u64 {
        self.failed.values().sum()
    }

    /// Returns the time in microseconds that `percent` of the calls didn't exceed.
    pub(super) fn percentile(&mut self, percent: usize) -> u64 {
        self.times.sort_unstable();
        let rank = self.times.len().saturating_mul(percent).div_ceil(100);
        let at = rank.saturating_sub(1);
        self.times.get(at).copied().unwrap_or_default()
    }
}
