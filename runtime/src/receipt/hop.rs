//! The steps of a plan that no attempt shows: models that were not asked, and the way from one to
//! the next.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::failure::FailureClass;
use crate::metadata::{from_micros, from_optional_micros, micros, optional_micros};
use crate::money::Usd;

/// A fallback that a failure has triggered, taken or not; none is ever silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hop {
    /// The model that failed.
    pub from: String,
    /// The model that the plan names for this case.
    pub to: String,
    /// The failure that triggered it.
    pub reason: FailureClass,
    /// The grounds for using the model that answers instead.
    pub evidence: Evidence,
    /// The outcome: the other model was asked, or the reason why not.
    pub outcome: HopOutcome,
    /// Number of attempts made before.
    pub after_attempts: usize,
}

/// The outcome of a triggered fallback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum HopOutcome {
    /// The plan went on to the other model.
    Taken,
    /// The plan is in development, where nothing falls back.
    InDevelopment,
    /// The other model can't be expected to finish in the time that was left.
    NoTimeLeft {
        /// The rest of the call's deadline.
        #[serde(
            rename = "left_us",
            serialize_with = "micros",
            deserialize_with = "from_micros"
        )]
        left: Duration,
        /// Time that the other model is expected to take; `None` if it is unknown, and no time was
        /// left at all.
        #[serde(
            rename = "expected_us",
            default,
            serialize_with = "optional_micros",
            deserialize_with = "from_optional_micros"
        )]
        expected: Option<Duration>,
    },
    /// The fallback's worst case is more than what fallbacks of this call may cost.
    OverAllowance {
        /// Its highest cost.
        worst_case: Usd,
        /// The rest of the allowance.
        left: Usd,
    },
}

impl Hop {
    /// The record of a fallback that was taken, for tests of whatever reads one.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        to: impl Into<String>,
        reason: FailureClass,
        evidence: Evidence,
    ) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            reason,
            evidence,
            outcome: HopOutcome::Taken,
            after_attempts: 1,
        }
    }

    /// Returns `true` if the other model was asked.
    #[must_use]
    pub fn taken(&self) -> bool {
        self.outcome == HopOutcome::Taken
    }
}

/// `gpt-6.1-terra -> claude-haiku-4-5: rate limited (vouched: compared by hand)`
impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}: {}", self.from, self.to, self.reason)?;
        match &self.outcome {
            HopOutcome::Taken => write!(f, " ({})", self.evidence),
            other => write!(f, "; not taken: {other}"),
        }
    }
}

impl fmt::Display for HopOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("taken"),
            Self::InDevelopment => f.write_str("development never falls back"),
            Self::NoTimeLeft {
                left,
                expected: Some(expected),
            } => write!(
                f,
                "it is expected to take {} ms, and {} ms are left",
                expected.as_millis(),
                left.as_millis()
            ),
            Self::NoTimeLeft { .. } => f.write_str("no time is left"),
            Self::OverAllowance { worst_case, left } => write!(
                f,
                "it may cost {worst_case}, and {left} of the fallback allowance are left"
            ),
        }
    }
}

/// A model that was not asked: nothing was sent, nothing was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Skip {
    /// The model.
    pub model: String,
    /// The reason why it was not asked.
    pub reason: FailureClass,
    /// The reason with its numbers, for people.
    pub detail: String,
    /// Number of attempts made before.
    pub after_attempts: usize,
}

/// A fallback that the plan has, and started without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Omitted {
    /// The model.
    pub model: String,
    /// The reason, for people.
    pub why: String,
}

impl Omitted {
    pub(crate) fn new(model: String, why: String) -> Self {
        Self { model, why }
    }
}

impl Skip {
    /// The record of a model that was not asked, for tests of whatever reads one.
    #[must_use]
    pub fn new(model: impl Into<String>, reason: FailureClass, detail: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            reason,
            detail: detail.into(),
            after_attempts: 0,
        }
    }
}
