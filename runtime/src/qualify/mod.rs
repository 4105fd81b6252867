//! Qualification: a model becomes a fallback for a prompt only after it was compared, on the user's own data, with the model that it stands in for.

mod entry;
mod outcome;
pub mod report;

pub use crate::lock::{Design, Requirement, Verdict};
pub use outcome::{
    Arm, Candidate, CostSummary, DataRecord, Disagreement, FieldResult, Interval, Latencies,
    Latency, Outcome, PromptFingerprints, Rule, Side,
};

/// What a test says, as evidence records it.
impl From<crate::statistics::Verdict> for Verdict {
    fn from(verdict: crate::statistics::Verdict) -> Self {
        use crate::statistics::Verdict as Shown;
        match verdict {
            Shown::Passed => Self::Passed,
            Shown::InsufficientData => Self::InsufficientData,
            Shown::Failed => Self::Failed,
        }
    }
}
