//! The statistics that decide whether one model may answer in another one's place.
//!
//! Pure functions on numbers, each with its formula, its source and the meaning of its arguments.
//! All are tested against published tables, against SciPy and statsmodels, and by simulations with
//! a known truth.
//!
//! | question | answer |
//! |---|---|
//! | how often does a model keep the contract? | [`Proportion::clopper_pearson`] (exact), [`Proportion::wilson`] |
//! | is the candidate worse by the margin or more? n fixed beforehand | [`FixedDesign`], on [`tango`] and its exact form; with clusters, [`Clusters`] |
//! | the same, and stop as soon as it is known | [`SequentialTest`] |
//! | do the two differ at all? | [`mcnemar::exact`] |
//! | which of several candidates may I choose? | [`holm`] |
//! | do all required fields pass? | [`all_required`] |
//! | how many items do I need? | [`power::items_needed`] |
//! | how slow is it? | [`quantile()`] |
//! | what does a call cost? | [`mean()`], [`clustered_mean`] |
//!
//! A verdict is [`Verdict::Passed`], [`Verdict::Failed`] or [`Verdict::InsufficientData`]; the last
//! is never a pass.

mod betting;
mod cluster;
mod error;
mod exact;
mod fixed;
mod level;
pub mod mcnemar;
mod mean;
mod multiple;
mod pairs;
pub mod power;
mod proportion;
mod quantile;
mod sequential;
mod special;
pub mod tango;
mod verdict;

pub use betting::p_of_e;
pub use cluster::Clusters;
pub use error::StatisticsError;
pub use fixed::{Decision, FixedDesign};
pub use level::{Alpha, Confidence, Interval, Margin};
pub use mean::{Mean, clustered_mean, mean};
pub use multiple::{all_required, holm};
pub use pairs::{Pair, PairedCounts};
pub use proportion::Proportion;
pub use quantile::{Quantile, quantile};
pub use sequential::SequentialTest;
pub use verdict::{MINIMUM, Verdict};

/// An error unless something holds.
fn holds(
    it_does: bool,
    otherwise: impl FnOnce() -> StatisticsError,
) -> Result<(), StatisticsError> {
    if it_does { Ok(()) } else { Err(otherwise()) }
}
