//! Several questions at once: choosing among candidates, and fields that must all pass.

use super::{StatisticsError, holds};

fn valid(p_values: &[f64]) -> Result<(), StatisticsError> {
    holds(!p_values.is_empty(), || StatisticsError::TooFew {
        what: "p-values",
        given: 0,
        needed: 1,
    })?;
    for p in p_values {
        holds((0.0..=1.0).contains(p), || StatisticsError::OutOfRange {
            what: "a p-value",
            given: *p,
            must: "between 0 and 1",
        })?;
    }
    Ok(())
}

/// Holm's step-down adjustment (Holm, *Scandinavian Journal of Statistics* 6:65–70, 1979), in the
/// order given: an adjusted p at or below α is a claim, and the chance that *any* of the claims is
/// wrong is at most α. The i-th smallest of k is multiplied by k − i + 1, and none is made smaller
/// than one before it.
///
/// Use it to choose among candidates. For e-values give [`p_of_e`](super::p_of_e) of each.
///
/// ```
/// use driftless::__statistics::holm;
///
/// assert_eq!(holm(&[0.01, 0.04, 0.03, 0.005])?, [0.03, 0.06, 0.06, 0.02]);
/// # Ok::<(), driftless::__statistics::StatisticsError>(())
/// ```
///
/// # Errors
/// [`StatisticsError`] without p-values, or for one outside 0 to 1.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    valid(p_values)?;
    let mut ordered: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
    ordered.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    let mut left = ordered.iter().map(|_| 1.0).sum::<f64>();
    let mut largest = 0.0_f64;
    for (_, p) in &mut ordered {
        largest = largest.max(*p * left).min(1.0);
        *p = largest;
        left -= 1.0;
    }
    ordered.sort_by_key(|(place, _)| *place);
    Ok(ordered.into_iter().map(|(_, p)| p).collect())
}

/// Returns the p of "each of these holds": the largest of all (the intersection–union test, Berger,
/// *Technometrics* 24:295–300, 1982). No correction is needed, since every single one must pass at
/// α.
///
/// # Errors
/// [`StatisticsError`] without p-values, or for one outside 0 to 1.
pub fn all_required(p_values: &[f64]) -> Result<f64, StatisticsError> {
    valid(p_values)?;
    Ok(p_values.iter().copied().fold(0.0, f64::max))
}
