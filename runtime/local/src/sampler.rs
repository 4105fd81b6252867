//! The choice of one token among the allowed ones.

/// Picks tokens by temperature; the same seed gives the same picks.
#[derive(Debug)]
pub(super) struct Sampler {
    temperature: f32,
    top: f32,
    state: u64,
}

impl Sampler {
    /// Temperature 0 takes the likeliest token; `top` is the share of probability that is kept.
    pub(super) fn new(temperature: f32, top: f32, seed: u64) -> Self {
        Self {
            temperature: if temperature.is_finite() {
                temperature.max(0.0)
            } else {
                0.0
            },
            top,
            // Zero is the one state that xorshift never leaves.
            state: (seed ^ 0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    /// A number in 0..1 (xorshift64, Marsaglia 2003).
    fn uniform(&mut self) -> f32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let bits = u16::try_from(self.state >> 48).unwrap_or_default();
        f32::from(bits) / 65_536.0
    }

    /// The candidates in the order in which they are to be tried: the pick first, then the others
    /// by likelihood.
    pub(super) fn order(&mut self, mut candidates: Vec<(u32, f32)>) -> Vec<u32> {
        candidates.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let pick = self.pick(&candidates);
        let mut order: Vec<u32> = candidates.iter().map(|(token, _)| *token).collect();
        if pick < order.len() {
            order.get_mut(..=pick).unwrap_or_default().rotate_right(1);
        }
        order
    }

    /// The index of the pick among candidates that are sorted by likelihood.
    fn pick(&mut self, candidates: &[(u32, f32)]) -> usize {
        let Some(&(_, best)) = candidates.first() else {
            return 0;
        };
        if self.temperature <= 0.0 || candidates.len() == 1 {
            return 0;
        }
        let temperature = self.temperature;
        let weight = |logit: f32| ((logit - best) / temperature).exp();
        let total: f32 = candidates.iter().map(|(_, logit)| weight(*logit)).sum();
        let mut kept = 0.0;
        let mut last = 0;
        for (at, (_, logit)) in candidates.iter().enumerate() {
            kept += weight(*logit) / total;
            last = at;
            if kept >= self.top {
                break;
            }
        }
        let mut left = self.uniform() * kept;
        for (at, (_, logit)) in candidates.iter().enumerate().take(last + 1) {
            left -= weight(*logit) / total;
            if left <= 0.0 {
                return at;
            }
        }
        0
    }
}
