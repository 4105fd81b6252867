//! The seal of an entry: 128 bits of FNV-1a over its lines, each with its length, as the runtime computes it.

/// FNV-1a constants for 128 bits, from the algorithm's reference page (Fowler, Noll, Vo).
const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// A seal in the making.
pub(super) struct Seal(u128);

impl Seal {
    pub(super) const fn new() -> Self {
        Self(OFFSET)
    }

    /// Adds a line that has no white space around it.
    pub(super) fn line(&mut self, line: &str) {
        // A length fits 128 bits everywhere.
        let length = u128::try_from(line.len()).unwrap_or_default().to_le_bytes();
        for byte in length.into_iter().chain(line.bytes()) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }

    pub(super) fn finish(&self) -> String {
        format!("{:032x}", self.0)
    }
}
