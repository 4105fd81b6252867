//! Items that come in clusters: several of one customer, document or conversation are alike, so
//! they say less than as many independent ones.

use std::collections::BTreeMap;

use super::error::counted;
use super::level::{Confidence, Interval, Margin};
use super::special::{student_upper, student_upper_quantile};
use super::tango::Score;
use super::{Pair, PairedCounts, StatisticsError, holds};

/// Pairs in clusters, for the cluster-adjusted form of [`tango`](super::tango).
///
/// The variance of the difference is taken between clusters (Obuchowski, "On the comparison of
/// correlated proportions for clustered data", *Statistics in Medicine* 17:1495–1507, 1998):
/// K/(K−1) Σ(Dₖ − d̂nₖ)² / n², with Dₖ the sum of differences and nₖ the number of items in cluster
/// k of K. By how much it exceeds the variance of as many independent items is the design effect;
/// all counts are divided by it and then go into the score test (Rao & Scott, "A simple method for
/// the analysis of clustered binary data", *Biometrics* 48:577–585, 1992). The statistic is held
/// against Student's t with K−1 degrees of freedom, since the design effect is estimated from K
/// clusters.
///
/// Where few clusters have a pair that differs, the variance between them is hardly known, and
/// taken as it is it makes a wrong claim twice as often as α allows. So one more cluster is added
/// to it, of average size, with pairs that all differ the same way (a pseudo-observation, as
/// Agresti & Min, *Statistics in Medicine* 24:729–740, 2005, add them to paired tables). It decides
/// where nothing else is known, when no pair differs: then all items of a cluster count as one and
/// the same. Among many clusters that differ it is not felt. A design effect below 1 counts as 1.
/// In our simulations with 60 to 200 clusters, wrong claims stay below α.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clusters {
    counts: PairedCounts,
    number: u32,
    design_effect: f64,
}

impl Clusters {
    /// Pairs with the key of their cluster each.
    ///
    /// # Errors
    /// [`StatisticsError::TooFew`] below two clusters.
    pub fn of<K: Ord>(pairs: &[(K, Pair)]) -> Result<Self, StatisticsError> {
        let all: Vec<Pair> = pairs.iter().map(|(_, pair)| *pair).collect();
        let counts = PairedCounts::of(&all)?;
        let mut clusters: BTreeMap<&K, (f64, f64)> = BTreeMap::new();
        for (key, pair) in pairs {
            let (sum, size) = clusters.entry(key).or_default();
            *sum += pair.difference();
            *size += 1.0;
        }
        let number = counted(clusters.len())?;
        holds(number > 1, || StatisticsError::TooFew {
            what: "cluster",
            given: clusters.len(),
            needed: 2,
        })?;
        let sums: Vec<(f64, f64)> = clusters.into_values().collect();
        Ok(Self {
            counts,
            number,
            design_effect: design_effect(counts, &sums),
        })
    }

    /// Returns the pairs, counted.
    #[must_use]
    pub const fn counts(&self) -> PairedCounts {
        self.counts
    }

    /// Returns the number of clusters.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// By what factor clustering makes the variance larger; as many independent items as the number
    /// of pairs divided by it would say as much.
    #[must_use]
    pub const fn design_effect(&self) -> f64 {
        self.design_effect
    }

    /// As [`tango::p_not_inferior`](super::tango::p_not_inferior).
    #[must_use]
    pub fn p_not_inferior(&self, margin: Margin) -> f64 {
        student_upper(self.score().at(-margin.get()), self.freedom())
    }

    /// As [`tango::p_inferior`](super::tango::p_inferior).
    #[must_use]
    pub fn p_inferior(&self, margin: Margin) -> f64 {
        student_upper(-self.score().at(-margin.get()), self.freedom())
    }

    /// As [`tango::interval`](super::tango::interval).
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Interval {
        let t = student_upper_quantile(confidence.tail(), self.freedom());
        self.score().interval(t)
    }

    fn freedom(&self) -> f64 {
        f64::from(self.number) - 1.0
    }

    fn score(&self) -> Score {
        let Score {
            gains,
            losses,
            pairs,
        } = Score::of(self.counts);
        Score {
            gains: gains / self.design_effect,
            losses: losses / self.design_effect,
            pairs: pairs / self.design_effect,
        }
    }
}

/// `sums` has the sum of differences and the size of each cluster.
fn design_effect(counts: PairedCounts, sums: &[(f64, f64)]) -> f64 {
    let n = f64::from(counts.total());
    let mean = counts.difference();
    let discordant = f64::from(counts.only_primary()) + f64::from(counts.only_candidate());
    let number = sums.iter().map(|_| 1.0).sum::<f64>();
    let squares = sums.iter().map(|(_, size)| size * size).sum::<f64>();
    let deviations = sums.iter().map(|(sum, size)| (sum - mean * size).powi(2));
    // Both with the added cluster.
    let between = number / (number - 1.0) * deviations.sum::<f64>() + squares / number;
    // Squared differences are 1 for discordant pairs, else 0.
    let alone = discordant - n * mean * mean + n / number;
    (between / alone).max(1.0)
}
