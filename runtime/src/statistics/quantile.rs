//! Quantiles of latencies with intervals that assume nothing of their distribution.

use super::error::{between, counted};
use super::level::Confidence;
use super::special::{binomial_lower, binomial_upper};
use super::{StatisticsError, holds};

/// A quantile and between which observations it lies.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Quantile {
    /// The smallest observation with at least the asked share at or below it.
    pub estimate: f64,
    /// The lower end; none where even the smallest observation is not sure to be below: more
    /// observations are needed.
    pub lower: Option<f64>,
    /// The upper end; none where even the largest observation is not sure to be above.
    pub upper: Option<f64>,
}

/// Returns the quantile of `observations` at `share` (0.5 is the median, 0.95 what 95 of 100 stay
/// below), with an interval from order statistics: the number of observations below the true
/// quantile is binomial with n trials of chance `share`, whatever their distribution is. The ends
/// are the x₍ₗ₎ and x₍ᵤ₎ closest together with P(B < l) ≤ α/2 and P(B ≥ u) ≤ α/2 (Hahn & Meeker,
/// *Statistical Intervals*, 1991, section 5.2).
///
/// # Errors
/// [`StatisticsError`] without observations, for one that is no finite number, and for a share
/// outside 0 to 1.
pub fn quantile(
    observations: &[f64],
    share: f64,
    confidence: Confidence,
) -> Result<Quantile, StatisticsError> {
    let share = between(
        "the share below a quantile",
        share,
        (0.0, 1.0),
        "more than 0 and less than 1, as in 0.95",
    )?;
    let n = counted(observations.len())?;
    let mut ordered = observations.to_vec();
    for observation in observations {
        holds(observation.is_finite(), || StatisticsError::OutOfRange {
            what: "an observation",
            given: *observation,
            must: "a finite number",
        })?;
    }
    ordered.sort_by(f64::total_cmp);
    let at = |place: u32| {
        let index = usize::try_from(place).ok()?.checked_sub(1)?;
        ordered.get(index).copied()
    };
    let tail = confidence.tail();
    // The largest l with P(B ≤ l − 1) ≤ tail, and the smallest u with P(B ≥ u) ≤ tail.
    let lower = last_below(n, |place| binomial_lower(place - 1, n, share) <= tail);
    let upper = last_below(n, |place| binomial_upper(place, n, share) > tail).saturating_add(1);
    let middle = last_below(n, |place| f64::from(place) < share * f64::from(n)).saturating_add(1);
    Ok(Quantile {
        estimate: at(middle).ok_or(StatisticsError::TooFew {
            what: "observations",
            given: 0,
            needed: 1,
        })?,
        lower: at(lower),
        upper: at(upper),
    })
}

/// The last of 1..=n for which `is_so`, which turns from true to false once; 0 where it is for
/// none.
fn last_below(n: u32, is_so: impl Fn(u32) -> bool) -> u32 {
    let (mut so, mut not) = (0, n.saturating_add(1));
    while not - so > 1 {
        let middle = so + (not - so) / 2;
        if is_so(middle) {
            so = middle;
        } else {
            not = middle;
        }
    }
    so
}
