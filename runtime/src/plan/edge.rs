//! The way from one model of a plan to the next.

use crate::evidence::Evidence;
use crate::failure::When;

/// For which failures of the model before it a model may answer, and what speaks for it.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) when: When,
    pub(crate) evidence: Evidence,
}
