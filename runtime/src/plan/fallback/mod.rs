//! Fallback: the way from one model of a plan to the next.

mod check;

use crate::evidence::Evidence;
use crate::failure::When;

pub(super) use check::problems;

/// The failures of the model before it for which a model may answer, and the evidence for it.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) when: When,
    pub(crate) evidence: Evidence,
}
