//! Qualification: a model becomes a fallback for a prompt only after it was compared, on the user's own data, with the model that it stands in for.

mod outcome;

pub use outcome::{
    Arm, Candidate, CostSummary, DataRecord, Design, Disagreement, FieldResult, Interval,
    Latencies, Latency, Outcome, PromptFingerprints, Requirement, Rule, Side, Verdict,
};
