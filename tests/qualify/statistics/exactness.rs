//! The exact form of the fixed design: its chance of a wrong pass, by adding up all outcomes.

use std::collections::BTreeMap;

use driftless::__statistics::{FixedDesign, Pair, PairedCounts, Verdict, tango};
use rand::Rng;

use crate::draw::{Models, allowed, alpha, margin, repetitions, seeded};
use crate::properties::binomial;

/// P(losses = l and gains = g).
fn trinomial(losses: u32, gains: u32, n: u32, loss: f64, gain: f64) -> f64 {
    binomial(losses, n, loss) * binomial(gains, n - losses, gain / (1.0 - loss))
}

#[test]
fn the_exact_p_is_the_largest_chance_of_data_as_favourable() {
    let mut random = seeded(21);
    for _ in 0..12 {
        let n = random.random_range(8..=30);
        let delta = random.random_range(0.03..0.3);
        let losses = random.random_range(0..=n / 4);
        let gains = random.random_range(0..=n / 4);
        let counts = |l: u32, g: u32| PairedCounts::new(n - l - g, l, g, 0).unwrap();
        let score = |l: u32, g: u32| tango::p_not_inferior(counts(l, g), margin(delta));
        let observed = score(losses, gains);
        let favourable: Vec<(u32, u32)> = (0..=n)
            .flat_map(|l| (0..=n - l).map(move |g| (l, g)))
            .filter(|(l, g)| score(*l, *g) <= observed * (1.0 + 1e-9))
            .collect();
        let largest = (0..=400)
            .map(|step| {
                let gain = (1.0 - delta) / 2.0 * f64::from(step) / 400.0 * 0.999_999;
                favourable
                    .iter()
                    .map(|(l, g)| trinomial(*l, *g, n, gain + delta, gain))
                    .sum::<f64>()
            })
            .fold(0.0, f64::max);
        let found = tango::exact_p(counts(losses, gains), margin(delta));
        // Not below what was found on this grid, and not much above.
        assert!(
            found >= largest - 1e-9 && found <= largest + 2e-3,
            "{n} {delta} {losses} {gains}: {found} {largest}"
        );
    }
}

/// The outcomes that a design of `n` pairs passes.
struct Passes {
    n: u32,
    delta: f64,
    known: BTreeMap<(u32, u32), bool>,
}

impl Passes {
    fn new(n: u32, delta: f64) -> Self {
        Self {
            n,
            delta,
            known: BTreeMap::new(),
        }
    }

    fn pass(&mut self, losses: u32, gains: u32) -> bool {
        let (n, delta) = (self.n, self.delta);
        *self.known.entry((losses, gains)).or_insert_with(|| {
            let design = FixedDesign::new(n, margin(delta), alpha(0.05)).unwrap();
            let mut pairs =
                vec![Pair::new(true, true); usize::try_from(n - losses - gains).unwrap()];
            pairs.extend((0..losses).map(|_| Pair::new(true, false)));
            pairs.extend((0..gains).map(|_| Pair::new(false, true)));
            let decision = design.decide(&pairs).unwrap();
            let pass = decision.verdict() == Verdict::Passed;
            // What the interval shows never contradicts a pass.
            assert!(!pass || decision.interval().lower > -delta);
            pass
        })
    }

    /// The chance of a pass, all outcomes with any weight added up.
    fn chance(&mut self, models: Models) -> f64 {
        let mut all = 0.0;
        for losses in 0..=self.n {
            for gains in 0..=self.n - losses {
                let chance = trinomial(losses, gains, self.n, models.loss, models.gain);
                if chance > 1e-12 && self.pass(losses, gains) {
                    all += chance;
                }
            }
        }
        all
    }
}

#[test]
fn the_fixed_design_wrongly_passes_at_most_alpha() {
    println!("  n  margin discordance  score test  fixed design");
    for (n, delta) in [(100, 0.05), (60, 0.10)] {
        let mut outcomes = Passes::new(n, delta);
        for discordance in [delta, 0.12, 0.2, 0.3] {
            let models = Models::new(-delta, discordance);
            let truth = driftless::__statistics::power::Truth::new(-delta, discordance).unwrap();
            let score = driftless::__statistics::power::power(n, margin(delta), alpha(0.05), truth)
                .unwrap();
            let fixed = outcomes.chance(models);
            println!(
                "{n:3}  {delta:.2}   {discordance:.2}         {:5.2} %     {:5.2} %",
                score * 100.0,
                fixed * 100.0
            );
            assert!(fixed <= 0.05, "{n} {delta} {discordance}: {fixed}");
            assert!(fixed <= score + 1e-9);
        }
    }
}

#[test]
fn the_fixed_design_simulated() {
    // At the boundary, and its power where the models are equal with the number of items that the
    // score test needs for 80 %.
    println!("  n  margin discordance  at the boundary  equal models");
    for (n, delta, discordance) in [
        (140_u32, 0.05_f64, 0.04_f64),
        (221, 0.05, 0.08),
        (102, 0.10, 0.15),
    ] {
        let mut outcomes = Passes::new(n, delta);
        let mut random = seeded(22);
        let count = repetitions(300);
        let mut share = |models: Models| {
            let passed = (0..count).filter(|_| {
                let (mut losses, mut gains) = (0, 0);
                for _ in 0..n {
                    let pair = models.pair(&mut random);
                    losses += u32::from(pair.primary && !pair.candidate);
                    gains += u32::from(pair.candidate && !pair.primary);
                }
                outcomes.pass(losses, gains)
            });
            f64::from(u32::try_from(passed.count()).unwrap()) / f64::from(count)
        };
        let wrong = share(Models::new(-delta, discordance.max(delta)));
        let right = share(Models::new(0.0, discordance));
        println!(
            "{n:3}  {delta:.2}   {discordance:.2}          {:4.1} %           {:4.1} %",
            wrong * 100.0,
            right * 100.0
        );
        assert!(wrong <= allowed(0.05, count), "{n} {delta}: {wrong}");
        assert!(right > 0.62, "{n} {delta}: {right}");
    }
}
