//! One try of one model, as the receipt keeps it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::micros::{from_micros, from_optional_micros, micros, optional_micros};
use crate::bill::Bill;
use crate::breaker::BreakerState;
use crate::budget::BookingId;
use crate::dialect::{Loss, Step};
use crate::failure::FailureClass;
use crate::grade::Grade;
use crate::limit::Limit;
use crate::money::Usd;
use crate::served::Served;
use crate::usage::Usage;

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

/// As a list; `serde` does so itself only under a feature.
fn shared<S: Serializer>(losses: &Arc<[Loss]>, serializer: S) -> Result<S::Ok, S::Error> {
    losses.serialize(serializer)
}

fn from_list<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<[Loss]>, D::Error> {
    Vec::<Loss>::deserialize(from).map(Arc::from)
}

/// `claude-haiku-4-5-20260301 served, and claude-haiku-4-5-20251001 was qualified`
impl fmt::Display for SnapshotChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let qualified = self.qualified.join(", ");
        write!(f, "{} served, and {qualified} was qualified", self.served)
    }
}

/// One try of one model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attempt {
    /// The reason for the attempt.
    pub kind: AttemptKind,
    /// Which model of the plan it asked: 0 is the primary, 1 the first fallback.
    pub step: usize,
    /// From the call's start to the attempt's.
    #[serde(
        rename = "begun_after_us",
        serialize_with = "micros",
        deserialize_with = "from_micros"
    )]
    pub begun_after: Duration,
    /// The provider's name.
    pub provider: String,
    /// Where the request went, without credentials.
    pub base_url: String,
    /// The dialect that carried the contract.
    pub dialect: String,
    /// The model that was asked for.
    pub requested_model: String,
    /// The model that the provider says has served.
    pub served_model: Option<String>,
    /// The verdict that follows from both, and from what a gateway shows beside them.
    pub served: Option<Served>,
    /// The reason for that verdict, if a gateway showed more than the model's name.
    pub served_reason: Option<String>,
    /// Another snapshot has served than those on which the model was qualified; `None`: one of them
    /// has, or nothing is known of them.
    pub snapshot_changed: Option<SnapshotChange>,
    /// The class of failure; `None` if the attempt succeeded.
    pub failure: Option<FailureClass>,
    /// The time limit that ended it, if one did.
    pub limit: Option<Limit>,
    /// The vendor's own error code.
    pub code: Option<String>,
    /// HTTP status.
    pub status: Option<u16>,
    /// The vendor's id of the HTTP request, for support.
    pub request_id: Option<String>,
    /// The vendor's id of the answer itself, such as `chatcmpl-…`.
    pub response_id: Option<String>,
    /// The progress of the attempt, as far as its cost depends on it: only if it is
    /// [`Bill::Closed`] are `usage` and `cost` final; otherwise they are a lower bound.
    pub bill: Bill,
    /// Tokens, as the vendor reported them.
    pub usage: Option<Usage>,
    /// The cost of `usage` at the price of the model that served, as the provider names it; `None`
    /// if one of them is unknown.
    pub cost: Option<Usd>,
    /// The cost that the vendor itself reports; `None` if it doesn't.
    pub reported_cost: Option<Usd>,
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
    /// The reason why the model was not asked once more, if retries were planned and the failure
    /// was one that may pass.
    pub not_retried: Option<String>,
    /// From sending to the response's headers.
    #[serde(
        rename = "headers_after_us",
        default,
        serialize_with = "optional_micros",
        deserialize_with = "from_optional_micros"
    )]
    pub headers_after: Option<Duration>,
    /// From sending to the first piece of the model's output, reasoning included; where an answer
    /// isn't streamed, to the whole of it.
    #[serde(
        rename = "first_token_after_us",
        default,
        serialize_with = "optional_micros",
        deserialize_with = "from_optional_micros"
    )]
    pub first_token_after: Option<Duration>,
    /// From sending to the end of the attempt.
    #[serde(
        rename = "elapsed_us",
        serialize_with = "micros",
        deserialize_with = "from_micros"
    )]
    pub elapsed: Duration,
    /// The wait that the vendor asked for.
    #[serde(
        rename = "retry_after_us",
        default,
        serialize_with = "optional_micros",
        deserialize_with = "from_optional_micros"
    )]
    pub retry_after: Option<Duration>,
    /// The vendor said that asking again is of no use.
    pub no_retry: bool,
    /// Number of output tokens that the contract left no choice about (models in the process).
    pub forced_tokens: Option<u64>,
    /// Reversible rewrites that the answer was asked to come in, and that were undone before
    /// decoding.
    pub steps: Vec<Step>,
    /// Rules that the dialect could not carry; the prompt said them, the decoder held them. Every
    /// attempt of a plan's model shares them.
    #[serde(serialize_with = "shared", deserialize_with = "from_list")]
    pub losses: Arc<[Loss]>,
    /// A judgement of the model's answers, if there is one (models in the process).
    pub grade: Option<Grade>,
    /// SHA-256 of the weights, for models in the process.
    pub model_digest: Option<String>,
    /// The document was closed because the output limit was near: it is valid, and what it says may
    /// be cut short.
    pub closed_early: bool,
    /// Number of deviating places in the answer.
    pub violations: usize,
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
