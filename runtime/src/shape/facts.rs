//! Facts about a whole type graph, known while compiling.

/// Counts over everything that a contract reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// Deepest nesting of objects.
    pub depth: u64,
}
