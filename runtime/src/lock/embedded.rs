//! A lock that was put into the program while compiling.

/// The text of a `contracts.lock` as it was when the program was compiled; [`lock!`](crate::lock!) makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Embedded {
    pub(crate) origin: &'static str,
    pub(crate) text: &'static str,
}

impl Embedded {
    /// A lock of this text; `origin` names it in errors.
    #[must_use]
    pub const fn new(origin: &'static str, text: &'static str) -> Self {
        Self { origin, text }
    }
}
