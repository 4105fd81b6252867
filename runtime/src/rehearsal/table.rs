//! A plan's reaction in each case, as data.

use std::time::Duration;

use serde::Serialize;

use super::drift::DriftKind;
use super::fault::Fault;
use super::signal::Signal;
use super::wire::WireForm;
use crate::failure::FailureClass;
use crate::metadata::micros;
use crate::mode::Mode;
use crate::money::Usd;

/// A plan's reactions to failures of its models: one row for each model and each fault. Its
/// `Display` is a table for people; it serialises as JSON.
///
/// An unchanged plan gives an unchanged rehearsal: the clock moves only by the plan's own waits,
/// and jitter has a fixed seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rehearsal {
    /// The prompt's name.
    pub prompt: String,
    /// The contract's name.
    pub contract: String,
    /// The plan's mode: fallbacks permitted or not.
    pub mode: Mode,
    /// The models of the plan, in order.
    pub steps: Vec<RehearsedStep>,
    /// The results, by model and fault.
    pub rows: Vec<Row>,
}

/// One model of a [`Rehearsal`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RehearsedStep {
    /// The provider's name.
    pub provider: String,
    /// The model's id, as it is asked for.
    pub model: String,
    /// The dialect that carries the contract.
    pub dialect: String,
    /// The wire format that it was asked in.
    pub form: Option<WireForm>,
    /// The fault of the model before it, by which the plan came here; `None` for the first.
    pub reached_by: Option<Fault>,
    /// The reason why there are no rows of it; `None` if there are.
    pub not_rehearsed: Option<String>,
}

/// One case: a model that fails in one way, every time that it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// Which model of the plan failed: 0 is the first.
    pub step: usize,
    /// Its id.
    pub model: String,
    /// The fault.
    pub fault: Fault,
    /// The outcome of the call.
    pub outcome: CallOutcome,
    /// The failure that the fault was taken for; `None`: for none.
    pub class: Option<FailureClass>,
    /// The model whose answer the call gave.
    pub answered_by: Option<String>,
    /// The class of failure in the call's receipt; `None` if it gave an answer.
    pub failure: Option<FailureClass>,
    /// Number of attempts.
    pub attempts: usize,
    /// The longest that the vendor asked to wait, as it was understood.
    #[serde(
        rename = "retry_after_us",
        serialize_with = "crate::metadata::optional_micros"
    )]
    pub retry_after: Option<Duration>,
    /// Additional duration of the call, compared with one without the fault: the plan's own limits,
    /// pauses and the waits that vendors ask for; without the network and the models' own time.
    #[serde(rename = "added_latency_us", serialize_with = "micros")]
    pub added_latency: Duration,
    /// The cost of all attempts, as far as it is known: each answer reports 100 tokens of input and
    /// 20 of output.
    pub cost: Option<Usd>,
    /// The signals that monitoring receives.
    pub signals: Vec<Signal>,
    /// The reason why the model can't fail in this way, or why the answer counts.
    pub note: Option<String>,
}

/// The outcome of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CallOutcome {
    /// The model's own answer counts, and means what the intact one means.
    Answered,
    /// The model's own answer counts, and means something else: the fault went unnoticed.
    Misread,
    /// Another model answered.
    FellBack,
    /// There was no answer, and the call says so.
    Failed,
    /// The model, its vendor or the contract can't fail so.
    NotApplicable,
}

impl CallOutcome {
    /// The outcome in words, lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Misread => "MISREAD",
            Self::FellBack => "fell back",
            Self::Failed => "failed",
            Self::NotApplicable => "n/a",
        }
    }
}

impl Row {
    /// Returns `true` if an answer that drifted was rejected as that, or read as what the intact
    /// one means, as the order of keys has no meaning; true of rows without drift.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let drifts = matches!(self.fault, Fault::Drift(_));
        match self.outcome {
            CallOutcome::NotApplicable => true,
            CallOutcome::Misread => false,
            CallOutcome::Answered => {
                !drifts
                    || matches!(
                        self.fault,
                        Fault::Drift(DriftKind::Reordered | DriftKind::Fenced)
                    )
            }
            CallOutcome::FellBack | CallOutcome::Failed => {
                !drifts || self.class == Some(FailureClass::Drifted)
            }
        }
    }
}

impl Rehearsal {
    /// The row of `model` and `fault`, if that was tried.
    #[must_use]
    pub fn row(&self, model: &str, fault: Fault) -> Option<&Row> {
        self.rows
            .iter()
            .find(|row| row.model == model && row.fault == fault)
    }

    /// Returns the outcome of the call when `model` failed by `fault`, or `None` if that was not
    /// tried.
    #[must_use]
    pub fn outcome(&self, model: &str, fault: Fault) -> Option<CallOutcome> {
        Some(self.row(model, fault)?.outcome)
    }

    /// Returns `true` if no answer that drifted was taken for a right one, by any model. Show the
    /// table where it isn't so: `assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}")`.
    ///
    /// An answer whose keys stand in another order, and one in a fenced block where the answer was
    /// asked for in words only, are right ones. False as well if no drift could be tried.
    #[must_use]
    pub fn every_drift_is_rejected(&self) -> bool {
        let tried = |row: &&Row| {
            matches!(row.fault, Fault::Drift(_)) && row.outcome != CallOutcome::NotApplicable
        };
        self.rows.iter().any(|row| tried(&row)) && self.unsound().next().is_none()
    }

    /// Rows of faults that went unnoticed; there should be none.
    pub fn unsound(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.is_sound())
    }

    /// Returns `true` if monitoring hears of every fallback.
    #[must_use]
    pub fn every_fallback_is_signalled(&self) -> bool {
        let activated = |signal: &Signal| matches!(signal, Signal::FallbackActivated { .. });
        self.rows
            .iter()
            .filter(|row| row.outcome == CallOutcome::FellBack)
            .all(|row| row.signals.iter().any(activated))
    }

    /// Faults of `model` that ended in `outcome`.
    pub fn faults_that(&self, outcome: CallOutcome, model: &str) -> impl Iterator<Item = Fault> {
        self.rows
            .iter()
            .filter(move |row| row.outcome == outcome && row.model == model)
            .map(|row| row.fault)
    }
}
