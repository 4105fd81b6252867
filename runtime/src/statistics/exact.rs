//! Exact probabilities of the score test: which outcomes lead to a claim, and how likely they are.

use super::PairedCounts;
use super::level::Margin;
use super::special::binomial_upper;
use super::tango::Score;

/// Into how many parts the rates of losses are cut where the largest chance is looked for, before
/// each of the best is refined.
const PARTS: u32 = 200;

/// Number of times that the best part is divided again.
const REFINED: u32 = 24;

/// For each number of losses, the fewest gains that lead to a claim: Z(−δ) ≥ z. More losses need no
/// fewer gains.
#[derive(Debug, Clone)]
pub(super) struct Region {
    pairs: u32,
    fewest_gains: Vec<u32>,
}

impl Region {
    /// Claims where the score at −δ is at least `z`.
    pub(super) fn new(pairs: u32, margin: Margin, z: f64) -> Self {
        let mut fewest_gains = Vec::new();
        let mut gains = 0;
        for losses in 0..=pairs {
            while gains <= pairs - losses && !claims(pairs, losses, gains, margin, z) {
                gains += 1;
            }
            if gains > pairs - losses {
                break;
            }
            fewest_gains.push(gains);
        }
        Self {
            pairs,
            fewest_gains,
        }
    }

    /// Returns the likelihood of a claim if a pair is a gain or a loss with these chances.
    pub(super) fn probability(&self, gain: f64, loss: f64) -> f64 {
        let rest = 1.0 - loss;
        let gain_of_rest = if rest > 0.0 {
            (gain / rest).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let n = f64::from(self.pairs);
        // P(losses = l), by the ratio to the one before; in logarithms, since the first may be too
        // small for a float.
        let mut log = n * (-loss).ln_1p();
        let step = loss.ln() - rest.ln();
        let mut all = 0.0;
        for (losses, fewest) in (0_u32..).zip(&self.fewest_gains) {
            let exactly = log.exp();
            if exactly > 0.0 {
                all += exactly * binomial_upper(*fewest, self.pairs - losses, gain_of_rest);
            }
            let next = f64::from(losses) + 1.0;
            log += ((n - f64::from(losses)) / next).ln() + step;
            // The chances fall from here on, and what is left can't be seen in the sum.
            if next > n * loss && log < -45.0 {
                break;
            }
        }
        all.min(1.0)
    }

    /// The largest chance of a claim where the candidate is worse by exactly the margin, whatever
    /// the rate of losses is: the size of the test.
    pub(super) fn size(&self, margin: Margin) -> f64 {
        let delta = margin.get();
        // A loss is at least as likely as the margin, and gains and losses together are at most
        // sure.
        let width = (1.0 - delta) / 2.0;
        let at = |part: f64| {
            let gain = width * part;
            self.probability(gain, gain + delta)
        };
        // Finer where discordance is low, for that is where rates are and where the chance moves
        // fastest.
        let cut = |index: f64| (index / f64::from(PARTS)).powi(2);
        let (mut best, mut place) = (0.0, 0.0);
        for index in 0..=PARTS {
            let chance = at(cut(f64::from(index)));
            if chance > best {
                (best, place) = (chance, f64::from(index));
            }
        }
        let mut step = 0.5;
        for _ in 0..REFINED {
            for near in [place - step, place + step] {
                let chance = at(cut(near.clamp(0.0, f64::from(PARTS))));
                if chance > best {
                    (best, place) = (chance, near.clamp(0.0, f64::from(PARTS)));
                }
            }
            step /= 2.0;
        }
        best
    }
}

fn claims(pairs: u32, losses: u32, gains: u32, margin: Margin, z: f64) -> bool {
    let score = Score {
        gains: f64::from(gains),
        losses: f64::from(losses),
        pairs: f64::from(pairs),
    };
    // Rounding must not exclude the outcome that the bound was computed from.
    score.at(-margin.get()) >= z - 1e-9 * z.abs().max(1.0)
}

/// The exact p of `counts`: the size of the test that claims from this outcome's score on.
pub(super) fn p(counts: PairedCounts, margin: Margin) -> f64 {
    let z = Score::of(counts).at(-margin.get());
    Region::new(counts.total(), margin, z).size(margin)
}
