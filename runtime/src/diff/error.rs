//! A text that is no snapshot, and the one keyword that snapshots add to JSON Schema.

use std::fmt;

use crate::visible::debug_as_display;

/// The keyword under which a schema carries what only driftless reads.
pub(super) const OURS: &str = "x-driftless";

/// A text that is no snapshot of a contract.
#[derive(Clone, PartialEq, Eq)]
pub struct SnapshotError {
    message: String,
}

impl SnapshotError {
    pub(super) fn new(message: String) -> Self {
        Self { message }
    }
}

debug_as_display!(SnapshotError);

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a snapshot of a contract: {}", self.message)
    }
}

impl std::error::Error for SnapshotError {}
