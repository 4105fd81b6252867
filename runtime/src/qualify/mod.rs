//! Qualification: a model becomes a fallback for a prompt only after it was compared, on the user's own data, with the model that it stands in for.

mod entry;
mod outcome;

pub use crate::lock::{Design, Requirement, Verdict};
pub use outcome::{
    Arm, Candidate, CostSummary, DataRecord, Disagreement, FieldResult, Interval, Latencies,
    Latency, Outcome, PromptFingerprints, Rule, Side,
};
