//! One verdict: what the decoder takes, an independent validator takes by the generated schema, and the other way round.
//!
//! `DRIFTLESS_DOCUMENTS=100000` sets the number of documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::assigning_clones,
    clippy::redundant_closure_for_method_calls,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

mod generate;
mod mutate;
mod samples;
mod zoo;

use std::collections::BTreeMap;

use driftless::shape::Shape;
use driftless::{Contract, ViolationKind as Kind, decode, decode_slice};
use generate::{Doc, draw};
use mutate::{corrupt, mutate};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

/// What the schema can't say.
fn is_extra(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::DuplicateKey | Kind::Ensure | Kind::Inexact | Kind::TrailingText
    )
}

#[derive(Default)]
struct Counts {
    taken: usize,
    refused: usize,
    extra: usize,
    beyond: usize,
    kinds: BTreeMap<Kind, usize>,
}

/// Whether every number is one that the validator itself holds exactly.
fn within_the_validator(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(|next: char| next.is_ascii_digit() || next == '-') {
        let tail = &rest[start..];
        let end = tail
            .find(|next: char| !matches!(next, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
            .unwrap_or(tail.len());
        let number = &tail[..end];
        let mantissa = number.split(['e', 'E']).next().unwrap_or(number);
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
        let zero = !mantissa.contains(|digit| ('1'..='9').contains(&digit));
        let exact = number
            .parse::<f64>()
            .is_ok_and(|value| digits <= 15 && value.is_finite() && (zero || value != 0.0));
        let whole = number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok();
        let far = number.parse::<f64>().is_ok_and(|value| value.abs() > 1e38);
        if number.parse::<f64>().is_ok() && !whole && (!exact || far) {
            return false;
        }
        rest = &tail[end.max(1)..];
    }
    true
}

fn judge<T: Contract>(bytes: &[u8], validator: &jsonschema::Validator, counts: &mut Counts) {
    let shown = || String::from_utf8_lossy(bytes);
    let valid = serde_json::from_slice(bytes).is_ok_and(|value| validator.is_valid(&value));
    match decode_slice::<T>(bytes) {
        Ok(value) => {
            let mut text = String::new();
            value.write(&mut text);
            let again = decode::<T>(&text)
                .unwrap_or_else(|drift| panic!("{} is written {text}: {drift}", shown()));
            let mut twice = String::new();
            again.write(&mut twice);
            assert_eq!(text.len(), twice.len(), "{text} {twice}");
            if !valid && !within_the_validator(&shown()) {
                counts.beyond += 1;
                return;
            }
            assert!(valid, "taken, but the schema says no: {}", shown());
            counts.taken += 1;
        }
        Err(drift) => {
            let kinds = drift.violations().iter().map(|one| one.kind());
            for kind in kinds.clone() {
                assert_ne!(kind, Kind::Internal, "{}\n{drift}", shown());
                *counts.kinds.entry(kind).or_default() += 1;
            }
            for one in drift.violations() {
                assert!(
                    drift.text().get(one.span()).is_some(),
                    "{one:?}: {}",
                    shown()
                );
            }
            if valid {
                // Of a key that stands twice the validator has seen the last value only.
                let twice = kinds.clone().any(|kind| kind == Kind::DuplicateKey);
                if twice || kinds.clone().all(is_extra) {
                    counts.extra += 1;
                } else {
                    assert!(
                        !within_the_validator(&shown()),
                        "refused, but the schema says yes: {}\n{drift}",
                        shown()
                    );
                    counts.beyond += 1;
                }
                return;
            }
            counts.refused += 1;
        }
    }
}

fn documents() -> usize {
    std::env::var("DRIFTLESS_DOCUMENTS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(5_000)
}

fn agree<T: Contract>(name: &str, seed: u64, count: usize, total: &mut Counts) {
    let schema = serde_json::to_value(T::json_schema()).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("{name}: {error}\n{schema:#}"));
    let shape: &'static Shape = T::SHAPE;
    let mut rng = SmallRng::seed_from_u64(seed);
    let mut counts = Counts::default();
    for _ in 0..count {
        let mut doc: Doc = draw(shape, &[], 0, &mut rng);
        let changes = rng.random_range(0..4_u8);
        if changes < 3 {
            for _ in 0..changes {
                mutate(&mut doc, &mut rng);
            }
        }
        let mut text = String::new();
        doc.print(&mut rng, &mut text);
        let mut bytes = text.into_bytes();
        if changes == 3 {
            corrupt(&mut bytes, &mut rng);
        }
        judge::<T>(&bytes, &validator, &mut counts);
    }
    println!(
        "{name}: {} taken, {} refused, {} by what a schema can't say, {} beyond the validator's numbers",
        counts.taken, counts.refused, counts.extra, counts.beyond
    );
    assert!(
        counts.taken * 12 > count,
        "{name}: few documents were taken"
    );
    assert!(
        counts.refused * 5 > count,
        "{name}: few documents were refused"
    );
    total.taken += counts.taken;
    total.refused += counts.refused;
    total.extra += counts.extra;
    total.beyond += counts.beyond;
    for (kind, count) in counts.kinds {
        *total.kinds.entry(kind).or_default() += count;
    }
}

#[test]
fn decoder_and_validator_agree() {
    let mut total = Counts::default();
    let mut seed = 0;
    macro_rules! each {
        ($($contract:ty),*) => {{
            let contracts = [$(stringify!($contract)),*].len();
            let count = documents().div_ceil(contracts);
            $(
                seed += 1;
                agree::<$contract>(stringify!($contract), seed, count, &mut total);
            )*
        }};
    }
    each!(
        zoo::Integers, zoo::Numbers, zoo::Texts, zoo::Formats, zoo::Foreign, zoo::Collections,
        zoo::Absence, zoo::Payment, zoo::Event, zoo::Tree, zoo::Folder, zoo::Free, zoo::Severity,
        zoo::Discount, Vec<zoo::Payment>, Option<zoo::Tree>, BTreeMap<String, zoo::Event>
    );
    println!(
        "in all: {} taken, {} refused, {} by what a schema can't say, {} beyond the validator's numbers",
        total.taken, total.refused, total.extra, total.beyond
    );
    println!("violations: {:?}", total.kinds);
    // Every kind that an answer can have has been met.
    for kind in [
        Kind::Syntax,
        Kind::Truncated,
        Kind::TrailingText,
        Kind::NotUtf8,
        Kind::WrongType,
        Kind::MissingKey,
        Kind::UnknownKey,
        Kind::DuplicateKey,
        Kind::UnknownValue,
        Kind::NotInteger,
        Kind::Inexact,
        Kind::OutOfRange,
        Kind::NotMultiple,
        Kind::Length,
        Kind::Pattern,
        Kind::Format,
        Kind::Repeated,
        Kind::NotListed,
    ] {
        assert!(total.kinds.contains_key(&kind), "{kind:?} was never met");
    }
}
