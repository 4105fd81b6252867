//! Properties of all data.

use driftless::__statistics::{
    Clusters, Interval, Pair, PairedCounts, Proportion, clustered_mean, holm, mcnemar, mean,
    quantile, tango,
};
use rand::Rng;
use rand::rngs::SmallRng;

use crate::draw::{Models, confidence, margin, seeded};

fn some_counts(random: &mut SmallRng) -> PairedCounts {
    let most = [1, 3, 12, 60, 900][random.random_range(0..5)];
    loop {
        let mut cell = || random.random_range(0..=most) * u32::from(random.random_bool(0.8));
        let cells = [cell(), cell(), cell(), cell()];
        if let Ok(counts) = PairedCounts::new(cells[0], cells[1], cells[2], cells[3]) {
            return counts;
        }
    }
}

fn swapped(counts: PairedCounts) -> PairedCounts {
    let (losses, gains) = (counts.only_primary(), counts.only_candidate());
    PairedCounts::new(counts.both(), gains, losses, counts.neither()).unwrap()
}

#[track_caller]
fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}

#[test]
fn test_and_interval_of_tango_agree() {
    let mut random = seeded(11);
    for _ in 0..3000 {
        let counts = some_counts(&mut random);
        let delta = margin(random.random_range(0.001..0.6));
        let a = random.random_range(0.001..0.4);
        let alpha = driftless::__statistics::Alpha::new(a).unwrap();
        let interval = tango::interval(counts, alpha.confidence());
        let p = tango::p_not_inferior(counts, delta);
        assert!(interval.contains(counts.difference()), "{counts:?}");
        if (p - a).abs() > 1e-9 {
            assert_eq!(
                p < a,
                interval.lower > -delta.get(),
                "{counts:?} {delta:?} {a} {p} {interval}"
            );
        }
        let worse = tango::p_inferior(counts, delta);
        near(worse + p, 1.0, 1e-12);
        if (worse - a).abs() > 1e-9 {
            assert_eq!(worse < a, interval.upper < -delta.get(), "{counts:?}");
        }
        // Which model is called which only turns the sign.
        let mirrored = tango::interval(swapped(counts), alpha.confidence());
        near(mirrored.lower, -interval.upper, 1e-9);
        near(mirrored.upper, -interval.lower, 1e-9);
        near(
            mcnemar::exact(counts),
            mcnemar::exact(swapped(counts)),
            1e-12,
        );
    }
}

#[test]
fn better_data_never_raise_the_p() {
    let mut random = seeded(12);
    for _ in 0..2000 {
        let counts = some_counts(&mut random);
        let delta = random.random_range(0.01..0.3);
        let p = tango::p_not_inferior(counts, margin(delta));
        assert!(tango::p_not_inferior(counts, margin(delta * 1.5)) <= p + 1e-12);
        if counts.only_primary() > 0 {
            // One loss becomes an item that both got right.
            let better = PairedCounts::new(
                counts.both() + 1,
                counts.only_primary() - 1,
                counts.only_candidate(),
                counts.neither(),
            )
            .unwrap();
            assert!(
                tango::p_not_inferior(better, margin(delta)) <= p + 1e-12,
                "{counts:?} {delta}"
            );
        }
        if counts.both() > 0 {
            // One item that both got right becomes one that only the candidate got right.
            let better = PairedCounts::new(
                counts.both() - 1,
                counts.only_primary(),
                counts.only_candidate() + 1,
                counts.neither(),
            )
            .unwrap();
            assert!(
                tango::p_not_inferior(better, margin(delta)) <= p + 1e-12,
                "{counts:?} {delta}"
            );
        }
    }
}

#[test]
fn no_discordant_pair_has_a_closed_form() {
    // Then Z(-δ) = √(nδ/(1-δ)), and the interval is ±z²/(n + z²).
    let z = 1.959_963_984_540_054_f64;
    for n in [1, 2, 44, 300, 100_000] {
        let counts = PairedCounts::new(n, 0, 0, 0).unwrap();
        let end = z * z / (f64::from(n) + z * z);
        let interval = tango::interval(counts, confidence(0.95));
        near(interval.lower, -end, 1e-9);
        near(interval.upper, end, 1e-9);
    }
}

#[test]
fn the_ends_of_the_scale() {
    for n in [1, 7, 500] {
        let worst = tango::interval(PairedCounts::new(0, n, 0, 0).unwrap(), confidence(0.9));
        assert!(
            (worst.lower + 1.0).abs() < 1e-12 && worst.upper < 1.0,
            "{worst}"
        );
        let best = tango::interval(PairedCounts::new(0, 0, n, 0).unwrap(), confidence(0.9));
        assert!(
            (best.upper - 1.0).abs() < 1e-12 && best.lower > -1.0,
            "{best}"
        );
    }
}

/// P(X = k), by products alone.
pub(crate) fn binomial(k: u32, n: u32, p: f64) -> f64 {
    if p > 0.5 {
        // The first product would be too small for a float.
        return binomial(n - k, n, 1.0 - p);
    }
    let mut chance = (1.0 - p).powi(i32::try_from(n).unwrap());
    for i in 0..k {
        chance *= f64::from(n - i) / f64::from(i + 1) * p / (1.0 - p);
    }
    chance
}

#[test]
fn clopper_pearson_by_its_definition_and_its_coverage() {
    for n in 1..=40 {
        let intervals: Vec<Interval> = (0..=n)
            .map(|x| {
                Proportion::new(x, n)
                    .unwrap()
                    .clopper_pearson(confidence(0.9))
            })
            .collect();
        for (x, interval) in (0..=n).zip(&intervals) {
            // At each end, data as extreme have a chance of exactly 5 %.
            let above: f64 = (x..=n).map(|k| binomial(k, n, interval.lower)).sum();
            let below: f64 = (0..=x).map(|k| binomial(k, n, interval.upper)).sum();
            if x > 0 {
                near(above, 0.05, 1e-9);
            }
            if x < n {
                near(below, 0.05, 1e-9);
            }
        }
        for step in 1..100 {
            let p = f64::from(step) / 100.0;
            let covered: f64 = (0..=n)
                .zip(&intervals)
                .filter(|(_, interval)| interval.contains(p))
                .map(|(x, _)| binomial(x, n, p))
                .sum();
            assert!(covered >= 0.9 - 1e-9, "{n} {p} {covered}");
        }
    }
}

#[test]
fn holm_is_the_closed_test_of_bonferroni() {
    let mut random = seeded(13);
    for _ in 0..500 {
        let p: Vec<f64> = (0..random.random_range(1..=6))
            .map(|_| random.random::<f64>().powi(3))
            .collect();
        let adjusted = holm(&p).unwrap();
        for (place, found) in adjusted.iter().enumerate() {
            // Every set of hypotheses that has this one must be rejected by Bonferroni.
            let by_definition = (1_u32..1 << p.len())
                .filter(|set| set >> place & 1 == 1)
                .map(|set| {
                    let members = p.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                    members.map(|(_, p)| *p).fold(1.0, f64::min) * f64::from(set.count_ones())
                })
                .fold(0.0, f64::max)
                .min(1.0);
            near(*found, by_definition, 1e-12);
        }
    }
}

#[test]
fn quantile_intervals_cover_and_no_shorter_one_does() {
    for n in [1, 5, 17, 60, 200] {
        let ranks: Vec<f64> = (1..=n).map(f64::from).collect();
        for share in [0.05, 0.5, 0.9, 0.95, 0.99] {
            let found = quantile(&ranks, share, confidence(0.95)).unwrap();
            let below = |rank: f64| -> f64 {
                (0..=n)
                    .take_while(|k| f64::from(*k) < rank)
                    .map(|k| binomial(k, n, share))
                    .sum()
            };
            // P(B < l) at most 2.5 %, and more with the next rank; the same from above.
            let lower = found.lower.unwrap_or(0.0);
            assert!(
                below(lower) <= 0.025 + 1e-12 && below(lower + 1.0) > 0.025,
                "{n} {share} {found:?}"
            );
            let upper = found.upper.unwrap_or(f64::from(n) + 1.0);
            if found.upper.is_some() {
                assert!(1.0 - below(upper) <= 0.025 + 1e-12, "{n} {share} {found:?}");
            }
            assert!(1.0 - below(upper - 1.0) > 0.025, "{n} {share} {found:?}");
            assert!(
                lower <= found.estimate && found.estimate <= upper,
                "{n} {share}"
            );
        }
    }
}

#[test]
fn clusters_of_one_change_nothing_and_copies_say_nothing_new() {
    let mut random = seeded(14);
    for _ in 0..50 {
        let models = Models::new(-0.01, 0.12);
        let pairs: Vec<(u32, Pair)> = (0..400)
            .map(|key| (key, models.pair(&mut random)))
            .collect();
        let single = Clusters::of(&pairs).unwrap();
        assert!(single.design_effect() < 1.01, "{single:?}");
        let copied: Vec<(u32, Pair)> = pairs.iter().flat_map(|pair| [*pair; 5]).collect();
        let copied = Clusters::of(&copied).unwrap();
        near(copied.design_effect(), 5.0 * single.design_effect(), 0.05);
        let delta = margin(0.05);
        near(
            copied.p_not_inferior(delta),
            single.p_not_inferior(delta),
            1e-3,
        );
        near(
            copied.interval(confidence(0.9)).lower,
            single.interval(confidence(0.9)).lower,
            1e-3,
        );
    }
    // No discordant pair: as if each cluster were one item.
    let same: Vec<(u32, Pair)> = (0..300)
        .map(|at| (at / 10, Pair::new(true, true)))
        .collect();
    near(Clusters::of(&same).unwrap().design_effect(), 10.0, 1e-12);
}

#[test]
fn clustered_means_of_single_observations_are_means() {
    let mut random = seeded(15);
    let costs: Vec<f64> = (0..200).map(|_| random.random::<f64>().powi(4)).collect();
    let keyed: Vec<(usize, f64)> = costs.iter().copied().enumerate().collect();
    assert_eq!(
        mean(&costs, confidence(0.9)).unwrap(),
        clustered_mean(&keyed, confidence(0.9)).unwrap()
    );
    let copied: Vec<(usize, f64)> = keyed.iter().flat_map(|one| [*one; 7]).collect();
    let (few, many) = (
        mean(&costs, confidence(0.9)).unwrap(),
        clustered_mean(&copied, confidence(0.9)).unwrap(),
    );
    near(few.interval.lower, many.interval.lower, 1e-12);
}
