//! A test that two models differ at all.

use super::PairedCounts;
use super::special::binomial_lower;

/// Returns the exact two-sided McNemar test (McNemar, *Psychometrika* 12:153–157, 1947; exact by
/// the binomial distribution): the chance, were both models equally good, of discordant pairs as
/// one-sided as these or more so. 1 where there are none.
///
/// A large p does not show that the models are equally good; [`tango`](super::tango) answers that
/// question.
///
/// ```
/// use driftless::__statistics::{PairedCounts, mcnemar};
///
/// let counts = PairedCounts::new(59, 6, 16, 80)?;
/// assert_eq!(format!("{:.4}", mcnemar::exact(counts)), "0.0525");
/// # Ok::<(), driftless::__statistics::StatisticsError>(())
/// ```
#[must_use]
pub fn exact(counts: PairedCounts) -> f64 {
    let (losses, gains) = (counts.only_primary(), counts.only_candidate());
    let fewer = binomial_lower(losses.min(gains), losses.saturating_add(gains), 0.5);
    (2.0 * fewer).min(1.0)
}
