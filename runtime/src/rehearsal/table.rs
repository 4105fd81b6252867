//! What a plan does in each case, as data.

use std::time::Duration;

use serde::Serialize;

use super::drift::DriftKind;
use super::fault::Fault;
use super::signal::Signal;
use super::wire::WireForm;
use crate::failure::FailureClass;
use crate::mode::Mode;
use crate::money::Usd;
use crate::receipt::micros;

/// What a plan does when one of its models fails: one row for each model and each way to fail. Its `Display` is a table for people; it serialises as JSON.
///
/// The same plan gives the same rehearsal: time stands still but for what the plan would have waited, and jitter has a fixed seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rehearsal {
    /// The prompt's name.
    pub prompt: String,
    /// The contract's name.
    pub contract: String,
    /// Whether other models than the first may answer.
    pub mode: Mode,
    /// The models of the plan, in order.
    pub steps: Vec<RehearsedStep>,
    /// What was tried, by model and fault.
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
    /// How the model before it was made to fail, so that the plan came here; none for the first.
    pub reached_by: Option<Fault>,
    /// Why there are no rows of it; `None`: there are.
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
    /// How it failed.
    pub fault: Fault,
    /// What became of the call.
    pub outcome: Outcome,
    /// The failure that the fault was taken for; `None`: for none.
    pub class: Option<FailureClass>,
    /// The model whose answer the call gave.
    pub answered_by: Option<String>,
    /// How the call failed, as its receipt has it; `None`: it gave an answer.
    pub failure: Option<FailureClass>,
    /// How often models were asked.
    pub attempts: usize,
    /// The longest that the vendor asked to wait, as it was understood.
    #[serde(
        rename = "retry_after_us",
        serialize_with = "crate::receipt::optional_micros"
    )]
    pub retry_after: Option<Duration>,
    /// How much longer the call took than without the fault, by the plan's own limits, pauses and the waits that vendors ask for; without the network and
    /// without the models' own time.
    #[serde(rename = "added_latency_us", serialize_with = "micros")]
    pub added_latency: Duration,
    /// What all attempts cost together, as far as is known: each answer tells 100 tokens of input and 20 of output.
    pub cost: Option<Usd>,
    /// What monitoring gets to hear.
    pub signals: Vec<Signal>,
    /// Why the model can't fail so, or why the answer counts.
    pub note: Option<String>,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
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

impl Outcome {
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
    /// Whether an answer that drifted was rejected as that, or read as what the intact one means, as the order of keys has no meaning; true of rows
    /// without drift.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let drifts = matches!(self.fault, Fault::Drift(_));
        match self.outcome {
            Outcome::NotApplicable => true,
            Outcome::Misread => false,
            Outcome::Answered => {
                !drifts
                    || matches!(
                        self.fault,
                        Fault::Drift(DriftKind::Reordered | DriftKind::Fenced)
                    )
            }
            Outcome::FellBack | Outcome::Failed => {
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

    /// What became of the call when `model` failed by `fault`, if that was tried.
    #[must_use]
    pub fn outcome(&self, model: &str, fault: Fault) -> Option<Outcome> {
        Some(self.row(model, fault)?.outcome)
    }

    /// Whether no answer that drifted was taken for a right one, by any model. Show the table where it isn't so:
    /// `assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}")`.
    ///
    /// An answer whose keys stand in another order, and one in a fenced block where the answer was asked for in words only, are right ones. False as well if
    /// no drift could be tried.
    #[must_use]
    pub fn every_drift_is_rejected(&self) -> bool {
        let tried = |row: &&Row| {
            matches!(row.fault, Fault::Drift(_)) && row.outcome != Outcome::NotApplicable
        };
        self.rows.iter().any(|row| tried(&row)) && self.unsound().next().is_none()
    }

    /// Rows of faults that went unnoticed; there should be none.
    pub fn unsound(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.is_sound())
    }

    /// Whether monitoring hears of every fallback.
    #[must_use]
    pub fn every_fallback_is_signalled(&self) -> bool {
        let activated = |signal: &Signal| matches!(signal, Signal::FallbackActivated { .. });
        self.rows
            .iter()
            .filter(|row| row.outcome == Outcome::FellBack)
            .all(|row| row.signals.iter().any(activated))
    }

    /// Faults of `model` that ended in `outcome`.
    pub fn faults_that(&self, outcome: Outcome, model: &str) -> impl Iterator<Item = Fault> {
        self.rows
            .iter()
            .filter(move |row| row.outcome == outcome && row.model == model)
            .map(|row| row.fault)
    }
}
