//! Qualification: a model becomes a fallback for a prompt only after it was compared, on the user's
//! own data, with the model that it stands in for.
//!
//! # From data to a fallback
//!
//! 1. Write a [data set](DataSet): one `{"id", "input", "expected"?}` a line, of what the prompt is
//!    really asked. Some hundred items are usual, and fewer than 50 pass nobody unless [said
//!    otherwise](Qualification::least_items). Without `expected`, what the reference answers is
//!    taken for right, and it is asked a second time to know its own wavering.
//! 2. Say on the contract's fields what counts as equal, where the type doesn't:
//!    `#[contract(compare(…))]`, see [`compare`](crate::compare).
//! 3. Run it, by `contracts qualify` (feature `cli`) or by [`Qualification`]. The command keeps a
//!    journal beside the data set; a program names one by [`journal`](Qualification::journal). It
//!    asks all models about each item, compares field by field, and stops as soon as it knows.
//! 4. Commit `contracts.lock`, which the command writes, and a program by
//!    [`lock::update`](crate::lock::update()). [`report::page`] is for people.
//! 5. Give the plan the evidence:
//!    `.fallback(model, When::DEFAULT, Evidence::qualified(driftless::lock!()))`. In production
//!    `build()` refuses the model once the evidence doesn't hold any more, and names the command
//!    that renews it; `contracts evidence list` finds that in CI.
//!
//! # Fields that a model judges
//!
//! Only another model can compare a field with a rubric
//! (`#[contract(compare(rubric = "same tone, same facts"))]`): [`Qualification::judge`] names it,
//! `contracts qualify --judge` on the command line. As soon as all answers to an item are there,
//! each pair of values that differ is put to the judge in both orders, which of them first is
//! drawn, and the stricter grade counts. These calls are like all others of the run: journaled
//! under what is asked, of whom and about which item, paid from the budget, repeated, counted and
//! stopped. The judge is checked as well:
//!
//! - Where both orders lead to the same in fewer than [`LEAST_CONSISTENCY`] of the pairs, the
//!   verdict on those fields is [insufficient data](Verdict::InsufficientData), and so is that on a
//!   candidate which didn't fail elsewhere. This is looked at once, at the end.
//! - A call that gives no opinion (drift, a refusal, a cut or late answer) leaves that side of the
//!   item without a grade on the field. For a pass the candidate's side then counts as wrong and
//!   the reference's as right, so that a judge that falls silent on bad answers lets nobody
//!   through; for a failure the item doesn't count, since nothing was shown.
//! - Whatever says nothing of the judge (the network, a key, a quota, the budget) pauses the run,
//!   which goes on from its journal.
//!
//! The evidence names the judge with its consistency, and the rubric is part of the [comparison's
//! digest](crate::compare::digest): evidence by another rubric is stale, and so is that of another
//! judge where [`Current::judge`](crate::lock::Current::judge()) says which one it must be.

mod answers;
mod arms;
mod bout;
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

pub use crate::data::{DataError, DataFormat, DataProblem, DataSet, Item, UnknownFormat};
pub use crate::lock::{Design, Requirement, Verdict};
#[cfg(feature = "cli")]
pub(crate) use bout::{Bout, Prepared};
pub use error::{Paused, QualifyError};
pub use estimate::Estimate;
pub use journal::JournalError;
pub use judge::{Consistency, Grade, Graded, Judge, LEAST_CONSISTENCY, Opinion, Question};
#[cfg(feature = "cli")]
pub(crate) use options::Options;
pub use outcome::{
    Arm, Candidate, CostSummary, DataRecord, Disagreement, FieldResult, Interval, JudgeRecord,
    Latencies, Latency, PromptFingerprints, QualificationOutcome, QualificationRule, Side,
};
pub use qualification::Qualification;
pub use run::{QualificationProgress, Stop};

/// The verdict of a test, as evidence records it.
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
