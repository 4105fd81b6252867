//! A prompt asked about every row of a file: [`Run`].
//!
//! A run reads documents from JSON Lines or CSV (plain, gzip or Zstandard), asks a [`Plan`] about
//! each of them, many at a time, and writes values, drifted answers, failures and receipts into
//! files of a folder, one line for each document. Everything is kept in a journal in that folder,
//! so that a run that was killed, stopped or out of money goes on where it was: run the same again.
//!
//! | file | content |
//! |---|---|
//! | `values.jsonl` | `{"id", "value"}`: the values, as the contract writes them |
//! | `drifted.jsonl` | `{"id", "drift"}`: answers that deviate from the contract, with every violation |
//! | `failed.jsonl` | `{"id", "class", "message"}`: calls that failed and would again |
//! | `receipts.jsonl` | `{"id", "receipt"}`: who served and what it cost |
//! | `invalid.jsonl` | `{"line", "id", "problems"}`: rows that are no documents, where they are [skipped](Run::skip_invalid) |
//! | `summary.json` | the [`Summary`] |
//! | `journal.jsonl` | every attempt and every answer, in the order in which they came |
//!
//! The files have their names once the run is whole, and are in the order of the input. After a
//! pause the same files are there as `values.partial.jsonl` and so on; while the run goes on, its
//! journal can be read.
//!
//! [`Values`] reads the values back as the contract's type.
//!
//! # Guarantees
//!
//! - No call is made before every row of the input was read and checked.
//! - Each document of the run has one line, in one of `values`, `drifted` and `failed`.
//! - An answer that is in the journal is not paid again. It is there once it is on the disk; a kill
//!   loses at most the calls that are under way. They are asked again, may be paid twice, and are
//!   counted: [`Summary::unsure`].
//! - What calls have cost in all runs on one journal, and the worst case of each attempt of unknown
//!   end, never exceeds [`Run::budget`].
//! - Another prompt, contract, model, setting or input is refused, unless a [new
//!   generation](Run::new_generation) is asked for.
//!
//! [`Plan`]: crate::Plan

mod builder;
mod call;
mod corpus;
mod error;
mod held;
mod input;
mod limiter;
mod live;
mod options;
mod output;
mod record;
mod summary;
mod survey;
mod values;
mod verdict;
mod writer;

pub use crate::data::{DataError, DataProblem};
pub use crate::journal::JournalError;
pub use crate::stop::Stop;
pub use builder::Run;
#[cfg(feature = "cli")]
pub(crate) use corpus::Corpus;
pub use error::{Changed, PauseReason, Paused, RunError};
pub use input::InputFormat;
#[cfg(feature = "cli")]
pub(crate) use options::Options;
#[cfg(feature = "cli")]
pub(crate) use summary::real;
pub use summary::{DriftCount, Ends, FailureCount, Progress, RunEstimate, Summary};
pub use values::Values;
