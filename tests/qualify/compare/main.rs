//! Two answers, compared field by field.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly"
)]

mod digest;
mod fields;
mod formats;
mod judge;
mod lists;
mod methods;
mod scores;

use driftless::Contract;
use driftless::compare::{self, Comparison, FieldScore};
use driftless::json::Json;
use proptest::test_runner::{Config, RngSeed};

/// So many cases, the same in every run.
fn cases(count: u32) -> Config {
    Config {
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..Config::with_cases(count)
    }
}

fn json(text: &str) -> Json {
    Json::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn compared<T: Contract>(truth: &str, answer: &str) -> Comparison {
    compare::documents(T::SHAPE, &json(truth), &json(answer))
}

/// The fields of `comparison` that disagree.
fn differing(comparison: &Comparison) -> Vec<&str> {
    let fields = comparison.fields.iter().filter(|field| !field.agrees);
    fields.map(|field| field.pointer.as_str()).collect()
}

fn field<'c>(comparison: &'c Comparison, pointer: &str) -> &'c FieldScore {
    let mut fields = comparison.fields.iter();
    fields
        .find(|field| field.pointer == pointer)
        .unwrap_or_else(|| panic!("no {pointer} in {comparison:?}"))
}
