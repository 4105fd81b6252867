//! One try of one model, as the receipt keeps it.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::form::Form;
use crate::bill::Bill;
use crate::breaker::BreakerState;
use crate::budget::BookingId;
use crate::dialect::{Loss, Step};
use crate::failure::FailureClass;
use crate::limit::TimeLimit;
use crate::metadata::{AttemptMetadata, micros, optional_micros};
use crate::money::Usd;
use crate::served::Served;

/// The reason for an attempt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AttemptKind {
    /// The plan's first model, for the first time.
    #[default]
    First,
    /// A further attempt of one model, after a failure that may pass.
    Retry,
    /// A further attempt of one model, which gets the deviations of its answer from the contract.
    Repair,
    /// Another model instead of the one before it.
    Fallback,
    /// One of the few calls by which an open breaker finds out whether the model is back.
    Probe,
}

impl fmt::Display for AttemptKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AttemptKind {
    /// The kind in one word; the same in receipts and signals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Retry => "retry",
            Self::Repair => "repair",
            Self::Fallback => "fallback",
            Self::Probe => "probe",
        }
    }
}

/// An answer of another snapshot than those that speak for the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SnapshotChange {
    /// The snapshots that were qualified.
    pub qualified: Vec<String>,
    /// The one that served.
    pub served: String,
}

/// Writes what is shared; `serde` does so itself only under a feature.
fn shared<T: Serialize + ?Sized, S: Serializer>(
    value: &Arc<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().serialize(serializer)
}

/// `claude-haiku-4-5-20260301 served, and claude-haiku-4-5-20251001 was qualified`
impl fmt::Display for SnapshotChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let qualified = self.qualified.join(", ");
        write!(f, "{} served, and {qualified} was qualified", self.served)
    }
}

/// One try of one model. It dereferences to the [metadata](AttemptMetadata) that the provider
/// recorded, so that `attempt.status` or `attempt.usage` read like its own fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Form")]
#[non_exhaustive]
pub struct Attempt {
    /// The reason for the attempt.
    pub kind: AttemptKind,
    /// The number of the plan's model that it asked: 0 is the primary, 1 the first fallback.
    pub step: usize,
    /// Time from the call's start to the attempt's.
    #[serde(rename = "begun_after_us", serialize_with = "micros")]
    pub begun_after: Duration,
    /// The provider's name.
    pub provider: String,
    /// The address to which the request went, without credentials.
    pub base_url: String,
    /// The dialect that carried the contract.
    pub dialect: String,
    /// The model that was asked for.
    pub requested_model: String,
    /// The settings of the request, by name; only what was set. Members in the vendor's own words
    /// are in `extra`, and of HTTP headers `headers` has the names alone.
    #[serde(serialize_with = "shared")]
    pub parameters: Arc<BTreeMap<String, Value>>,
    /// Settings of the request that the model is known to pass over.
    pub ignored_parameters: Vec<String>,
    /// Metadata that the provider recorded: the model that served, ids, tokens, times.
    #[serde(flatten)]
    pub metadata: AttemptMetadata,
    /// The verdict on the model that served, from its names and from what a gateway shows beside
    /// them; `None` if none answered.
    pub served: Option<Served>,
    /// A reason for the verdict, where a gateway showed more than the model's name.
    pub served_reason: Option<String>,
    /// A change of the snapshot that serves, against those on which the model was qualified; `None`
    /// if one of them has served, or nothing is known of them.
    pub snapshot_changed: Option<SnapshotChange>,
    /// The class of the attempt's failure; `None` if it did not fail.
    pub failure: Option<FailureClass>,
    /// The time limit that ended it; `None` if none did.
    pub limit: Option<TimeLimit>,
    /// The vendor's own error code.
    pub code: Option<String>,
    /// The price of `usage` for the model that served, as the provider names it; `None` if one of
    /// them is unknown.
    pub cost: Option<Usd>,
    /// A sentence on why the cost is unknown, or on what of it is assumed; `None` if there is
    /// nothing to say.
    pub cost_note: Option<String>,
    /// The least that an attempt of unknown cost is booked at.
    #[serde(skip)]
    pub(crate) floor: Option<Usd>,
    /// Its worst case, held against the plan's limits on money while it ran; `None` if there are
    /// none, or the model is free.
    pub reserved: Option<Usd>,
    /// The amount that was booked against these limits: the larger of `cost` and `reported_cost`
    /// once the vendor has said the end of its answer, and before that the worst case, unless the
    /// budget says [otherwise](crate::budget::Unfinished). `None` if nothing limits what the plan
    /// may cost.
    pub booked: Option<Usd>,
    /// The part of `booked` beyond the worst case; `None` if there is none.
    pub overrun: Option<Usd>,
    /// The id by which the [booking can be corrected](crate::budget::Budget::correct); `None` if
    /// the plan has no budget.
    pub booking: Option<BookingId>,
    /// The state of the model's breaker when it let the attempt through.
    pub breaker: Option<BreakerState>,
    /// The reason why the same model was not asked once more; `None` unless retries were planned
    /// and the failure was one that may pass.
    pub not_retried: Option<String>,
    /// Time from sending to the end of the attempt.
    #[serde(rename = "elapsed_us", serialize_with = "micros")]
    pub elapsed: Duration,
    /// The time that the vendor asked to wait; `None` if it didn't ask.
    #[serde(rename = "retry_after_us", serialize_with = "optional_micros")]
    pub retry_after: Option<Duration>,
    /// `true` if the vendor said that asking again is of no use.
    pub no_retry: bool,
    /// Reversible rewrites that were asked for, and undone before decoding.
    pub steps: Vec<Step>,
    /// Rules that the dialect could not carry; the prompt said them, the decoder held them. Every
    /// attempt of a plan's model shares them.
    #[serde(serialize_with = "shared")]
    pub losses: Arc<[Loss]>,
    /// The number of places of the answer that deviated.
    pub violations: usize,
    /// The fields of the contract at which they are, and how many of them at each; the first 32 in
    /// the order of their names. A field is a JSON Pointer of declared names with `*` for what the
    /// answer alone has, as in a drift's
    /// [`RedactedViolation::field`](crate::drift::RedactedViolation::field).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub drifted_fields: BTreeMap<String, usize>,
    /// The length in bytes of the answer's text up to the first byte from which no end could fit
    /// the contract, where the plan [aborted](crate::plan::PlanBuilder::abort_early) the request;
    /// `None` if it didn't. Then `usage` has the counts that had come by then, if any.
    pub stopped_at: Option<usize>,
}

impl Deref for Attempt {
    type Target = AttemptMetadata;

    fn deref(&self) -> &AttemptMetadata {
        &self.metadata
    }
}

impl DerefMut for Attempt {
    fn deref_mut(&mut self) -> &mut AttemptMetadata {
        &mut self.metadata
    }
}

impl Attempt {
    /// The record of an attempt of `model` by `provider`, with nothing known of it. Calls make
    /// their own, this is for tests of whatever reads one.
    #[must_use]
    pub fn new(provider: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            provider: provider.into(),
            requested_model: model.into(),
            ..Self::default()
        }
    }

    /// Returns the larger of what the tokens cost and what the vendor says; `None` if neither is
    /// known.
    #[must_use]
    pub fn paid(&self) -> Option<Usd> {
        self.cost.max(self.reported_cost)
    }

    /// Returns the amount that counts against a budget: `worst`, the attempt's highest cost, where
    /// it may have cost more than is known. `None` if nothing is known.
    #[cfg(any(feature = "qualify", feature = "run"))]
    pub(crate) fn counted(&self, worst: Option<Usd>) -> Option<Usd> {
        let known = self.booked.max(self.paid());
        known.max(worst.filter(|_| self.cost_unknown()))
    }

    /// Returns `true` if the attempt is known to have cost nothing: nothing was sent, or it was
    /// refused in a way that is documented not to be billed.
    #[must_use]
    pub fn cost_nothing(&self) -> bool {
        self.bill
            .is_nothing(&self.provider, self.failure, self.status)
    }

    /// Returns `true` if the attempt may have cost more than is known: the vendor has reported no
    /// cost, or not said the end of its answer.
    #[must_use]
    pub fn cost_unknown(&self) -> bool {
        match self.bill {
            Bill::Closed => self.paid().is_none(),
            _ => !self.cost_nothing(),
        }
    }
}
