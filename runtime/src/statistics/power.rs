//! Number of items that a fixed design needs, before any is paid for.

use super::error::between;
use super::exact::Region;
use super::level::{Alpha, Margin};
use super::special::normal_upper_quantile;
use super::{StatisticsError, holds};

/// Most items that are looked at; who needs more needs another margin.
const MOST: u32 = 200_000;

/// The true relation of the two models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    gain: f64,
    loss: f64,
}

impl Truth {
    /// Both models are equally good and differ on a share of `discordance` of the items.
    ///
    /// # Errors
    /// As for [`Truth::new`].
    pub fn equal(discordance: f64) -> Result<Self, StatisticsError> {
        Self::new(0.0, discordance)
    }

    /// The candidate's rate is the primary's plus `difference`, and they differ on a share of
    /// `discordance` of the items.
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] unless |difference| ≤ discordance ≤ 1.
    pub fn new(difference: f64, discordance: f64) -> Result<Self, StatisticsError> {
        holds((0.0..=1.0).contains(&discordance), || {
            StatisticsError::OutOfRange {
                what: "the share of items on which the models differ",
                given: discordance,
                must: "between 0 and 1",
            }
        })?;
        holds(difference.abs() <= discordance, || {
            StatisticsError::OutOfRange {
                what: "the difference of the rates",
                given: difference,
                must: "at most the share of items on which the models differ, either way",
            }
        })?;
        Ok(Self {
            gain: f64::midpoint(discordance, difference),
            loss: f64::midpoint(discordance, -difference),
        })
    }
}

/// The chance that the score test ([`tango::p_not_inferior`](super::tango::p_not_inferior)) passes
/// the candidate with `items` items: the sum over all outcomes that lead to a pass, by the
/// trinomial distribution. No approximation and no simulation.
///
/// # Errors
/// [`StatisticsError::TooFew`] for no items.
pub fn power(
    items: u32,
    margin: Margin,
    alpha: Alpha,
    truth: Truth,
) -> Result<f64, StatisticsError> {
    holds(items > 0, || StatisticsError::TooFew {
        what: "items",
        given: 0,
        needed: 1,
    })?;
    Ok(chance(items, margin, alpha, truth))
}

fn chance(items: u32, margin: Margin, alpha: Alpha, truth: Truth) -> f64 {
    let z = normal_upper_quantile(alpha.get());
    Region::new(items, margin, z).probability(truth.gain, truth.loss)
}

/// Returns the number of items that the score test needs to pass the candidate with a chance of
/// `wanted`; `None` if 200 000 are not enough, as with a candidate that is worse by the margin.
///
/// The chance rises in the teeth of a saw, since outcomes are counts: it and its neighbour suffice,
/// a few more may fall short by a point. A [`FixedDesign`](super::FixedDesign) asks for the exact p
/// as well, which takes up to four points of the chance: plan for 0.85 to have 0.8.
///
/// ```
/// use driftless::__statistics::power::{Truth, items_needed};
/// use driftless::__statistics::{Alpha, Margin};
///
/// let items = items_needed(Margin::new(0.05)?, Alpha::new(0.05)?, Truth::equal(0.08)?, 0.8)?;
/// assert!(items.is_some_and(|items| (215..=230).contains(&items)));
/// # Ok::<(), driftless::__statistics::StatisticsError>(())
/// ```
///
/// # Errors
/// [`StatisticsError::OutOfRange`] for a wanted chance outside 0 to 1.
pub fn items_needed(
    margin: Margin,
    alpha: Alpha,
    truth: Truth,
    wanted: f64,
) -> Result<Option<u32>, StatisticsError> {
    let wanted = between(
        "the wanted power",
        wanted,
        (0.0, 1.0),
        "more than 0 and less than 1, as in 0.8",
    )?;
    // The larger of two neighbours evens out most of the saw's teeth; what is left is a few items.
    let is_enough = |items: u32| {
        chance(items, margin, alpha, truth).min(chance(items + 1, margin, alpha, truth)) >= wanted
    };
    let mut high = 8;
    while !is_enough(high) {
        high *= 2;
        if high > MOST {
            return Ok(None);
        }
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Ok(Some(high))
}
