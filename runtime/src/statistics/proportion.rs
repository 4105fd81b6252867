//! One rate and how sure it is: the share of answers that kept the contract.

use super::level::{Confidence, Interval};
use super::special::{beta_quantile, normal_upper_quantile};
use super::{StatisticsError, holds};

/// So many successes in so many trials.
///
/// ```
/// use driftless::__statistics::{Confidence, Proportion};
///
/// let conforming = Proportion::new(148, 150)?;
/// let interval = conforming.clopper_pearson(Confidence::new(0.95)?);
/// assert_eq!(format!("{interval}"), "0.9527 to 0.9984");
/// # Ok::<(), driftless::__statistics::StatisticsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    successes: u32,
    trials: u32,
}

impl Proportion {
    /// # Errors
    /// [`StatisticsError`] without trials, or with more successes than trials.
    pub fn new(successes: u32, trials: u32) -> Result<Self, StatisticsError> {
        holds(trials > 0, || StatisticsError::TooFew {
            what: "trials",
            given: 0,
            needed: 1,
        })?;
        holds(successes <= trials, || StatisticsError::MoreThanTrials {
            successes,
            trials,
        })?;
        Ok(Self { successes, trials })
    }

    /// Returns the number of successes.
    #[must_use]
    pub const fn successes(self) -> u32 {
        self.successes
    }

    /// Returns the number of trials.
    #[must_use]
    pub const fn trials(self) -> u32 {
        self.trials
    }

    /// Successes by trials.
    #[must_use]
    pub fn estimate(self) -> f64 {
        f64::from(self.successes) / f64::from(self.trials)
    }

    /// Returns the exact interval (Clopper & Pearson, *Biometrika* 26:404–413, 1934): it contains
    /// the truth at least as often as `confidence` says, for any rate and any number of trials. Its
    /// ends are quantiles of beta distributions, B(α/2; x, n−x+1) and B(1−α/2; x+1, n−x) for x
    /// successes in n trials. Tested to nine places up to a million trials.
    #[must_use]
    pub fn clopper_pearson(self, confidence: Confidence) -> Interval {
        let (x, n) = (f64::from(self.successes), f64::from(self.trials));
        let tail = confidence.tail();
        let lower = if self.successes == 0 {
            0.0
        } else {
            beta_quantile(x, n - x + 1.0, tail).min(self.estimate())
        };
        // By the other end's mirror image, so that no `1 - tail` is rounded.
        let upper = if self.successes == self.trials {
            1.0
        } else {
            (1.0 - beta_quantile(n - x, x + 1.0, tail)).max(self.estimate())
        };
        Interval::new(lower, upper)
    }

    /// Returns the score interval (Wilson, *Journal of the American Statistical Association*
    /// 22:209–212, 1927): (2x + z² ± z√(z² + 4x(n−x)/n)) / 2(n + z²). Shorter than the exact one;
    /// it holds the truth as often as `confidence` says on average over rates, not for each.
    #[must_use]
    pub fn wilson(self, confidence: Confidence) -> Interval {
        let (x, n) = (f64::from(self.successes), f64::from(self.trials));
        let z = normal_upper_quantile(confidence.tail());
        let squared = z * z;
        let half = z * (squared + 4.0 * x * (n - x) / n).sqrt();
        let (middle, scale) = (2.0f64.mul_add(x, squared), 2.0 * (n + squared));
        let lower = if self.successes == 0 {
            0.0
        } else {
            (middle - half) / scale
        };
        let upper = if self.successes == self.trials {
            1.0
        } else {
            (middle + half) / scale
        };
        Interval::new(lower, upper)
    }
}
