//! The seal of an entry: a hash over its lines, so that one that was changed by hand is found.
//!
//! No secret goes into it, so it guards against accidents and not against who wants to deceive: whoever can commit to the repository can also write a seal.

use crate::fingerprint::Hasher;

/// A seal in the making.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seal(Hasher);

impl Default for Seal {
    fn default() -> Self {
        Self(Hasher::new())
    }
}

impl Seal {
    /// Adds a line; white space around it doesn't count, so that line ends may be converted.
    pub(super) fn line(&mut self, line: &str) {
        self.0 = self.0.text(line.trim());
    }

    pub(super) fn finish(self) -> String {
        format!("{:032x}", self.0.finish())
    }
}
