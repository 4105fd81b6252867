//! `contracts.lock`: the evidence that a model may stand in for another, committed beside the code.

mod verdict;

pub use verdict::{Design, Requirement, Verdict};
