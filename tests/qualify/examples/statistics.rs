//! Prints inputs and results of every statistic as JSON, for `tests/oracles/statistics` to compare
//! with SciPy and statsmodels.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a program for a check, which fails loudly and prints"
)]

use driftless::__statistics::power::{Truth, power};
use driftless::__statistics::{
    Alpha, Clusters, Confidence, Interval, Margin, Pair, PairedCounts, Proportion, SequentialTest,
    clustered_mean, holm, mcnemar, mean, quantile, tango,
};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

fn both(interval: Interval) -> Value {
    json!([interval.lower, interval.upper])
}

fn proportion(random: &mut SmallRng) -> Value {
    let most = [20, 300, 20_000, 1_000_000][random.random_range(0..4)];
    let n = random.random_range(1..=most);
    let x = match random.random_range(0..6) {
        0 => 0,
        1 => n,
        _ => random.random_range(0..=n),
    };
    let level = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999][random.random_range(0..6)];
    let (given, confidence) = (
        Proportion::new(x, n).unwrap(),
        Confidence::new(level).unwrap(),
    );
    json!({
        "kind": "proportion", "x": x, "n": n, "level": level,
        "exact": both(given.clopper_pearson(confidence)), "wilson": both(given.wilson(confidence)),
    })
}

fn paired(random: &mut SmallRng) -> Value {
    let most = [2, 10, 100, 2000][random.random_range(0..4)];
    let mut cell = || random.random_range(0..=most) * u32::from(random.random_bool(0.85));
    let cells = [cell() + 1, cell(), cell(), cell()];
    let counts = PairedCounts::new(cells[0], cells[1], cells[2], cells[3]).unwrap();
    let margin = random.random_range(0.005..0.4);
    let level = random.random_range(0.5..0.999);
    let given = Margin::new(margin).unwrap();
    let small = counts.total() < 60;
    json!({
        "kind": "paired", "cells": cells, "margin": margin, "level": level, "mcnemar": mcnemar::exact(counts),
        "p": tango::p_not_inferior(counts, given), "worse": tango::p_inferior(counts, given),
        "interval": both(tango::interval(counts, Confidence::new(level).unwrap())),
        "exact": small.then(|| tango::exact_p(counts, given)),
    })
}

fn clustered(random: &mut SmallRng) -> Value {
    let clusters = random.random_range(2..40);
    let alike: f64 = random.random();
    let mut pairs = Vec::new();
    for key in 0..clusters {
        let common = (random.random_bool(0.8), random.random_bool(0.8));
        for _ in 0..random.random_range(1..8) {
            let own = (random.random_bool(0.8), random.random_bool(0.8));
            let (primary, candidate) = if random.random_bool(alike) {
                common
            } else {
                own
            };
            pairs.push((key, Pair::new(primary, candidate)));
        }
    }
    let margin = random.random_range(0.01..0.3);
    let found = Clusters::of(&pairs).unwrap();
    let differences: Vec<(u32, f64)> = pairs
        .iter()
        .map(|(key, pair)| (*key, pair.difference()))
        .collect();
    let mean = clustered_mean(&differences, Confidence::new(0.9).unwrap()).unwrap();
    json!({
        "kind": "clustered", "margin": margin, "effect": found.design_effect(),
        "pairs": pairs.iter().map(|(key, pair)| json!([key, pair.primary, pair.candidate])).collect::<Vec<_>>(),
        "p": found.p_not_inferior(Margin::new(margin).unwrap()),
        "interval": both(found.interval(Confidence::new(0.9).unwrap())), "mean": both(mean.interval),
    })
}

fn several(random: &mut SmallRng) -> Value {
    let p: Vec<f64> = (0..random.random_range(1..12))
        .map(|_| random.random::<f64>().powi(3))
        .collect();
    json!({ "kind": "holm", "p": p, "adjusted": holm(&p).unwrap() })
}

fn observations(random: &mut SmallRng) -> Value {
    let all: Vec<f64> = (0..random.random_range(2..400))
        .map(|_| random.random::<f64>().powi(5) * 100.0)
        .collect();
    let share = [0.1, 0.5, 0.9, 0.95, 0.99][random.random_range(0..5)];
    let level = [0.8, 0.9, 0.95, 0.99][random.random_range(0..4)];
    let confidence = Confidence::new(level).unwrap();
    let found = quantile(&all, share, confidence).unwrap();
    json!({
        "kind": "observations", "all": all, "share": share, "level": level,
        "quantile": [Some(found.estimate), found.lower, found.upper], "mean": both(mean(&all, confidence).unwrap().interval),
    })
}

fn bets(random: &mut SmallRng) -> Value {
    let margin = random.random_range(0.01..0.3);
    let finite = random.random_bool(0.5);
    let items: u32 = random.random_range(1..300);
    let (margin_given, alpha) = (Margin::new(margin).unwrap(), Alpha::new(0.05).unwrap());
    let mut test = if finite {
        SequentialTest::over_whole_set(items + 20, margin_given, alpha).unwrap()
    } else {
        SequentialTest::new(margin_given, alpha)
    };
    let whole = random.random_bool(0.7);
    let differences: Vec<f64> = (0..items)
        .map(|_| {
            let drawn: f64 = random.random();
            if whole {
                f64::from(u8::from(drawn < 0.1)) - f64::from(u8::from(drawn > 0.88))
            } else {
                0.7 * drawn - 0.4
            }
        })
        .collect();
    for difference in &differences {
        test.push_difference(*difference).unwrap();
    }
    json!({
        "kind": "bets", "margin": margin, "of": finite.then_some(items + 20), "differences": differences,
        "passing": test.e_not_inferior().ln(), "failing": test.e_inferior().ln(),
    })
}

fn planned(random: &mut SmallRng) -> Value {
    let n: u32 = random.random_range(5..250);
    let discordance: f64 = random.random_range(0.02..0.6);
    let difference = random.random_range(-discordance..discordance);
    let margin = random.random_range(0.02..0.3);
    let alpha = random.random_range(0.01..0.2);
    let truth = Truth::new(difference, discordance).unwrap();
    let found = power(
        n,
        Margin::new(margin).unwrap(),
        Alpha::new(alpha).unwrap(),
        truth,
    )
    .unwrap();
    json!({ "kind": "power", "n": n, "margin": margin, "alpha": alpha, "difference": difference, "discordance": discordance, "power": found })
}

fn main() {
    let mut random = SmallRng::seed_from_u64(2026);
    for _ in 0..2000 {
        println!("{}", proportion(&mut random));
        println!("{}", paired(&mut random));
    }
    for _ in 0..500 {
        println!("{}", clustered(&mut random));
        println!("{}", several(&mut random));
        println!("{}", observations(&mut random));
        println!("{}", bets(&mut random));
    }
    for _ in 0..60 {
        println!("{}", planned(&mut random));
    }
}
