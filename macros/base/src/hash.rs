//! A stable 128-bit hash that can be computed while compiling.

/// FNV-1a constants for 128 bits, from the algorithm's reference page (Fowler, Noll, Vo).
const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// A running FNV-1a hash of 128 bits. Texts carry their length, so that `"ab" + "c"` and
/// `"a" + "bc"` differ.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Hasher(u128);

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

impl Hasher {
    /// Returns the hash of nothing.
    pub const fn new() -> Self {
        Self(OFFSET)
    }

    /// Adds one byte.
    pub const fn byte(self, byte: u8) -> Self {
        // A widening cast; `u128::from` is not const.
        #[allow(clippy::as_conversions, reason = "lossless, and From is not const")]
        Self((self.0 ^ byte as u128).wrapping_mul(PRIME))
    }

    /// Adds bytes without their length.
    pub const fn bytes(mut self, bytes: &[u8]) -> Self {
        let mut rest = bytes;
        while let [first, tail @ ..] = rest {
            self = self.byte(*first);
            rest = tail;
        }
        self
    }

    /// Adds a text and its length.
    pub const fn text(self, text: &str) -> Self {
        #[allow(
            clippy::as_conversions,
            reason = "lossless on every supported target, and From is not const"
        )]
        self.number(text.len() as u128).bytes(text.as_bytes())
    }

    /// Adds a number as 16 bytes, the lowest first.
    pub const fn number(self, number: u128) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// Adds one byte, 1 for `true` and 0 for `false`.
    pub const fn flag(self, flag: bool) -> Self {
        self.byte(if flag { 1 } else { 0 })
    }

    /// Returns the hash of everything that was added.
    #[must_use]
    pub const fn finish(self) -> u128 {
        self.0
    }
}
