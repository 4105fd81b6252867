//! Arguments and results of a breaker.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::failure::{FailureClass, Health};
use crate::visible::debug_as_display;

/// The key of a breaker: the model and the kind of failures that it guards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct BreakerKey {
    /// The provider's name.
    pub provider: String,
    /// Where its requests go; a region is another one.
    pub base_url: String,
    /// The model's id, as it is asked for.
    pub model: String,
    /// Set for a quality breaker: the contract or prompt whose answers it counts.
    pub contract: Option<String>,
}

impl BreakerKey {
    /// Returns the key of a model's health.
    #[must_use]
    pub fn new(
        provider: impl Into<String>,
        base_url: impl Into<String>,
        model: impl Into<String>,
    ) -> Self {
        Self {
            provider: provider.into(),
            base_url: base_url.into(),
            model: model.into(),
            contract: None,
        }
    }

    /// Returns the key of the quality of a model's answers to one contract or prompt.
    #[must_use]
    pub fn contract(mut self, contract: impl Into<String>) -> Self {
        self.contract = Some(contract.into());
        self
    }
}

/// `openai gpt-6.1-terra at https://…`
impl fmt::Display for BreakerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} at {}", self.provider, self.model, self.base_url)?;
        match &self.contract {
            Some(contract) => write!(f, " for {contract}"),
            None => Ok(()),
        }
    }
}

/// The outcome of a call, as far as a breaker is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// It succeeded.
    Success,
    /// It succeeded, and took too long.
    Slow,
    /// It failed.
    Failure,
    /// It failed for taking too long: a failure and a slow call.
    TimedOut,
    /// It says nothing; a probe is given back without a verdict.
    Neutral,
}

impl AttemptOutcome {
    /// Returns the outcome of an attempt for the breaker of a model's health: `failure` is `None`
    /// if the attempt succeeded, `slow` is `true` if it took longer than
    /// [`BreakerPolicy::slow_after`](super::BreakerPolicy::slow_after).
    ///
    /// An answer that breaks the contract is a success here: the vendor is well.
    #[must_use]
    pub const fn of_health(failure: Option<FailureClass>, slow: bool) -> Self {
        let Some(class) = failure else {
            return if slow { Self::Slow } else { Self::Success };
        };
        match class.health() {
            Health::Failing => Self::Failure,
            Health::TooSlow => Self::TimedOut,
            Health::Quality if slow => Self::Slow,
            Health::Quality => Self::Success,
            Health::Neutral => Self::Neutral,
        }
    }

    /// Returns the outcome of an attempt for a quality breaker: only answers count, and those that
    /// break the contract count as failures.
    #[must_use]
    pub const fn of_quality(failure: Option<FailureClass>) -> Self {
        match failure {
            None => Self::Success,
            Some(class) => match class.health() {
                Health::Quality => Self::Failure,
                Health::Failing | Health::TooSlow | Health::Neutral => Self::Neutral,
            },
        }
    }
}

/// The state of a breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BreakerState {
    /// Calls go through and are counted.
    Closed,
    /// A few calls go through as probes.
    HalfOpen,
    /// No call goes through until a pause is over.
    Open,
    /// No call goes through, since a person wants it so.
    ForcedOpen,
    /// All calls go through, since a person wants it so.
    ForcedClosed,
}

impl BreakerState {
    /// Returns the state in one word, such as `half_open`: as receipts and events name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::HalfOpen => "half_open",
            Self::Open => "open",
            Self::ForcedOpen => "forced_open",
            Self::ForcedClosed => "forced_closed",
        }
    }

    /// Returns the state in words, such as `half-open`, as messages have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::HalfOpen => "half-open",
            Self::Open => "open",
            Self::ForcedOpen => "forced open",
            Self::ForcedClosed => "forced closed",
        }
    }
}

impl fmt::Display for BreakerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The reason for a breaker's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Too many calls failed.
    Failures {
        /// Failed calls within the window.
        failed: u32,
        /// All calls within the window that count.
        of: u32,
    },
    /// Too many calls were slow.
    SlowCalls {
        /// Slow calls within the window.
        slow: u32,
        /// All calls within the window that count.
        of: u32,
    },
    /// The pause is over.
    PauseOver,
    /// A probe failed or was slow.
    ProbeFailed,
    /// Enough probes succeeded.
    ProbesSucceeded,
    /// A person has set it.
    Manual,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failures { failed, of } => write!(f, "{failed} of {of} calls failed"),
            Self::SlowCalls { slow, of } => write!(f, "{slow} of {of} calls were slow"),
            Self::PauseOver => f.write_str("the pause is over"),
            Self::ProbeFailed => f.write_str("a probe failed"),
            Self::ProbesSucceeded => f.write_str("the probes succeeded"),
            Self::Manual => f.write_str("set by hand"),
        }
    }
}

/// A change of a breaker's state, for logs, metrics and hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transition {
    /// The state before.
    pub from: BreakerState,
    /// The state from now on.
    pub to: BreakerState,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Transition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}: {}", self.from, self.to, self.reason)
    }
}

/// A call that a breaker did not let through; its class is [`FailureClass::BreakerOpen`], or
/// [`FailureClass::QualityBreakerOpen`] of a quality breaker.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejected {
    /// The state: open, forced open, or half-open with all its probes out.
    pub state: BreakerState,
    /// When the pause is over; `None` where nobody knows: probes are out, or a person has set it.
    pub retry_after: Option<Duration>,
}

debug_as_display!(Rejected);

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the breaker is {}", self.state)?;
        match self.retry_after {
            Some(wait) => write!(f, " for another {} ms", wait.as_millis()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Rejected {}

/// A breaker as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    /// The state. An open breaker whose pause is over stays open until the next call.
    pub state: BreakerState,
    /// Calls within the window that count.
    pub calls: u32,
    /// Number of these calls that failed.
    pub failed: u32,
    /// Number of these calls that were slow.
    pub slow: u32,
    /// Time until the pause ends.
    pub open_for: Option<Duration>,
    /// Probes that are out.
    pub probing: u32,
    /// Calls that were not let through, since the breaker exists.
    pub rejected: u64,
}
