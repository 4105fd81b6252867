//! Pairs and differences drawn from a known truth, and what chance allows a simulation to deviate.

use driftless::__statistics::{Alpha, Confidence, Margin, Pair};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

pub(crate) fn margin(value: f64) -> Margin {
    Margin::new(value).unwrap()
}

pub(crate) fn alpha(value: f64) -> Alpha {
    Alpha::new(value).unwrap()
}

pub(crate) fn confidence(value: f64) -> Confidence {
    Confidence::new(value).unwrap()
}

pub(crate) fn seeded(seed: u64) -> SmallRng {
    SmallRng::seed_from_u64(seed)
}

/// Number of repetitions of each simulation; `DRIFTLESS_SIMULATIONS=40` for forty times as many.
pub(crate) fn repetitions(few: u32) -> u32 {
    let factor = std::env::var("DRIFTLESS_SIMULATIONS")
        .ok()
        .map_or(1, |text| text.parse::<u32>().unwrap());
    few * factor
}

/// Two models of known quality.
#[derive(Clone, Copy)]
pub(crate) struct Models {
    /// Share of items on which only the candidate is right.
    pub(crate) gain: f64,
    /// Share of items on which only the primary is right.
    pub(crate) loss: f64,
}

impl Models {
    /// By the difference of their rates and how often they differ.
    pub(crate) fn new(difference: f64, discordance: f64) -> Self {
        assert!(difference.abs() <= discordance + 1e-12);
        Self {
            gain: f64::midpoint(discordance, difference),
            loss: f64::midpoint(discordance, -difference),
        }
    }

    pub(crate) fn pair(self, random: &mut SmallRng) -> Pair {
        let drawn: f64 = random.random();
        if drawn < self.gain {
            Pair::new(false, true)
        } else if drawn < self.gain + self.loss {
            Pair::new(true, false)
        } else {
            Pair::new(true, true)
        }
    }
}

/// The largest share that `repetitions` of an event of chance `at_most` may show: five standard
/// errors above, so that no run in a million exceeds it by chance.
pub(crate) fn allowed(at_most: f64, repetitions: u32) -> f64 {
    at_most + 5.0 * (at_most * (1.0 - at_most) / f64::from(repetitions)).sqrt()
}

/// A mean and the 90 % point of counts.
pub(crate) fn summary(counts: &mut [u32]) -> (f64, u32) {
    counts.sort_unstable();
    let mean = counts.iter().map(|count| f64::from(*count)).sum::<f64>()
        / f64::from(u32::try_from(counts.len()).unwrap());
    (mean, counts[counts.len() * 9 / 10])
}
