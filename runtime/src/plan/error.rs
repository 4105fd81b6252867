//! A plan that was refused.

use std::fmt;

use super::Problem;
use crate::drift::Drift;
use crate::visible::debug_as_display;

/// An invalid plan; every problem at once.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError {
    pub(super) problems: Vec<Problem>,
}

impl BuildError {
    /// Returns every problem, each of which prints as a sentence with its remedy; never empty.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// The problem of a few-shot example, counted from 0, that breaks its own contract.
pub(super) fn broken_example(index: usize, drift: &Drift) -> Problem {
    Problem::BrokenExample {
        number: index + 1,
        violations: drift.violations().iter().map(ToString::to_string).collect(),
    }
}

debug_as_display!(BuildError);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [one] => write!(f, "the plan is invalid: {one}"),
            many => {
                write!(f, "the plan is invalid, for {} reasons:", many.len())?;
                many.iter()
                    .try_for_each(|problem| write!(f, "\n  - {problem}"))
            }
        }
    }
}

impl std::error::Error for BuildError {}
