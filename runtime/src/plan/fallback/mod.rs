//! Fallback: the way from one model of a plan to the next. What a call decides on one is in
//! `engine/fallback`.

mod check;
mod evidence;
mod omission;

use crate::evidence::Evidence;
use crate::failure::When;

pub(super) use check::problems;
pub(super) use evidence::{Gate, Reference};
pub(super) use omission::without;

/// The failures of the model before it for which a model may answer, and the evidence for it.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) when: When,
    pub(crate) evidence: Evidence,
}
