//! The journal of earlier runs, read before the first call.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::path::Path;

use rust_decimal::prelude::ToPrimitive;

use super::record::{Begun, CallRecord, End, Generation, KIND, Record, Void};
use crate::fingerprint::Hasher;
use crate::journal::{JournalError, Log};
use crate::money::Usd;

/// Where the end of a document stands in the journal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) offset: NonZeroU64,
    pub(super) key: u128,
    pub(super) end: End,
}

/// Sums of the journal.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) generation: Option<Generation>,
    /// The last end of each document, by the hash of its id.
    pub(super) slots: HashMap<u128, Slot>,
    /// Attempts without an end, by the hash of the document's id, with their highest cost.
    open: HashMap<u128, Vec<(u32, Option<Usd>)>>,
    pub(super) money: Paid,
}

/// The cost of calls.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Paid {
    /// As far as it is known.
    pub(super) cost: Option<Usd>,
    /// The amount that counts against the budget.
    pub(super) booked: Option<Usd>,
    pub(super) input_tokens: u64,
    pub(super) output_tokens: u64,
    /// Ended calls, and the sum and the sum of squares of their booked dollars.
    pub(super) calls: u64,
    pub(super) sum: f64,
    pub(super) squares: f64,
}

/// Attempts that were under way when earlier runs ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unsure {
    pub(super) attempts: u64,
    pub(super) worst: Option<Usd>,
    /// Those whose highest cost isn't known.
    pub(super) unpriced: u64,
}

/// Hash of an id.
pub(super) fn id_hash(id: &str) -> u128 {
    Hasher::new().text(id).finish()
}

impl Held {
    /// Reads and locks the journal at `path`, which is made if it isn't there.
    pub(super) fn open(path: &Path) -> Result<(Self, Log), JournalError> {
        let mut held = Self::default();
        let log = Log::open(path, &KIND, &mut |offset, record| held.take(offset, record))?;
        Ok((held, log))
    }

    fn take(&mut self, offset: u64, record: &str) -> Result<(), String> {
        let record: Record<'_> = serde_json::from_str(record).map_err(|error| error.to_string())?;
        let (id, key, end, call) = match &record {
            Record::Generation(generation) => {
                self.generation = Some((**generation).clone());
                return Ok(());
            }
            Record::Begun(Begun { id, attempt, worst }) => {
                let open = self.open.entry(id_hash(id)).or_default();
                open.push((*attempt, *worst));
                return Ok(());
            }
            Record::Void(Void { id, booked, .. }) => {
                self.ended(id);
                self.money.booked = plus(self.money.booked, *booked);
                return Ok(());
            }
            Record::Value(value) => (&value.id, &value.key, End::Value, &value.call),
            Record::Drifted(drifted) => (&drifted.id, &drifted.key, End::Drifted, &drifted.call),
            Record::Failed(failed) => (&failed.id, &failed.key, End::Failed, &failed.call),
        };
        let key = u128::from_str_radix(key, 16).map_err(|error| format!("its key: {error}"))?;
        let offset = NonZeroU64::new(offset).ok_or("it stands where the first line should")?;
        self.ended(id);
        self.money.add(call);
        self.slots.insert(id_hash(id), Slot { offset, key, end });
        Ok(())
    }

    /// The call that began last has ended with all its attempts; those of calls that a kill cut off
    /// stay open.
    fn ended(&mut self, id: &str) {
        let hash = id_hash(id);
        let Some(open) = self.open.get_mut(&hash) else {
            return;
        };
        while let Some((1.., _)) = open.pop() {}
        if open.is_empty() {
            self.open.remove(&hash);
        }
    }

    /// Returns the attempts without an end.
    pub(super) fn unsure(&self) -> Unsure {
        let mut unsure = Unsure::default();
        for (_, worst) in self.open.values().flatten() {
            unsure.attempts += 1;
            unsure.worst = plus(unsure.worst, *worst);
            unsure.unpriced += u64::from(worst.is_none());
        }
        unsure
    }
}

impl Paid {
    pub(super) fn add(&mut self, call: &CallRecord<'_>) {
        self.cost = plus(self.cost, call.cost);
        self.booked = plus(self.booked, call.booked);
        self.input_tokens = self.input_tokens.saturating_add(call.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(call.output_tokens);
        self.calls += 1;
        let dollars = call.booked.map_or(0.0, approximate);
        self.sum += dollars;
        self.squares += dollars * dollars;
    }
}

/// Returns an amount as a number for statistics.
fn approximate(amount: Usd) -> f64 {
    amount.as_decimal().to_f64().unwrap_or_default()
}

/// Returns a sum of which either part may be unknown.
pub(super) fn plus(sum: Option<Usd>, more: Option<Usd>) -> Option<Usd> {
    match (sum, more) {
        (Some(sum), more) => Some(sum.plus(more)),
        (None, more) => more,
    }
}
