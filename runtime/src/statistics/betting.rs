//! Evidence that may be looked at after every item: wealth from bets.

use super::StatisticsError;
use super::error::between;

/// Number of betting fractions that are mixed.
const FRACTIONS: u8 = 24;

/// Largest rounding error of sums of many differences.
pub(super) const ROUNDING: f64 = 1e-9;

/// Which hypothesis the bets are against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    /// H₀: mean ≤ −δ. Wealth grows where differences exceed −δ.
    Inferior,
    /// H₀: mean ≥ −δ. Wealth grows where differences fall short of −δ.
    NotInferior,
}

/// The wealth of gamblers who start with 1 and bet against a hypothesis about the mean of numbers
/// in [−1, 1].
///
/// Gambler j stakes a fixed fraction cⱼ of the largest stake that can't ruin: before each
/// difference d, with m its largest (smallest) mean under the hypothesis, the wealth is multiplied
/// by 1 + cⱼ(d − m)/(1 + m), or 1 − cⱼ(d − m)/(1 − m) for the opposite hypothesis. Under the
/// hypothesis no such factor is above 1 on average, so the mean wealth of all gamblers exceeds 1/α
/// *at any time* with a chance of at most α (Ville's inequality). Waudby-Smith & Ramdas,
/// "Estimating means of bounded random variables by betting", *Journal of the Royal Statistical
/// Society B* 86:1–27, 2024; the mixture is their section on hedging over a grid, with fractions
/// j/25.
#[derive(Debug, Clone)]
pub(super) struct Wealth {
    against: Against,
    gamblers: Vec<(f64, f64)>,
    highest: f64,
}

impl Wealth {
    pub(super) fn new(against: Against) -> Self {
        let parts = f64::from(FRACTIONS) + 1.0;
        Self {
            against,
            gamblers: (1..=FRACTIONS)
                .map(|index| (f64::from(index) / parts, 1.0))
                .collect(),
            highest: 1.0,
        }
    }

    /// After a difference whose mean is at most (at least) `mean` under the hypothesis.
    pub(super) fn bet(&mut self, difference: f64, mean: f64) {
        let room = match self.against {
            Against::Inferior => 1.0 + mean,
            Against::NotInferior => 1.0 - mean,
        };
        if room < -ROUNDING {
            // No difference can have such a mean: what is left of a finite set refutes the
            // hypothesis.
            self.highest = f64::INFINITY;
            return;
        }
        if room < ROUNDING {
            return;
        }
        let gain = match self.against {
            Against::Inferior => (difference - mean) / room,
            Against::NotInferior => (mean - difference) / room,
        };
        for (fraction, wealth) in &mut self.gamblers {
            *wealth *= fraction.mul_add(gain, 1.0);
        }
        self.highest = self.highest.max(self.now());
    }

    /// The mean wealth: the e-value of all that was seen.
    pub(super) fn now(&self) -> f64 {
        let all: f64 = self.gamblers.iter().map(|(_, wealth)| wealth).sum();
        all / f64::from(FRACTIONS)
    }

    /// The highest that it has been, which Ville's inequality is about.
    pub(super) fn highest(&self) -> f64 {
        self.highest
    }
}

/// Turns an e-value into a p-value: 1/e, at most 1 (Markov's inequality). The highest wealth of a
/// sequential test makes a p that holds at any time.
///
/// # Errors
/// [`StatisticsError::OutOfRange`] for NaN and below 0.
pub fn p_of_e(e: f64) -> Result<f64, StatisticsError> {
    if e == 0.0 {
        return Ok(1.0);
    }
    if e == f64::INFINITY {
        return Ok(0.0);
    }
    between("the e-value", e, (0.0, f64::INFINITY), "0 or more").map(|e| (1.0 / e).min(1.0))
}
