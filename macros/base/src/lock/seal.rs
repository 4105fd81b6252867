//! The seal of an entry: a hash over its lines, so that one that was changed by hand is found.
//!
//! No secret goes into it, so it guards against accidents and not against deceit: whoever can
//! commit to the repository can also write a seal.

use crate::hash::Hasher;

/// A running hash over the lines of an entry.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seal(Hasher);

impl Seal {
    /// Adds a line; white space around it doesn't count, so that line ends may be converted.
    pub fn line(&mut self, line: &str) {
        self.0 = self.0.text(line.trim());
    }

    /// Returns the seal as 32 hexadecimal digits.
    #[must_use]
    pub fn finish(self) -> String {
        format!("{:032x}", self.0.finish())
    }
}
