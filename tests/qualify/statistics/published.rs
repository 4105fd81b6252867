//! Worked examples and tables from the literature.

use driftless::__statistics::{
    FixedDesign, Interval, Pair, PairedCounts, Proportion, Verdict, all_required, holm, mcnemar,
    mean, p_of_e, quantile, tango,
};

use crate::draw::{alpha, confidence, margin};

#[track_caller]
fn close(found: f64, published: f64, places: i32) {
    // Half a unit of the last place that was printed, and a hair for the rounding of the print
    // itself.
    let off = (found - published).abs();
    assert!(
        off <= 0.500_1 * 10_f64.powi(-places),
        "{found} is not {published} to {places} places"
    );
}

#[track_caller]
fn both_close(found: Interval, (lower, upper): (f64, f64), places: i32) {
    close(found.lower, lower, places);
    close(found.upper, upper, places);
}

/// Tables as the literature prints them: a and d are alike in both, b is right in the first only, c
/// in the second only; intervals are of first minus second.
fn first_minus_second(a: u32, b: u32, c: u32, d: u32) -> PairedCounts {
    PairedCounts::new(a, c, b, d).unwrap()
}

#[test]
fn tango_1998_and_later_tables_of_his_interval() {
    let rows = [
        // Tango, Statistics in Medicine 17:891-908, 1998, section 6: two drugs; lens disinfection
        // with two zero cells (90 %).
        ((4, 9, 3, 16), 0.95, (-0.027, 0.390), 3),
        ((43, 0, 1, 0), 0.90, (-0.096, 0.037), 3),
        // Agresti & Min, Statistics in Medicine 24:729-740, 2005.
        ((53, 16, 8, 9), 0.95, (-0.020, 0.207), 3),
        // Fagerland, Lydersen & Laake, Statistics in Medicine 33:2850-2875, 2014: airway
        // hyper-responsiveness (Bentur et al. 2009).
        ((1, 1, 7, 12), 0.95, (-0.517, -0.026), 3),
        // Fagerland, Lydersen & Laake, Statistical Analysis of Contingency Tables, 2017, chapter 8:
        // complete response (Cavo et al. 2012).
        ((59, 6, 16, 80), 0.95, (-0.1240, -0.0054), 4),
    ];
    for ((a, b, c, d), level, published, places) in rows {
        let counts = first_minus_second(a, b, c, d);
        both_close(
            tango::interval(counts, confidence(level)),
            published,
            places,
        );
    }
}

#[test]
fn mcnemar_exact_in_the_same_book() {
    // Fagerland, Lydersen & Laake 2017, table 8.6 and its companion software.
    close(
        mcnemar::exact(first_minus_second(59, 6, 16, 80)),
        0.052_479,
        6,
    );
    close(mcnemar::exact(first_minus_second(1, 1, 7, 12)), 0.070_3, 4);
    close(mcnemar::exact(first_minus_second(10, 0, 0, 1)), 1.0, 6);
}

#[test]
fn mcnemar_is_tango_without_a_margin() {
    // (b - c) / √(b + c) = -2.132 and two-sided P = 0.033006, as printed there; at a margin that is
    // next to nothing.
    let counts = first_minus_second(59, 6, 16, 80);
    let p = tango::p_inferior(counts, margin(1e-12));
    close(2.0 * p, 0.033_006, 6);
}

#[test]
fn clopper_pearson_and_wilson_of_newcombe_1998() {
    // Newcombe, Statistics in Medicine 17:857-872, 1998, table I: methods 3 (Wilson) and 5
    // (Clopper-Pearson).
    let rows = [
        ((81, 263), (0.2553, 0.3662), (0.2527, 0.3676)),
        ((15, 148), (0.0624, 0.1605), (0.0578, 0.1617)),
        ((0, 20), (0.0, 0.1611), (0.0, 0.1684)),
        ((1, 29), (0.0061, 0.1718), (0.0009, 0.1776)),
    ];
    for ((x, n), wilson, exact) in rows {
        let proportion = Proportion::new(x, n).unwrap();
        both_close(proportion.wilson(confidence(0.95)), wilson, 4);
        both_close(proportion.clopper_pearson(confidence(0.95)), exact, 4);
    }
}

#[test]
fn clopper_pearson_of_fagerland_lydersen_laake_2017() {
    // Chapter 2 and its companion software: 13 of 16 (Ligarden et al. 2010), and both ends.
    for ((x, n), published) in [
        ((13, 16), (0.5435, 0.9595)),
        ((10, 10), (0.6915, 1.0)),
        ((0, 10), (0.0, 0.3085)),
    ] {
        let proportion = Proportion::new(x, n).unwrap();
        both_close(proportion.clopper_pearson(confidence(0.95)), published, 4);
    }
}

#[test]
fn the_rule_of_three() {
    // Hanley & Lippman-Hand, JAMA 249:1743-1745, 1983: nothing in n trials is at most 3/n,
    // one-sided 95 %.
    for n in [50_u32, 100, 300, 1000] {
        let none = Proportion::new(0, n).unwrap();
        let upper = none.clopper_pearson(confidence(0.90)).upper;
        close(upper, 1.0 - 0.05_f64.powf(1.0 / f64::from(n)), 12);
        close(upper * f64::from(n) / 3.0, 1.0, 1);
    }
}

#[test]
fn holm_worked_examples() {
    // Wikipedia, "Holm-Bonferroni method", example: the first and the fourth are rejected at 0.05.
    assert_eq!(
        holm(&[0.01, 0.04, 0.03, 0.005]).unwrap(),
        [0.03, 0.06, 0.06, 0.02]
    );
    // Wright, Biometrics 48:1005-1013, 1992, table 1's method: 0.0137 × 2 is carried over 0.0456.
    let adjusted = holm(&[0.000_25, 0.0456, 0.0137]).unwrap();
    for (found, published) in adjusted.iter().zip([0.000_75, 0.0456, 0.0274]) {
        close(*found, published, 8);
    }
    close(all_required(&[0.01, 0.04, 0.03]).unwrap(), 0.04, 12);
    close(p_of_e(20.0).unwrap(), 0.05, 12);
}

#[test]
fn students_own_data() {
    // Student, Biometrika 6:1-25, 1908: hours of sleep gained, difference of two drugs. The
    // interval as R prints it for `sleep`: 0.7001142 to 2.4598858.
    let differences = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];
    let found = mean(&differences, confidence(0.95)).unwrap();
    close(found.estimate, 1.58, 12);
    both_close(found.interval, (0.700_114_2, 2.459_885_8), 7);
}

#[test]
fn ranks_of_the_median() {
    // Campbell & Gardner, British Medical Journal 296:1454-1456, 1988: ranks of the 95 % interval
    // of a median.
    for (n, lower, upper) in [
        (10_u32, 2, 9),
        (20, 6, 15),
        (30, 10, 21),
        (50, 18, 33),
        (100, 40, 61),
    ] {
        let ranks: Vec<f64> = (1..=n).map(f64::from).collect();
        let found = quantile(&ranks, 0.5, confidence(0.95)).unwrap();
        assert_eq!(found.lower, Some(f64::from(lower)), "{n}");
        assert_eq!(found.upper, Some(f64::from(upper)), "{n}");
    }
    // Fewer than six observations say nothing of the median at 95 %; 299 are the first that bound
    // the 99th percentile from above at 95 % one-sided.
    let five = quantile(&[5.0, 1.0, 4.0, 2.0, 3.0], 0.5, confidence(0.95)).unwrap();
    assert_eq!((five.lower, five.estimate, five.upper), (None, 3.0, None));
    for (n, known) in [(298_u32, false), (299, true)] {
        let ranks: Vec<f64> = (1..=n).map(f64::from).collect();
        let found = quantile(&ranks, 0.99, confidence(0.90)).unwrap();
        assert_eq!(found.upper.is_some(), known, "{n}");
    }
}

#[test]
fn lens_disinfection_as_a_design() {
    // Tango 1998: at a margin of 0.10, Z = 1.709 and P = 0.044, so not inferior at 5 %. The exact
    // form must agree or be more careful.
    let counts = first_minus_second(43, 0, 1, 0);
    close(tango::p_not_inferior(counts, margin(0.10)), 0.044, 3);
    let mut pairs = vec![Pair::new(true, true); 43];
    pairs.push(Pair::new(true, false));
    let design = FixedDesign::new(44, margin(0.10), alpha(0.05)).unwrap();
    let decision = design.clone().minimum(40).decide(&pairs).unwrap();
    assert!(decision.p() >= tango::p_not_inferior(counts, margin(0.10)));
    // Fewer than fifty decide nothing unless the user says so.
    assert_eq!(
        design.decide(&pairs).unwrap().verdict(),
        Verdict::InsufficientData
    );
}
