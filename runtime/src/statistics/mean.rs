//! Means with intervals: what a call costs.

use std::collections::BTreeMap;

use super::error::counted;
use super::level::{Confidence, Interval};
use super::special::student_upper_quantile;
use super::{StatisticsError, holds};

/// A mean and where the true one lies.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Mean {
    /// The mean of the observations.
    pub estimate: f64,
    /// Its interval.
    pub interval: Interval,
}

/// Returns the mean of independent observations with Student's interval (*Biometrika* 6:1–25,
/// 1908): x̄ ± t s/√n, with n−1 degrees of freedom. For skewed numbers such as costs it is
/// approximate; with some hundred of them, closely so.
///
/// # Errors
/// [`StatisticsError`] below two observations, and for one that is no finite number.
pub fn mean(observations: &[f64], confidence: Confidence) -> Result<Mean, StatisticsError> {
    let keyed: Vec<(usize, f64)> = observations.iter().copied().enumerate().collect();
    clustered_mean(&keyed, confidence)
}

/// Returns the mean over all observations where they belong to clusters, with the cluster-robust
/// interval: the variance K/(K−1) Σ(Sₖ − x̄nₖ)² / n² between K clusters of nₖ observations that sum
/// to Sₖ, and K−1 degrees of freedom (the ratio estimator of Cochran, *Sampling Techniques*, 1977,
/// section 9.7; Miller, "Adding Error Bars to Evals", arXiv 2411.00640, 2024). With clusters of one
/// it is [`mean`].
///
/// # Errors
/// [`StatisticsError`] below two clusters, and for an observation that is no finite number.
pub fn clustered_mean<K: Ord>(
    observations: &[(K, f64)],
    confidence: Confidence,
) -> Result<Mean, StatisticsError> {
    counted(observations.len())?;
    let mut clusters: BTreeMap<&K, (f64, f64)> = BTreeMap::new();
    let (mut all, mut n) = (0.0, 0.0);
    for (key, observation) in observations {
        holds(observation.is_finite(), || StatisticsError::OutOfRange {
            what: "an observation",
            given: *observation,
            must: "a finite number",
        })?;
        let (sum, size) = clusters.entry(key).or_default();
        *sum += observation;
        *size += 1.0;
        all += observation;
        n += 1.0;
    }
    let number = counted(clusters.len())?;
    holds(number > 1, || StatisticsError::TooFew {
        what: "independent observations",
        given: clusters.len(),
        needed: 2,
    })?;
    let number = f64::from(number);
    let estimate = all / n;
    let between: f64 = clusters
        .values()
        .map(|(sum, size)| (sum - estimate * size).powi(2))
        .sum();
    let error = (number / (number - 1.0) * between).sqrt() / n;
    let half = student_upper_quantile(confidence.tail(), number - 1.0) * error;
    Ok(Mean {
        estimate,
        interval: Interval::new(estimate - half, estimate + half),
    })
}
