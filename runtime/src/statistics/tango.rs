//! Non-inferiority of paired rates: the score test and interval of Tango.
//!
//! Tango, "Equivalence test and confidence interval for the difference in proportions for the
//! paired-sample design", *Statistics in Medicine* 17:891–908, 1998. For n pairs with g gains (only
//! the candidate is right) and l losses (only the primary is), and a supposed difference λ of the
//! rates,
//!
//! ```text
//! Z(λ) = (g − l − nλ) / √(n (2q + λ(1 − λ))),
//! q    = (√(B² − 8nC) − B) / 4n,   B = (2n − g + l)λ − g − l,   C = −lλ(1 − λ)
//! ```
//!
//! where q is the most likely rate of losses under λ. It is defined with zero losses and gains too,
//! and is McNemar's statistic at λ = 0.

use super::level::{Confidence, Interval, Margin};
use super::special::{bisect, normal_upper, normal_upper_quantile};
use super::{PairedCounts, exact};

/// Returns the score test of "worse by the margin or more" (H₀: rate of the candidate − rate of the
/// primary ≤ −δ).
///
/// The chance of a wrong claim is near α, not surely below it: up to 5.8 % for α = 5 % in our
/// simulations. [`exact_p`] is surely below.
#[must_use]
pub fn p_not_inferior(counts: PairedCounts, margin: Margin) -> f64 {
    normal_upper(Score::of(counts).at(-margin.get()))
}

/// Returns the score test of the opposite, "not worse by more than the margin" (H₀: difference ≥
/// −δ): a small p shows that the candidate is worse.
#[must_use]
pub fn p_inferior(counts: PairedCounts, margin: Margin) -> f64 {
    normal_upper(-Score::of(counts).at(-margin.get()))
}

/// Returns the exact unconditional form of [`p_not_inferior`] (Hsueh, Liu & Chen, "Unconditional
/// exact tests for equivalence or noninferiority for paired binary endpoints", *Biometrics*
/// 57:478–483, 2001): the largest chance, over every rate of losses under which the candidate is
/// worse by exactly the margin, that the score Z(−δ) is as large as observed. Claims with p ≤ α are
/// wrong with a chance of at most α, for any number of pairs.
#[must_use]
pub fn exact_p(counts: PairedCounts, margin: Margin) -> f64 {
    exact::p(counts, margin)
}

/// Returns the score interval of the difference, candidate − primary: every λ with |Z(λ)| ≤ z. With
/// [`Alpha::confidence`](super::Alpha::confidence) it agrees with
/// [`p_not_inferior`]: its lower end is above −δ where p < α.
///
/// ```
/// use driftless::__statistics::{Confidence, PairedCounts, tango};
///
/// // The crossover trial of soft contact lens disinfection in Tango 1998: 43 pairs right in
/// // both, one in the primary only.
/// let counts = PairedCounts::new(43, 1, 0, 0)?;
/// let interval = tango::interval(counts, Confidence::new(0.90)?);
/// assert_eq!(format!("{interval:.3}"), "-0.096 to 0.037");
/// # Ok::<(), driftless::__statistics::StatisticsError>(())
/// ```
#[must_use]
pub fn interval(counts: PairedCounts, confidence: Confidence) -> Interval {
    Score::of(counts).interval(normal_upper_quantile(confidence.tail()))
}

/// The terms of the score. Counts are real numbers here, since the cluster-adjusted form divides
/// them by a design effect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Score {
    pub(super) gains: f64,
    pub(super) losses: f64,
    pub(super) pairs: f64,
}

impl Score {
    pub(super) fn of(counts: PairedCounts) -> Self {
        Self {
            gains: f64::from(counts.only_candidate()),
            losses: f64::from(counts.only_primary()),
            pairs: f64::from(counts.total()),
        }
    }

    /// Z(λ), falling in λ; infinite where the supposed difference can't be.
    pub(super) fn at(self, lambda: f64) -> f64 {
        let Self {
            gains,
            losses,
            pairs,
        } = self;
        let b = (2.0 * pairs - gains + losses).mul_add(lambda, -gains - losses);
        let c = -losses * lambda * (1.0 - lambda);
        let root = (b * b - 8.0 * pairs * c).max(0.0).sqrt();
        // Two forms of one root; each is taken where it does not subtract two numbers that are
        // nearly the same.
        let q = if b <= 0.0 {
            (root - b) / (4.0 * pairs)
        } else {
            -2.0 * c / (root + b)
        };
        let excess = gains - losses - pairs * lambda;
        let variance = pairs * (2.0 * q + lambda * (1.0 - lambda));
        if variance > 0.0 {
            excess / variance.sqrt()
        } else if excess == 0.0 {
            0.0
        } else {
            excess.signum() * f64::INFINITY
        }
    }

    /// Every λ with |Z(λ)| ≤ `z`.
    pub(super) fn interval(self, z: f64) -> Interval {
        let estimate = (self.gains - self.losses) / self.pairs;
        Interval::new(
            bisect(-1.0, estimate, |lambda| self.at(lambda) > z),
            bisect(estimate, 1.0, |lambda| self.at(lambda) > -z),
        )
    }
}
