//! The result of a run in numbers.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::record::End;
use crate::failure::FailureClass;
use crate::money::Usd;

/// Numbers of documents by their end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ends {
    /// Documents with a value.
    pub values: u64,
    /// Documents whose answer deviates from the contract.
    pub drifted: u64,
    /// Documents whose call failed.
    pub failed: u64,
}

impl Ends {
    pub(super) fn add(&mut self, end: End) {
        match end {
            End::Value => self.values += 1,
            End::Drifted => self.drifted += 1,
            End::Failed => self.failed += 1,
        }
    }

    /// Returns the number of documents that have an end.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.values + self.drifted + self.failed
    }
}

/// The state of a run after its last call.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The folder of the output.
    pub folder: PathBuf,
    /// Documents that the run is about.
    pub documents: u64,
    /// Documents by their end.
    pub ends: Ends,
    /// Documents without an end.
    pub left: u64,
    /// Rows of the input that are no documents, if they were to be skipped.
    pub invalid: u64,
    /// Documents whose end this run found in its journal.
    pub kept: u64,
    /// The generation of the journal; raised when prompt, contract, models or input change.
    pub generation: u32,
    /// The cost of all calls, those of earlier runs included, as far as it is known.
    pub cost: Usd,
    /// The amount that counts against the budget: calls of unknown cost count their worst case.
    pub booked: Usd,
    /// Tokens that all ended calls have read.
    pub input_tokens: u64,
    /// Tokens that all ended calls have written.
    pub output_tokens: u64,
    /// Attempts that were under way when earlier runs were killed. Whether they were paid isn't
    /// known; each counts its worst case against the budget, and its document was asked again.
    pub unsure: u64,
    /// The most that these attempts have cost.
    pub unsure_cost: Usd,
    /// The kinds of violations in answers that drifted, the most common first.
    pub drifts: Vec<DriftCount>,
    /// Failed documents by class, the most common first.
    pub failures: Vec<FailureCount>,
}

/// One kind of violation in the answers of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DriftCount {
    /// The kind of the violation.
    pub kind: String,
    /// Its place as a JSON Pointer, with `*` for items of lists; empty for the document.
    pub place: String,
    /// Violations of this kind at this place.
    pub count: u64,
}

/// Failed documents of one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FailureCount {
    /// The class, as [`FailureClass::name`] has it.
    pub class: String,
    /// Documents.
    pub count: u64,
}

/// The progress of a run, for observers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// Documents that the run is about.
    pub documents: u64,
    /// Documents by their end so far, those of the journal included.
    pub ends: Ends,
    /// Documents whose end the journal had.
    pub kept: u64,
    /// Calls under way.
    pub under_way: usize,
    /// Calls that may be under way now; less than the run's concurrency while a vendor refuses
    /// more.
    pub allowed: usize,
    /// The amount that counts against the budget so far.
    pub booked: Usd,
    /// Tokens that this run's calls have read.
    pub input_tokens: u64,
    /// Tokens that this run's calls have written.
    pub output_tokens: u64,
    /// The class of failures for which calls wait, if they do.
    pub waiting: Option<FailureClass>,
}

/// A run before its first call: its size and its cost.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RunEstimate {
    /// Documents that the run is about.
    pub documents: u64,
    /// Documents whose end the journal has.
    pub kept: Ends,
    /// Documents that would be asked.
    pub left: u64,
    /// Rows that are no documents, if they are to be skipped.
    pub invalid: u64,
    /// The amount that counts against the budget so far.
    pub booked: Usd,
    /// Attempts of unknown end, and the most that they have cost.
    pub unsure: (u64, Usd),
    /// The most that the open documents can cost, each asked once; the error says why it isn't
    /// known. `None`: the model is free.
    pub worst_case: Result<Option<Usd>, String>,
    /// Their cost, if they cost as the calls in the journal did: an interval of 95 %, in US
    /// dollars. `None` with fewer than 20 calls.
    pub likely: Option<(f64, f64)>,
}

/// Returns a count as a number for shares and speeds.
pub(crate) fn real(count: u64) -> f64 {
    let half = |bits: u64| f64::from(u32::try_from(bits).unwrap_or(u32::MAX));
    half(count >> 32) * 4_294_967_296.0 + half(count & 0xffff_ffff)
}

impl FailureCount {
    pub(super) fn of((class, count): (String, u64)) -> Self {
        Self { class, count }
    }
}

/// A few lines for people.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ends {
            values,
            drifted,
            failed,
        } = self.ends;
        writeln!(
            f,
            "{} documents: {values} values, {drifted} drifted, {failed} failed, {} left",
            self.documents, self.left
        )?;
        if self.invalid > 0 {
            writeln!(f, "{} rows are no documents and were skipped", self.invalid)?;
        }
        write!(
            f,
            "cost {}, {} tokens in, {} out",
            self.cost, self.input_tokens, self.output_tokens
        )?;
        if self.booked > self.cost {
            write!(f, "; {} counts against the budget", self.booked)?;
        }
        if self.unsure > 0 {
            write!(
                f,
                "\n{} attempts were under way when an earlier run was killed; whether they were paid isn't known, so they count {}",
                self.unsure, self.unsure_cost
            )?;
        }
        for drift in self.drifts.iter().take(3) {
            let place = if drift.place.is_empty() {
                "the document"
            } else {
                &drift.place
            };
            write!(f, "\n  drift    {} at {place}: {}", drift.kind, drift.count)?;
        }
        for failure in &self.failures {
            write!(f, "\n  failed   {}: {}", failure.class, failure.count)?;
        }
        Ok(())
    }
}
