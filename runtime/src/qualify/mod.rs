//! Qualification: a model becomes a fallback for a prompt only after it was compared, on the user's own data, with the model that it stands in for.

mod arms;
mod bout;
mod data;
mod decide;
mod entry;
mod error;
mod journal;
mod judge;
mod judging;
mod options;
mod outcome;
mod qualification;
pub mod report;
mod run;
mod verdicts;

pub use crate::lock::{Design, Requirement, Verdict};
pub use bout::Estimate;
#[cfg(feature = "cli")]
pub(crate) use bout::{Bout, Prepared};
pub use data::{DataError, DataFormat, DataProblem, DataSet, Item, UnknownFormat};
pub use error::{Paused, QualifyError};
pub use journal::JournalError;
pub use judge::{Consistency, Grade, Graded, Judge, LEAST_CONSISTENCY, Opinion, Question};
#[cfg(feature = "cli")]
pub(crate) use options::Options;
pub use outcome::{
    Arm, Candidate, CostSummary, DataRecord, Disagreement, FieldResult, Interval, Latencies,
    Latency, Outcome, PromptFingerprints, Rule, Side,
};
pub use qualification::Qualification;
pub use run::{Progress, Stop};

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
