//! Numbers that can't be: each is a typed error with a remedy, and none makes anything panic.

use driftless::__statistics::power::{Truth, items_needed, power};
use driftless::__statistics::{
    Alpha, Clusters, Confidence, FixedDesign, Margin, Pair, PairedCounts, Proportion,
    SequentialTest, StatisticsError, all_required, holm, mean, p_of_e, quantile,
};

use crate::draw::{alpha, confidence, margin};

const NOT_BETWEEN: [f64; 8] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    0.0,
    1.0,
    -0.1,
    1.1,
    -0.0,
];

#[test]
fn margins_levels_and_shares_are_checked() {
    for wrong in NOT_BETWEEN {
        assert!(
            matches!(Margin::new(wrong), Err(StatisticsError::OutOfRange { .. })),
            "{wrong}"
        );
        assert!(
            matches!(Alpha::new(wrong), Err(StatisticsError::OutOfRange { .. })),
            "{wrong}"
        );
        assert!(
            matches!(
                Confidence::new(wrong),
                Err(StatisticsError::OutOfRange { .. })
            ),
            "{wrong}"
        );
        assert!(quantile(&[1.0], wrong, confidence(0.9)).is_err(), "{wrong}");
        assert!(
            items_needed(margin(0.1), alpha(0.05), Truth::equal(0.1).unwrap(), wrong).is_err(),
            "{wrong}"
        );
    }
    assert!(Alpha::new(0.5).is_err());
    assert_eq!(
        Margin::new(5.0).unwrap_err().to_string(),
        "the margin is 5; it must be more than 0 and less than 1, as in 0.05 for five points of a hundred"
    );
    assert_eq!(
        Alpha::new(f64::NAN).unwrap_err().to_string(),
        "alpha is NaN; it must be more than 0 and less than 0.5, as in 0.05 for one wrong claim in twenty"
    );
}

#[test]
fn nothing_and_too_much_are_refused() {
    assert!(Proportion::new(0, 0).is_err() && Proportion::new(3, 2).is_err());
    assert!(PairedCounts::new(0, 0, 0, 0).is_err() && PairedCounts::of(&[]).is_err());
    assert!(PairedCounts::new(u32::MAX, 1, 0, 0).is_err());
    assert!(holm(&[]).is_err() && all_required(&[]).is_err());
    for wrong in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert!(holm(&[0.5, wrong]).is_err() && all_required(&[wrong]).is_err());
    }
    assert!(p_of_e(f64::NAN).is_err() && p_of_e(-1.0).is_err());
    assert_eq!(
        (p_of_e(0.0), p_of_e(0.5), p_of_e(f64::INFINITY)),
        (Ok(1.0), Ok(1.0), Ok(0.0))
    );
    assert!(mean(&[], confidence(0.9)).is_err() && mean(&[1.0], confidence(0.9)).is_err());
    for wrong in [f64::NAN, f64::INFINITY] {
        assert!(mean(&[1.0, wrong], confidence(0.9)).is_err());
        assert!(quantile(&[1.0, wrong], 0.5, confidence(0.9)).is_err());
        assert!(Truth::equal(wrong).is_err() && Truth::new(wrong, 0.5).is_err());
    }
    assert!(quantile(&[], 0.5, confidence(0.9)).is_err());
    assert!(Truth::new(0.2, 0.1).is_err() && Truth::new(-0.2, 0.1).is_err());
    assert!(power(0, margin(0.1), alpha(0.05), Truth::equal(0.1).unwrap()).is_err());
    assert!(Clusters::of(&[("a", Pair::new(true, true)), ("a", Pair::new(true, false))]).is_err());
}

#[test]
fn a_design_takes_exactly_its_number() {
    let pairs = vec![Pair::new(true, true); 100];
    for given in [0, 1, 99] {
        let design = FixedDesign::new(100, margin(0.05), alpha(0.05)).unwrap();
        let error = design.decide(&pairs[..given]).unwrap_err();
        assert_eq!(
            error,
            StatisticsError::WrongSize {
                designed: 100,
                given
            }
        );
    }
    let design = FixedDesign::new(99, margin(0.05), alpha(0.05)).unwrap();
    assert_eq!(
        design.decide(&pairs).unwrap_err().to_string(),
        "the design is for 99 pairs and was given 100; give it exactly 99, or use a sequential test, which may stop at any time"
    );
    assert!(FixedDesign::new(0, margin(0.05), alpha(0.05)).is_err());
    let keyed: Vec<(usize, Pair)> = pairs.into_iter().enumerate().collect();
    let design = FixedDesign::new(99, margin(0.05), alpha(0.05)).unwrap();
    assert!(design.decide_clustered(&keyed).is_err());
}

#[test]
fn a_sequential_test_takes_differences_of_scores_and_no_more_than_its_set() {
    let mut test = SequentialTest::new(margin(0.05), alpha(0.05));
    for wrong in [f64::NAN, 1.01, -1.01, f64::INFINITY] {
        assert!(test.push_difference(wrong).is_err());
    }
    assert!(test.push_cluster(&[]).is_err());
    assert_eq!((test.seen(), test.mean()), (0, None));
    assert!(SequentialTest::over_whole_set(0, margin(0.05), alpha(0.05)).is_err());
    let mut set = SequentialTest::over_whole_set(2, margin(0.05), alpha(0.05)).unwrap();
    for _ in 0..2 {
        set.push(Pair::new(true, true)).unwrap();
    }
    assert_eq!(
        set.push(Pair::new(true, true)),
        Err(StatisticsError::Exhausted { designed: 2 })
    );
}

/// Extremes that are allowed give numbers, not NaN, and no panic.
#[test]
fn extremes_are_numbers() {
    for n in [1, 2, 49, 4_000_000_000] {
        for x in [0, 1, n / 2, n] {
            let proportion = Proportion::new(x, n).unwrap();
            for level in [1e-9, 0.5, 0.95, 1.0 - 1e-12] {
                for interval in [
                    proportion.wilson(confidence(level)),
                    proportion.clopper_pearson(confidence(level)),
                ] {
                    assert!(
                        0.0 <= interval.lower
                            && interval.lower <= interval.upper
                            && interval.upper <= 1.0,
                        "{x} {n} {level} {interval:?}"
                    );
                }
            }
        }
    }
    let mut test = SequentialTest::new(margin(1e-9), alpha(1e-9));
    for _ in 0..3000 {
        test.push(Pair::new(false, true)).unwrap();
    }
    assert!(test.e_not_inferior() > 1e9 && test.e_inferior() >= 1.0 && test.p() >= 0.0);
}
