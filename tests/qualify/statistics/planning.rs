//! Number of items that the fixed design needs, and the error rate of its score test, summed over
//! all outcomes.

use driftless::__statistics::power::{Truth, items_needed, power};

use crate::draw::{alpha, margin};

#[test]
fn the_table_of_items_for_80_percent_power() {
    // What an independent simulation in Python found for equal models at α = 5 %, by discordance
    // and margin.
    let simulated = [
        (0.04, [704.0, 310.0, 135.0, 42.0]),
        (0.08, [1294.0, 574.0, 221.0, 65.0]),
        (0.15, [2429.0, 1028.0, 404.0, 106.0]),
    ];
    println!("discordance | margin .02   .03   .05   .10");
    for (discordance, row) in simulated {
        let mut line = format!("       {discordance:.2} |      ");
        for (delta, expected) in [0.02, 0.03, 0.05, 0.10].into_iter().zip(row) {
            let truth = Truth::equal(discordance).unwrap();
            let found = items_needed(margin(delta), alpha(0.05), truth, 0.8)
                .unwrap()
                .unwrap();
            line = format!("{line}{found:6}");
            // One saw's tooth, for the simulation took the first number that sufficed, and its own
            // noise.
            let off = (f64::from(found) - expected).abs();
            assert!(
                off <= 8.0 + 0.06 * expected,
                "{discordance} {delta}: {found}, simulated {expected}"
            );
            assert!(power(found, margin(delta), alpha(0.05), truth).unwrap() >= 0.8);
            assert!(power(found * 8 / 10, margin(delta), alpha(0.05), truth).unwrap() < 0.8);
        }
        println!("{line}");
    }
}

#[test]
fn the_score_test_errs_near_alpha() {
    // The same simulation: 3.7 to 5.8 % at the boundary with 10 % discordance.
    let (mut least, mut most) = (1.0_f64, 0.0_f64);
    for n in (100..=800).step_by(50) {
        for delta in [0.02, 0.03, 0.05] {
            let truth = Truth::new(-delta, 0.10).unwrap();
            let wrong = power(n, margin(delta), alpha(0.05), truth).unwrap();
            (least, most) = (least.min(wrong), most.max(wrong));
        }
    }
    println!(
        "score test at the boundary: {:.1} to {:.1} %",
        least * 100.0,
        most * 100.0
    );
    assert!(least > 0.03 && most < 0.065, "{least} {most}");
}

#[test]
fn what_can_t_be_shown_needs_more_than_any_number() {
    let truth = Truth::new(-0.10, 0.14).unwrap();
    assert_eq!(
        items_needed(margin(0.10), alpha(0.05), truth, 0.8),
        Ok(None)
    );
}

#[test]
fn better_candidates_and_larger_margins_need_fewer() {
    let needed = |difference: f64, delta: f64| {
        let truth = Truth::new(difference, 0.10).unwrap();
        items_needed(margin(delta), alpha(0.05), truth, 0.8)
            .unwrap()
            .unwrap()
    };
    assert!(needed(0.02, 0.05) < needed(0.0, 0.05) && needed(0.0, 0.05) < needed(-0.02, 0.05));
    assert!(needed(0.0, 0.10) < needed(0.0, 0.05));
}
