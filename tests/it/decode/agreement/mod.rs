//! One verdict: what the decoder takes, an independent validator takes by the generated schema, and
//! the other way round.
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

mod drafts;
mod generate;
mod incremental;
mod looks;
mod mutate;
pub(super) mod samples;
mod zoo;

use std::collections::BTreeMap;

use driftless::shape::Shape;
use driftless::{Contract, Violation, ViolationKind as Kind, decode, decode_slice};
use driftless_tests::numbers::within_the_validator;
use generate::{Doc, draw};
use mutate::{corrupt, mutate};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use rust_decimal::Decimal;

#[derive(Default)]
struct Counts {
    taken: usize,
    refused: usize,
    extra: usize,
    beyond: usize,
    kinds: BTreeMap<Kind, usize>,
}

/// Returns `true` if a refusal is for what no schema says, by other means than the decoder's: a
/// value that its Rust type can't represent, a backslash that JSON has swallowed, or a float that
/// rounding has put on a bound.
///
/// Numbers that only the validator takes are whole numbers past 32-bit floats, and
/// decimals of more than 28 digits; doubles and integers of 64 bits hold them all.
fn is_beyond_schemas(one: &Violation, text: &str) -> bool {
    let (written, holder) = (&text[one.span()], one.expected());
    let value = serde_json::from_str(written).unwrap_or_else(|_number| written.to_owned());
    if one.kind() == Kind::SwallowedBackslash {
        let letters: Vec<char> = value.chars().collect();
        let is_control = |next: char| next == '\u{8}' || next == '\u{c}';
        let is_spelled = written.contains("\\b") || written.contains("\\f");
        return is_spelled
            && letters
                .windows(2)
                .any(|pair| is_control(pair[0]) && pair[1].is_alphabetic());
    }
    if one.kind() == Kind::OutOfRange {
        return one
            .hint()
            .is_some_and(|hint| hint.starts_with("it is held as"));
    }
    if one.kind() == Kind::Ensure {
        // The only conversion here refuses one number.
        return value
            .parse()
            .is_ok_and(|number: f64| number.total_cmp(&13.0).is_eq());
    }
    let held = if holder.contains("32-bit") {
        let (single, double): (f32, f64) = (value.parse().unwrap(), value.parse().unwrap());
        let is_near = single.is_finite() && (single != 0.0 || double == 0.0);
        is_near && (double.fract() != 0.0 || f64::from(single).total_cmp(&double).is_eq())
    } else if holder.contains("decimal") {
        let exact = Decimal::from_str_exact(&value);
        exact.or_else(|_| Decimal::from_scientific(&value)).is_ok()
    } else if holder.contains("on a day") {
        value
            .get(..10)
            .is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok())
    } else if holder.contains("IPv4 or IPv6") {
        value.parse::<std::net::IpAddr>().is_ok()
    } else if holder.contains("other than 0") {
        value.parse::<f64>().is_ok_and(|number| number != 0.0)
    } else if holder.contains("a duration") {
        value.len() < 20
    } else if holder.contains("a time") {
        !value.contains(":60") && !is_finer_than_a_nanosecond(&value)
    } else if holder.contains("URL") {
        value.parse::<url::Url>().is_ok()
    } else {
        true
    };
    one.kind() == Kind::Inexact && !held
}

fn is_finer_than_a_nanosecond(time: &str) -> bool {
    let fraction = time.split_once('.').map_or("", |(_, fraction)| fraction);
    fraction.bytes().take_while(u8::is_ascii_digit).count() > 9
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
                let beyond = |one: &Violation| is_beyond_schemas(one, drift.text());
                if twice || drift.violations().iter().all(beyond) {
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
        .unwrap_or(6_000)
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
    // What is waived is rare, or it would hide a disagreement. Most of it are leap seconds, which
    // the `time` crate does not hold.
    assert!(counts.extra * 5 <= count, "{name}: {} waived", counts.extra);
    assert!(
        counts.beyond * 10 <= count,
        "{name}: {} waived",
        counts.beyond
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
        zoo::Discount, Vec<zoo::Payment>, Option<zoo::Tree>, BTreeMap<String, zoo::Event>,
        zoo::Positive, zoo::Times, zoo::Addresses, zoo::Numbered, zoo::Keyed
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
        Kind::SwallowedBackslash,
    ] {
        assert!(total.kinds.contains_key(&kind), "{kind:?} was never met");
    }
}
