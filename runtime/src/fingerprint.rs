//! A stable 128-bit hash that can be computed while compiling.

use std::fmt;

/// FNV-1a constants for 128 bits, from the algorithm's reference page (Fowler, Noll, Vo).
const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// What a contract is, in 128 bits: equal on every compiler and platform, changed by every change that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// What the wire may carry: kinds, wire names, rules, order.
    pub(crate) shape: u128,
    /// `shape` plus every word that a model reads: descriptions, examples, type names.
    pub(crate) text: u128,
}

impl Fingerprint {
    /// What the wire may carry, as 32 hexadecimal digits.
    #[must_use]
    pub fn shape(&self) -> String {
        format!("{:032x}", self.shape)
    }

    /// What the wire may carry plus every word that a model reads, as 32 hexadecimal digits.
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

/// A hash in the making; every write is length- or tag-delimited by the caller.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hasher(u128);

impl Hasher {
    pub(crate) const fn new() -> Self {
        Self(OFFSET)
    }

    pub(crate) const fn byte(self, byte: u8) -> Self {
        // A widening cast; `u128::from` is not const.
        #[allow(clippy::as_conversions, reason = "lossless, and From is not const")]
        Self((self.0 ^ byte as u128).wrapping_mul(PRIME))
    }

    pub(crate) const fn bytes(mut self, bytes: &[u8]) -> Self {
        let mut rest = bytes;
        while let [first, tail @ ..] = rest {
            self = self.byte(*first);
            rest = tail;
        }
        self
    }

    /// A text with its length, so that `"ab" + "c"` and `"a" + "bc"` differ.
    pub(crate) const fn text(self, text: &str) -> Self {
        #[allow(
            clippy::as_conversions,
            reason = "lossless on every supported target, and From is not const"
        )]
        self.number(text.len() as u128).bytes(text.as_bytes())
    }

    pub(crate) const fn number(self, number: u128) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    pub(crate) const fn flag(self, flag: bool) -> Self {
        self.byte(if flag { 1 } else { 0 })
    }

    pub(crate) const fn finish(self) -> u128 {
        self.0
    }
}
