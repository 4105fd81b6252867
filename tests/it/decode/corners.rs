//! Corners where a check and what it speaks of once differed: cut escapes, numbers as they were
//! written, equality in Rust and in JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unreadable_literal,
    clippy::excessive_precision,
    clippy::float_cmp,
    reason = "a test's helpers fail loudly, and its numbers stand as an answer writes them"
)]

use std::collections::{BTreeSet, HashSet};

use driftless::contract::Untyped;
use driftless::decode::Strict;
use driftless::{Contract, Violation, ViolationKind as Kind, decode};
use serde::de::value::{Error, F32Deserializer, F64Deserializer};
use serde::de::{Deserialize as _, IntoDeserializer as _};

fn kinds<T: Contract>(text: &str) -> Vec<Kind> {
    let drift = decode::<T>(text).err().expect(text);
    drift.violations().iter().map(Violation::kind).collect()
}

#[test]
fn only_what_ends_inside_an_escape_is_cut() {
    let many = "\\ud800".repeat(20_000);
    for wrong in [
        many.as_str(),
        r"\x",
        r"\u12g",
        r"\udc00",
        r"\ud800\ud800",
        r"\ud800\ud8",
        r"\ud800\u0041",
        r"\ud800x",
        r"\ud800\n",
        r"\u00e9\ud800 ",
    ] {
        assert_eq!(kinds::<String>(&format!("\"{wrong}")), [Kind::Syntax]);
    }
    for cut in [
        r"\",
        r"\u",
        r"\u00e",
        r"\ud800",
        r"\ud800\",
        r"\uD83D\u",
        r"\uD83D\uD",
        r"\uD83D\uDE0",
        r"a\u00e9\ud8",
    ] {
        assert_eq!(
            kinds::<String>(&format!("\"{cut}")),
            [Kind::Truncated],
            "{cut}"
        );
    }
}

#[derive(Debug, Contract)]
enum Direction {
    North,
    NorthEast,
    East,
    SouthEast,
    South,
    SouthWest,
    West,
    NorthWest,
}

/// A million values without a hint that's worth its search, and one of four megabytes: minutes
/// where each is searched for every name.
#[test]
fn values_beyond_those_kept_are_not_put_into_words() {
    let many = format!("[{}]", vec!["\"x\""; 1_000_000].join(","));
    let drift = decode::<Vec<Direction>>(&many).unwrap_err();
    assert_eq!(drift.violations().len(), 1000);
    let long = format!("[\"{}\"]", "x ".repeat(2_000_000));
    let drift = decode::<Vec<Direction>>(&long).unwrap_err();
    assert_eq!(drift.violations()[0].hint(), None);
    let hint = |text: &str| {
        let drift = decode::<Direction>(&format!("\"{text}\"")).unwrap_err();
        drift.violations()[0].hint().map(str::to_owned)
    };
    assert_eq!(
        hint("north_east").as_deref(),
        Some("write it exactly as `NorthEast`")
    );
    assert_eq!(hint("Noth").as_deref(), Some("did you mean `North`?"));
    assert_eq!(
        hint("to the West, then").as_deref(),
        Some("write `West` and nothing else")
    );
    assert_eq!(hint("up"), None);
}

#[derive(Debug, Contract)]
struct Thousands(#[contract(multiple_of = 1000)] f64);

#[derive(Debug, Contract)]
struct Capped(#[contract(range(..=12345678901234567100))] f64);

#[derive(Debug, Contract)]
struct Listed(#[contract(one_of(12345678901234567000))] f64);

#[derive(Debug, Contract)]
struct Single(#[contract(range(..=123456790500))] f32);

#[derive(Debug, Contract)]
struct Tenth(#[contract(range(..=0.1))] f32);

#[derive(Debug, Contract)]
struct Optional {
    #[contract(range(..=0.1))]
    at: Option<Box<f64>>,
}

#[test]
fn rules_on_floats_judge_the_number_that_was_sent() {
    let sent = "12345678901234567168";
    assert_eq!(kinds::<Thousands>(sent), [Kind::NotMultiple]);
    assert_eq!(kinds::<Capped>(sent), [Kind::OutOfRange]);
    assert_eq!(kinds::<Listed>(sent), [Kind::NotListed]);
    assert_eq!(kinds::<Single>("123456790528"), [Kind::OutOfRange]);
    assert_eq!(
        kinds::<Tenth>("0.100000001490116119384765625"),
        [Kind::OutOfRange]
    );
    assert_eq!(
        kinds::<Optional>(r#"{"at": 0.1000000000000000055511151231257827021181583404541015625 }"#),
        [Kind::OutOfRange]
    );
    assert!(decode::<Thousands>("12345678901234567000").is_ok());
    assert!(decode::<Capped>("12345678901234567000").is_ok());
    assert!(decode::<Listed>("1.2345678901234567e19").is_ok());
    assert!(decode::<Single>("1.2345679e11").is_ok());
    assert!(decode::<Tenth>("0.1").is_ok());
    assert!(decode::<Tenth>("1e-1").is_ok());
    assert!(decode::<Optional>(r#"{"at":null}"#).is_ok());
    assert!(decode::<Optional>(r#"{ "at" : 0.1 }"#).is_ok());
}

#[test]
fn numbers_that_are_not_finite_are_no_absence() {
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let from: F64Deserializer<Error> = wrong.into_deserializer();
        let error = Strict::<Option<f64>>::deserialize(from).unwrap_err();
        assert!(error.to_string().contains("not finite"), "{error}");
        let from: F64Deserializer<Error> = wrong.into_deserializer();
        assert!(Strict::<Untyped>::deserialize(from).is_err());
    }
    let from: F32Deserializer<Error> = f32::NAN.into_deserializer();
    assert!(Strict::<Option<f32>>::deserialize(from).is_err());
    let from: F64Deserializer<Error> = 0.5_f64.into_deserializer();
    assert_eq!(Strict::<f64>::deserialize(from).unwrap().into_inner(), 0.5);
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Contract)]
struct Reading {
    at: Vec<u8>,
}

#[test]
fn a_set_holds_nothing_twice_in_json() {
    assert_eq!(kinds::<HashSet<Untyped>>("[1,1.0]"), [Kind::Repeated]);
    assert_eq!(
        kinds::<HashSet<Untyped>>(r#" [ {"a":1,"b":[2]} , {"b":[2e0],"a":1} ] "#),
        [Kind::Repeated]
    );
    assert_eq!(
        kinds::<BTreeSet<Reading>>(r#"[{"at":[1]},{"at":[1.0]}]"#),
        [Kind::Repeated]
    );
    assert_eq!(decode::<HashSet<Untyped>>("[1,1.5]").unwrap().len(), 2);
    assert_eq!(decode::<BTreeSet<u8>>("[1,2]").unwrap().len(), 2);
}

#[derive(Debug, Contract)]
struct Free {
    #[contract(one_of("a", "b"))]
    value: Untyped,
    #[contract(one_of("a", "b"))]
    maybe: Option<String>,
    #[contract(length(2..))]
    long: Untyped,
}

#[test]
fn null_is_exempt_from_a_list_only_where_it_means_absence() {
    let text =
        |value: &str, long: &str| format!(r#"{{"value":{value},"maybe":null,"long":{long}}}"#);
    assert_eq!(kinds::<Free>(&text("null", "null")), [Kind::NotListed]);
    assert!(decode::<Free>(&text("\"a\"", "null")).is_ok());
    for short in ["\"x\"", "[1]", r#"{"a":1}"#] {
        assert_eq!(kinds::<Free>(&text("\"a\"", short)), [Kind::Length]);
    }
}
