//! The problems that a plan is refused for, and the sentence for each.

mod model;

use std::fmt;

pub use model::{ModelProblem, UnknownCost};

/// A problem of a plan; printed, it is a sentence with the remedy.
///
/// ```
/// use driftless::plan::{ModelProblem, Problem};
/// use driftless::provider::Compatible;
/// use driftless::{Ask, Contract, Plan};
///
/// /// The sentiment of a review.
/// #[derive(Debug, Contract)]
/// struct Sentiment {
///     positive: bool,
/// }
///
/// let nameless = Compatible::at("http://localhost:8000/v1").model("");
/// let error = Plan::<Ask<Sentiment>>::primary(nameless).build().unwrap_err();
/// let is_nameless = |problem: &Problem| {
///     matches!(problem, Problem::Model { problem: ModelProblem::NoId, .. })
/// };
/// assert!(error.problems().iter().any(is_nameless));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A few-shot example breaks its own contract.
    BrokenExample {
        /// The example, counted from 1.
        number: usize,
        /// Its violations.
        violations: Vec<String>,
    },
    /// The deadline is zero.
    ZeroDeadline,
    /// A limit on money is zero, which no call fits.
    ZeroLimit {
        /// The limit: `ceiling` or `fallback allowance`.
        limit: &'static str,
    },
    /// The retry policy is invalid.
    RetryPolicy {
        /// A sentence with the remedy.
        sentence: String,
    },
    /// A model stands in the plan twice.
    NamedTwice {
        /// The model's id.
        model: String,
        /// Its provider.
        provider: String,
    },
    /// A provider objects to its model as a fallback.
    FallbackObjection {
        /// The model before it.
        from: String,
        /// The fallback.
        to: String,
        /// The reason, with the remedy.
        why: String,
    },
    /// A fallback whose evidence gives no reason.
    NoReason {
        /// The model before it.
        from: String,
        /// The fallback.
        to: String,
    },
    /// A fallback without evidence, in production.
    NoEvidence {
        /// The model before it.
        from: String,
        /// The fallback.
        to: String,
    },
    /// The lock doesn't speak for a fallback, in production.
    Evidence {
        /// The fallback.
        model: String,
        /// The state of its evidence.
        state: EvidenceState,
        /// The reason, with the remedy.
        why: String,
    },
    /// The snapshots of a fallback can't be pinned, since its evidence names none.
    NoSnapshot {
        /// The fallback.
        model: String,
    },
    /// No failure can lead to a fallback.
    Unreachable {
        /// The fallback.
        to: String,
        /// A reason for each class that would trigger it.
        reasons: Vec<String>,
    },
    /// A model can't be asked as the plan says.
    Model {
        /// The model's id.
        model: String,
        /// The problem with it.
        problem: ModelProblem,
    },
}

/// The reason why a lock's evidence doesn't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EvidenceState {
    /// The lock can't be read.
    Unreadable,
    /// The lock has none for the model on the prompt.
    Missing,
    /// Its last day has passed; it would count otherwise.
    Expired,
    /// The prompt, the contract or something else that it is about has changed since.
    Stale,
    /// The model failed its qualification, or there was too little data for a verdict.
    NotPassed,
}

impl Problem {
    /// Returns the model that the problem is with; `None` if it is with the plan as a whole.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        match self {
            Self::BrokenExample { .. }
            | Self::ZeroDeadline
            | Self::ZeroLimit { .. }
            | Self::RetryPolicy { .. } => None,
            Self::NamedTwice { model, .. }
            | Self::Evidence { model, .. }
            | Self::NoSnapshot { model }
            | Self::Model { model, .. } => Some(model),
            Self::FallbackObjection { to, .. }
            | Self::NoReason { to, .. }
            | Self::NoEvidence { to, .. }
            | Self::Unreachable { to, .. } => Some(to),
        }
    }

    pub(in crate::plan) fn of(model: &str, problem: ModelProblem) -> Self {
        let model = model.to_owned();
        Self::Model { model, problem }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BrokenExample { number, violations } => write!(
                f,
                "few-shot example {number} breaks its own contract: {}",
                violations.join("; ")
            ),
            Self::ZeroDeadline => {
                f.write_str("the deadline is zero; give the call some time, or drop `deadline`")
            }
            Self::ZeroLimit { limit } => write!(
                f,
                "the {limit} is zero, which no call fits; name an amount, or drop it"
            ),
            Self::RetryPolicy { sentence } => write!(f, "the retry policy: {sentence}"),
            Self::NamedTwice { model, provider } => write!(
                f,
                "{model} of {provider} stands in the plan twice; what fails there fails there again, so use `retry` to ask it more often, or name another model"
            ),
            Self::FallbackObjection { from, to, why } => {
                write!(f, "{to} may not answer instead of {from}: {why}")
            }
            Self::NoReason { from, to } => write!(
                f,
                "the evidence for {to} gives no reason; say in `Evidence::vouched(…)` what was done to know that it answers as well as {from}"
            ),
            Self::NoEvidence { from, to } => write!(
                f,
                "{to} may not answer instead of {from} without evidence in production; qualify it by `Evidence::qualified(driftless::lock!())`, or compare them yourself and name the comparison by `Evidence::vouched(…)`"
            ),
            Self::Evidence { model, state, why } => {
                write!(f, "{model} may not answer instead of another model: {why}")?;
                if *state == EvidenceState::Expired {
                    f.write_str(", or start without it by `.omit_expired_fallbacks()`")?;
                }
                Ok(())
            }
            Self::NoSnapshot { model } => write!(
                f,
                "{model}: its evidence names no snapshot that could be pinned; qualify it with `Evidence::qualified(…)`, or drop `pin_snapshots`"
            ),
            Self::Unreachable { to, reasons } => write!(
                f,
                "the fallback to {to} can never be reached ({}); name another trigger, or drop it",
                reasons.join("; ")
            ),
            Self::Model { model, problem } => write!(f, "{model}: {problem}"),
        }
    }
}
