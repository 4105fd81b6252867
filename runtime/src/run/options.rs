//! The settings of a run.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::input::Layout;
use super::{Progress, Stop};
use crate::money::Usd;

/// Called after every document.
pub(crate) type Observe = Arc<dyn Fn(&Progress) + Send + Sync>;

/// All settings; checked before anything is read.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is one setting of its own, set by a method of its name"
)]
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) input: Option<PathBuf>,
    pub(crate) output: PathBuf,
    pub(crate) layout: Layout,
    pub(crate) concurrency: usize,
    pub(crate) budget: Option<Usd>,
    pub(crate) first: Option<u64>,
    pub(crate) every: u64,
    pub(crate) most_drift: Option<f64>,
    pub(crate) failures_in_a_row: u64,
    pub(crate) retry_failed: bool,
    pub(crate) new_generation: bool,
    pub(crate) skip_invalid: bool,
    pub(crate) receipts: bool,
    pub(crate) stop: Stop,
    pub(crate) observe: Option<Observe>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            input: None,
            output: PathBuf::new(),
            layout: Layout {
                format: None,
                id: "id".to_owned(),
                lenient: false,
            },
            concurrency: 16,
            budget: None,
            first: None,
            every: 1,
            most_drift: None,
            failures_in_a_row: 20,
            retry_failed: false,
            new_generation: false,
            skip_invalid: false,
            receipts: true,
            stop: Stop::new(),
            observe: None,
        }
    }
}

impl Options {
    /// Returns `true` if the document with this index is asked, when so many were selected before
    /// it.
    pub(super) fn selects(&self, index: u64, before: u64) -> bool {
        index.is_multiple_of(self.every) && self.first.is_none_or(|first| before < first)
    }

    /// Returns every invalid setting as a sentence.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut is = |wrong: bool, sentence: &str| {
            if wrong {
                problems.push(sentence.to_owned());
            }
        };
        is(
            self.input.is_none(),
            "no input; name the file by `.input(…)`",
        );
        is(
            self.output.as_os_str().is_empty(),
            "no output; name the folder by `.output(…)`",
        );
        is(
            self.concurrency == 0,
            "with a concurrency of 0 nothing is asked; set 1 or more",
        );
        is(self.every == 0, "every 0th document is none; set 1 or more");
        is(
            self.first == Some(0),
            "the first 0 documents are none; set 1 or more",
        );
        is(
            self.failures_in_a_row == 0,
            "a run that stops after 0 failures asks nothing; set 1 or more",
        );
        is(
            self.most_drift
                .is_some_and(|share| !(0.0..=1.0).contains(&share)),
            "the share of drift is no number from 0 to 1",
        );
        is(
            self.layout.id.is_empty(),
            "the column of ids has no name; leave it at `id`, or name it",
        );
        problems
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("input", &self.input)
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}
