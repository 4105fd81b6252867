//! How an answer deviates from its contract.

mod violation;

pub use violation::{Violation, ViolationKind};

/// An answer that is not a value of the contract: every deviation, in the order of the text.
///
/// Its `Display` is a report in the manner of a compiler error, with the answer's own text underlined.
#[derive(Debug, Clone)]
pub struct Drift {
    /// The name of the contract type.
    pub(crate) contract: String,
    /// The answer's text, as it was sent.
    pub(crate) text: String,
    pub(crate) violations: Vec<Violation>,
    /// The model that said it, once known.
    pub(crate) model: Option<String>,
}

impl Drift {
    /// Every deviation, in the order of the text; never empty.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The answer's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The model that said it; `None` where only a text was decoded.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }
}

impl std::error::Error for Drift {}

impl std::fmt::Display for Drift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.contract)
    }
}
