//! Qualification: a model becomes a fallback for a prompt only after it was compared, on the user's own data, with the model that it stands in for.
//!
//! # Fields that a model judges
//!
//! What a field with a rubric says (`#[contract(compare(rubric = "same tone, same facts"))]`) only another model can compare: [`Qualification::judge`] names it, `contracts qualify --judge`
//! on the command line. As soon as all answers to an item are there, each pair of values that differ is put to the judge in both orders, which of them first is drawn, and the
//! stricter grade counts. These calls are like all others of the run: journaled under what is asked, of whom and about which item, paid from the budget, repeated, counted and
//! stopped. The judge is held to account:
//!
//! - Where both orders lead to the same in fewer than [`LEAST_CONSISTENCY`] of the pairs, the verdict on those fields is [insufficient data](Verdict::InsufficientData), and so is that on
//!   a candidate which didn't fail elsewhere. This is looked at once, at the end.
//! - A call that gives no opinion (drift, a refusal, a cut or late answer) leaves that side of the item without a grade on the field. For a pass the candidate's side then counts
//!   as wrong and the reference's as right, so that a judge that falls silent on bad answers lets nobody through; for a failure the item doesn't count, since nothing was shown.
//! - Whatever says nothing of the judge (the network, a key, a quota, the budget) pauses the run, which goes on from its journal.
//!
//! The evidence names the judge with its consistency, and the rubric is part of the [comparison's digest](crate::compare::digest): evidence by another rubric is stale, and so is that of
//! another judge where [`Current::judge`](crate::lock::Current::judge()) says which one it must be.

mod arms;
mod bout;
mod data;
mod decide;
mod entry;
mod error;
mod estimate;
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
#[cfg(feature = "cli")]
pub(crate) use bout::{Bout, Prepared};
pub use data::{DataError, DataFormat, DataProblem, DataSet, Item, UnknownFormat};
pub use error::{Paused, QualifyError};
pub use estimate::Estimate;
pub use journal::JournalError;
pub use judge::{Consistency, Grade, Graded, Judge, LEAST_CONSISTENCY, Opinion, Question};
#[cfg(feature = "cli")]
pub(crate) use options::Options;
pub use outcome::{
    Arm, Candidate, CostSummary, DataRecord, Disagreement, FieldResult, Interval, JudgeRecord,
    Latencies, Latency, Outcome, PromptFingerprints, Rule, Side,
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
