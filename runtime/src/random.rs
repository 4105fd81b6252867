//! Random numbers for jitter, handed in, so that tests can fix them.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A source of random numbers for jitter; not for secrets. It can be shared: every draw is one
/// atomic addition.
///
/// `SplitMix64` (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014). The
/// generators of `rand` and `fastrand` need `&mut`, hence a lock, for these ten lines.
pub struct Random(AtomicU64);

impl Random {
    /// Seeded by the operating system, another sequence for every call.
    #[must_use]
    pub fn from_os() -> Self {
        // The standard library's keys for hash maps are the one source of randomness that it has.
        Self::seeded(RandomState::new().hash_one(0_u8))
    }

    /// Returns a source with a fixed sequence for each seed.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// Returns the next 64 bits.
    #[must_use]
    pub fn bits(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut z = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a time from zero to `most`, all equally likely, in steps of `most / 2^32`.
    #[must_use]
    pub fn up_to(&self, most: Duration) -> Duration {
        let part = u32::try_from(self.bits() >> 32).unwrap_or(u32::MAX);
        most.mul_f64(f64::from(part) / f64::from(u32::MAX))
    }
}

/// Returns 128 bits as 32 hexadecimal digits that no other call of any process has had.
pub(crate) fn unique_id() -> String {
    static IDS: LazyLock<[Random; 2]> = LazyLock::new(|| [Random::from_os(), Random::from_os()]);
    let [high, low] = &*IDS;
    format!("{:016x}{:016x}", high.bits(), low.bits())
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Random").finish_non_exhaustive()
    }
}
