//! The progress of a run, for observers.

use crate::money::Usd;
use crate::qualify::journal::Answered;

/// The progress of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QualificationProgress {
    /// Items that were judged.
    pub judged: u64,
    /// Items that may be judged; a sequential run may stop before.
    pub items: u64,
    /// Calls that this run has made.
    pub calls: u64,
    /// Answers that the journal had.
    pub kept: u64,
    /// The cost of the answers that the run uses, those from the journal included.
    pub spent: Usd,
    /// Answers that `spent` is of.
    pub answers: u64,
    /// Candidates that aren't decided.
    pub undecided: u64,
    /// The most answers that may still be needed, the judge's included; a list with rubrics inside
    /// counts as one item of it.
    pub left: u64,
}

impl Default for QualificationProgress {
    fn default() -> Self {
        Self {
            judged: 0,
            items: 0,
            calls: 0,
            kept: 0,
            spent: Usd::ZERO,
            answers: 0,
            undecided: 0,
            left: 0,
        }
    }
}

impl QualificationProgress {
    /// Returns the cost of the rest at the average cost per call so far, if no candidate is decided
    /// early; `None` before the first answer.
    #[must_use]
    pub fn estimate(&self) -> Option<Usd> {
        per_call(self.spent, self.answers, self.left)
    }

    pub(super) fn add(&mut self, answered: &Answered) {
        self.calls += 1;
        self.count(answered);
    }

    pub(super) fn keep(&mut self, answered: &Answered) {
        self.kept += 1;
        self.count(answered);
    }

    fn count(&mut self, answered: &Answered) {
        self.answers += 1;
        self.left = self.left.saturating_sub(1);
        self.spent = self.spent.plus(answered.cost);
    }
}

/// `times` calls, if `calls` cost `spent`.
pub(in crate::qualify) fn per_call(spent: Usd, calls: u64, times: u64) -> Option<Usd> {
    let (calls, times) = (calls.into(), rust_decimal::Decimal::from(times));
    let each = spent.as_decimal().checked_div(calls)?;
    each.checked_mul(times).map(Usd::from_decimal)
}
