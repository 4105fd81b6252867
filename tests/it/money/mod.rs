//! Money: prices and worst cases, what was billed, and what counts.

mod bills;
mod counts;
mod histories;
mod overruns;
mod setup;
mod spelled;
mod unended;
mod unsent;

use driftless::money::AmountError;
use driftless::provider::{Usage, most_input_tokens};
use driftless::{Price, Usd, usd};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

fn dollars(text: &str) -> Usd {
    usd(text).unwrap()
}

fn rate(rng: &mut SmallRng) -> Usd {
    dollars(&format!(
        "{}.{:02}",
        rng.random_range(0..20),
        rng.random_range(0..100)
    ))
}

/// Any price: dear or cheap caches, tiers in any order, dearer or cheaper than the base.
fn price(rng: &mut SmallRng) -> Price {
    let rates = |rng: &mut SmallRng| {
        Price::per_million(rate(rng), rate(rng))
            .cached(rate(rng))
            .cache_written(rate(rng))
    };
    let mut price = rates(rng);
    for _ in 0..rng.random_range(0..3) {
        let above = rng.random_range(0..300_000);
        price = price.tier(above, &rates(rng));
    }
    price
}

#[test]
fn no_call_within_its_limits_costs_more_than_the_worst_case() {
    let mut rng = SmallRng::seed_from_u64(20_261_122);
    for _ in 0..20_000 {
        let price = price(&mut rng);
        let most_input = rng.random_range(0..400_000);
        let most_output = rng.random_range(0..100_000);
        let worst = price.worst_case(most_input, most_output).unwrap();
        let mut usage = Usage::default();
        usage.input = rng.random_range(0..=most_input);
        usage.cached = rng.random_range(0..=usage.input);
        usage.cache_written = rng.random_range(0..=usage.input - usage.cached);
        usage.output = rng.random_range(0..=most_output);
        let cost = price.cost(&usage).unwrap();
        assert!(cost <= worst, "{cost} > {worst}: {usage:?} {price:?}");
    }
}

#[test]
fn the_worst_case_is_no_dearer_than_it_must_be() {
    // Without tiers and caches it is what those tokens cost.
    let price = Price::per_million(dollars("1"), dollars("5"));
    assert_eq!(price.worst_case(1_000, 2_000), Ok(dollars("0.011")));
    // A tier counts only if the call may reach it.
    let tiered = price.tier(200_000, &Price::per_million(dollars("2"), dollars("10")));
    assert_eq!(tiered.worst_case(200_000, 0), Ok(dollars("0.2")));
    assert_eq!(tiered.worst_case(200_001, 0), Ok(dollars("0.400002")));
    // And a dear base counts even if the whole input is in a cheaper tier.
    let falling = Price::per_million(dollars("3"), dollars("3"))
        .tier(10, &Price::per_million(dollars("1"), dollars("1")));
    assert_eq!(falling.worst_case(20, 1_000_000), Ok(dollars("3.00006")));
}

#[test]
fn input_may_be_written_to_a_cache_at_a_higher_price() {
    let price = Price::per_million(dollars("1"), dollars("5")).cache_written(dollars("1.25"));
    assert_eq!(price.worst_case(1_000_000, 0), Ok(dollars("1.25")));
}

#[test]
fn a_worst_case_that_does_not_fit_is_an_error() {
    let absurd = dollars("79228162514264337593543950335");
    let price = Price::per_million(absurd, absurd);
    assert_eq!(price.worst_case(2, 2), Err(AmountError::Overflow));
    assert_eq!(
        Price::per_million(dollars("1"), dollars("1"))
            .worst_case(most_input_tokens(u64::MAX), u64::MAX)
            .map(|worst| worst > dollars("1")),
        Ok(true)
    );
}

#[test]
fn free_is_declared_and_zero_is_not() {
    let zero = dollars("0");
    assert!(Price::free().is_free() && !Price::free().is_undeclared_zero());
    let forgotten = Price::per_million(zero, zero);
    assert!(!forgotten.is_free() && forgotten.is_undeclared_zero());
    let dear = Price::free().cache_written(dollars("1"));
    assert!(!dear.is_free() && !dear.is_undeclared_zero());
    let tiered = forgotten.tier(10, &Price::per_million(zero, dollars("1")));
    assert!(!tiered.is_undeclared_zero());
}
