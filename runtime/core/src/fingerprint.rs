//! The fingerprint of a contract, which can be computed while compiling.

use std::fmt;

#[doc(hidden)]
pub use driftless_base::hash::Hasher;

/// A contract's identity, in 128 bits: equal on every compiler and platform, changed by every
/// change that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// Hash of everything that the wire may carry: kinds, wire names, rules, order.
    pub(crate) shape: u128,
    /// `shape` plus every word that a model reads: descriptions, examples, type names.
    pub(crate) text: u128,
}

impl Fingerprint {
    /// Returns the hash of everything that the wire may carry, as 32 hexadecimal digits.
    #[must_use]
    pub fn shape(&self) -> String {
        format!("{:032x}", self.shape)
    }

    /// Returns the hash of everything that the wire may carry plus every word that a model reads,
    /// as 32 hexadecimal digits.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{:032x}", self.text)
    }
}

/// `shape:text`, for example in a log line.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}:{:032x}", self.shape, self.text)
    }
}
