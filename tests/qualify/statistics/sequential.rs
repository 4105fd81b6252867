//! The test that may stop at any time, simulated with models of known quality.

use driftless::__statistics::{Pair, SequentialTest, Verdict};
use rand::seq::SliceRandom;

use crate::draw::{Models, allowed, alpha, margin, repetitions, seeded, summary};

struct Found {
    repetitions: u32,
    passed: f64,
    failed: f64,
    mean: f64,
    p90: u32,
}

fn simulated(difference: f64, discordance: f64, few: u32) -> Found {
    let models = Models::new(difference, discordance);
    let mut random = seeded(31);
    let repetitions = repetitions(few);
    let (mut passed, mut failed, mut counts) = (0.0, 0.0, Vec::new());
    for _ in 0..repetitions {
        let mut test = SequentialTest::new(margin(0.05), alpha(0.05));
        while test.verdict() == Verdict::InsufficientData && test.seen() < 5000 {
            test.push(models.pair(&mut random)).unwrap();
        }
        match test.verdict() {
            Verdict::Passed => passed += 1.0,
            Verdict::Failed => failed += 1.0,
            Verdict::InsufficientData => {}
        }
        counts.push(test.seen());
    }
    let (mean, p90) = summary(&mut counts);
    let all = f64::from(repetitions);
    let found = Found {
        repetitions,
        passed: passed / all,
        failed: failed / all,
        mean,
        p90,
    };
    println!(
        "difference {difference:5.2}, discordance {discordance:.2}: passed {:5.1} %, failed {:5.1} %, items {mean:6.0} on average, 90 % within {p90}",
        found.passed * 100.0,
        found.failed * 100.0
    );
    found
}

/// An independent simulation in Python found these: margin 0.05, α = 5 %, at most 5000 items.
#[test]
fn items_until_the_verdict() {
    let equal = simulated(0.0, 0.08, 300);
    assert!(
        equal.passed > 0.99
            && (220.0..285.0).contains(&equal.mean)
            && (420..620).contains(&equal.p90),
        "252 and 514 were expected"
    );
    let better = simulated(0.01, 0.08, 300);
    assert!(
        better.passed > 0.99 && (155.0..205.0).contains(&better.mean),
        "179 was expected"
    );
    let worse = simulated(-0.10, 0.14, 200);
    assert!(
        worse.failed > 0.97 && (290.0..400.0).contains(&worse.mean),
        "341 was expected"
    );
    let much_worse = simulated(-0.20, 0.22, 300);
    assert!(
        much_worse.failed > 0.99 && (48.0..72.0).contains(&much_worse.mean),
        "64 was expected"
    );
}

#[test]
fn at_the_boundary_neither_claim_is_made_more_often_than_alpha() {
    for (discordance, few) in [(0.05, 60), (0.08, 100), (0.30, 60)] {
        let found = simulated(-0.05, discordance, few);
        assert!(found.passed <= allowed(0.05, found.repetitions));
        assert!(found.failed <= allowed(0.05, found.repetitions));
    }
}

/// Shuffled sets whose own difference is exactly the margin, or just beyond, must not pass; the
/// whole set decides for sure in the end.
#[test]
fn over_a_whole_set() {
    let mut random = seeded(32);
    let count = repetitions(250);
    for (losses, gains, passes) in [
        (25, 10, false),
        (40, 25, false),
        (14, 12, true),
        (70, 10, false),
    ] {
        let mut pairs = vec![Pair::new(true, true); 300 - losses - gains];
        pairs.extend(vec![Pair::new(true, false); losses]);
        pairs.extend(vec![Pair::new(false, true); gains]);
        let (mut wrong, mut counts) = (0.0, Vec::new());
        for _ in 0..count {
            pairs.shuffle(&mut random);
            let mut test = SequentialTest::over_whole_set(300, margin(0.05), alpha(0.05)).unwrap();
            for pair in &pairs {
                if test.push(*pair).unwrap() != Verdict::InsufficientData {
                    break;
                }
            }
            counts.push(test.seen());
            // The last item always decides.
            assert_ne!(test.verdict(), Verdict::InsufficientData);
            wrong += f64::from(u32::from((test.verdict() == Verdict::Passed) != passes));
        }
        let (mean, p90) = summary(&mut counts);
        println!(
            "set of 300, {losses} losses, {gains} gains: wrong {:4.1} %, items {mean:.0} on average, 90 % within {p90}",
            wrong / f64::from(count) * 100.0
        );
        assert!(wrong / f64::from(count) <= allowed(0.05, count));
    }
}

#[test]
fn a_pass_waits_for_the_minimum_and_stays() {
    let mut test = SequentialTest::new(margin(0.3), alpha(0.05));
    for seen in 1..=60 {
        let verdict = test.push(Pair::new(true, true)).unwrap();
        assert_eq!(verdict == Verdict::Passed, seen >= 50, "{seen}");
    }
    assert!(test.e_not_inferior() >= 20.0 && test.p() <= 0.05);
    for _ in 0..40 {
        assert_eq!(test.push(Pair::new(true, false)).unwrap(), Verdict::Passed);
    }
    // What Ville's inequality speaks of is the highest wealth.
    assert!(test.p() <= 0.05);
}

#[test]
fn a_hopeless_candidate_costs_few_items() {
    let mut test = SequentialTest::new(margin(0.05), alpha(0.05));
    while test.verdict() == Verdict::InsufficientData {
        test.push(Pair::new(true, false)).unwrap();
    }
    assert_eq!(test.verdict(), Verdict::Failed);
    assert!(test.seen() < 15, "{}", test.seen());
}

#[test]
fn clusters_count_once() {
    let mut by_cluster = SequentialTest::new(margin(0.05), alpha(0.05));
    let mut by_item = SequentialTest::new(margin(0.05), alpha(0.05));
    for _ in 0..40 {
        by_cluster
            .push_cluster(&[Pair::new(true, true); 10])
            .unwrap();
        for _ in 0..10 {
            by_item.push(Pair::new(true, true)).unwrap();
        }
    }
    assert_eq!(
        (by_cluster.verdict(), by_cluster.seen()),
        (Verdict::InsufficientData, 40)
    );
    assert_eq!((by_item.verdict(), by_item.seen()), (Verdict::Passed, 400));
}
