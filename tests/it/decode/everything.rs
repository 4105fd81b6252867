//! One pass reports everything: checks and refusals after the place where reading stops are
//! included, and those that can't be judged are not.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "a test's helpers fail loudly, and a check has its shape"
)]

use std::collections::{BTreeMap, BTreeSet};

use driftless::dialect::{Dialect as _, OpenAiSchema, adapt};
use driftless::{Contract, Drift, Violation, ViolationKind as Kind, decode};

fn even(value: &u32) -> Result<(), Violation> {
    if value.is_multiple_of(2) {
        Ok(())
    } else {
        Err(Violation::new("an even number"))
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Contract)]
#[contract(ensure = Even::check)]
struct Even(u32);

impl Even {
    fn check(&self) -> Result<(), Violation> {
        even(&self.0)
    }
}

#[derive(Debug, Contract)]
#[contract(ensure = Pair::ascends)]
struct Pair {
    low: Even,
    #[contract(range(..=100), ensure = even)]
    high: u32,
}

impl Pair {
    fn ascends(&self) -> Result<(), Violation> {
        if self.low.0 < self.high {
            Ok(())
        } else {
            Err(Violation::new("`low` below `high`"))
        }
    }
}

#[derive(Debug, Contract)]
#[contract(tag = "kind")]
enum Inner {
    Fields { even: Even, text: String },
    Value(Pair),
    Nothing,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind", content = "of")]
enum Beside {
    Fields { even: Even, text: String },
    Value(Pair),
}

#[derive(Debug, Contract)]
struct Whole {
    a: bool,
    pair: Pair,
    list: Vec<Even>,
    array: [Even; 2],
    set: BTreeSet<Even>,
    map: BTreeMap<String, Even>,
    maybe: Option<Box<Even>>,
    inner: Vec<Inner>,
    beside: Vec<Beside>,
    #[contract(optional, ensure = none)]
    more: Option<Box<Whole>>,
}

fn none(of: &Option<Box<Whole>>) -> Result<(), Violation> {
    of.as_ref()
        .map_or(Ok(()), |_| Err(Violation::new("nothing more")))
}

fn told(drift: &Drift) -> Vec<(&str, Kind, &str)> {
    let violations = drift.violations().iter();
    violations
        .map(|one| (one.pointer(), one.kind(), &drift.text()[one.span()]))
        .collect()
}

#[test]
fn a_check_runs_wherever_its_own_value_is_right() {
    let text = r#"{"a": 1, "pair": {"low": 3, "high": 2}, "list": [2, 5, "x", 7], "array": [1, 2], "set": [9], "map": {"k": 11, "l": null}, "maybe": 13,
        "inner": [{"kind": "Fields", "even": 15, "text": 0}, {"kind": "Value", "low": 17, "high": 18}, {"kind": "Value", "low": 19, "high": 200}, {"kind": "Nothing"}],
        "beside": [{"kind": "Fields", "of": {"even": 21, "text": 0}}, {"of": {"low": 22, "high": 20}, "kind": "Value"}]}"#;
    let drift = decode::<Whole>(text).unwrap_err();
    let ensured = |pointer, at| (pointer, Kind::Ensure, at);
    let expected = [
        ("/a", Kind::WrongType, "1"),
        ensured("/pair", r#"{"low": 3, "high": 2}"#),
        ensured("/pair/low", "3"),
        ensured("/list/1", "5"),
        ("/list/2", Kind::WrongType, "\"x\""),
        ensured("/list/3", "7"),
        ensured("/array/0", "1"),
        ensured("/set/0", "9"),
        ensured("/map/k", "11"),
        ("/map/l", Kind::WrongType, "null"),
        ensured("/maybe", "13"),
        ensured("/inner/0/even", "15"),
        ("/inner/0/text", Kind::WrongType, "0"),
        ensured("/inner/1/low", "17"),
        ensured("/inner/2/low", "19"),
        ("/inner/2/high", Kind::OutOfRange, "200"),
        ensured("/beside/0/of/even", "21"),
        ("/beside/0/of/text", Kind::WrongType, "0"),
        ensured("/beside/1/of", r#"{"low": 22, "high": 20}"#),
    ];
    assert_eq!(told(&drift), expected, "{drift}");
}

/// The checks of a value that is wrong, or that holds a wrong one, have nothing to judge.
#[test]
fn a_check_does_not_run_on_what_is_wrong() {
    let drift = decode::<Pair>(r#"{"low": 8, "high": 101}"#).unwrap_err();
    assert_eq!(told(&drift), [("/high", Kind::OutOfRange, "101")]);
    let drift = decode::<Pair>(r#"{"low": 9, "high": 7, "x": 0}"#).unwrap_err();
    assert_eq!(
        told(&drift),
        [
            ("/low", Kind::Ensure, "9"),
            ("/high", Kind::Ensure, "7"),
            ("/x", Kind::UnknownKey, "\"x\""),
        ]
    );
}

#[test]
fn a_check_of_a_rewritten_answer_runs_behind_a_stop() {
    let adapted = adapt(BTreeMap::<String, Even>::SHAPE, OpenAiSchema::TABLE).unwrap();
    let text = r#"{"value": [{"value": "x", "key": "a"}, {"key": "b", "value": 3}]}"#;
    let drift = adapted
        .decode::<BTreeMap<String, Even>>(text)
        .err()
        .unwrap();
    assert_eq!(
        told(&drift),
        [("/a", Kind::WrongType, "\"x\""), ("/b", Kind::Ensure, "3")]
    );
}

#[derive(Debug, Contract)]
struct Shelves {
    a: BTreeMap<String, Even>,
    #[contract(length(4..), ensure = full)]
    b: BTreeMap<String, Even>,
    c: BTreeMap<String, BTreeMap<String, Even>>,
    d: BTreeMap<String, Even>,
    e: Even,
}

fn full(_: &BTreeMap<String, Even>) -> Result<(), Violation> {
    Err(Violation::new("a fuller shelf"))
}

#[test]
fn what_is_beside_a_rewrite_that_cannot_be_undone_is_told() {
    let adapted = adapt(Shelves::SHAPE, OpenAiSchema::TABLE).unwrap();
    let text = r#"{"a": [{"key": "x", "value": 1}, {"key": "y"}, {"key": "z", "value": "2", "note": 0}],
        "b": [{"key": 1, "value": 3}, {"key": "y", "value": 5}], "c": {"k": [{"key": "x", "value": 7}]}, "d": 0, "e": 9}"#;
    let drift = adapted.decode::<Shelves>(text).err().unwrap();
    let ensured = |pointer, at| (pointer, Kind::Ensure, at);
    let expected = [
        ensured("/a/x", "1"),
        ("/a/1/value", Kind::MissingKey, r#"{"key": "y"}"#),
        ("/a/z", Kind::WrongType, "\"2\""),
        ("/a/2/note", Kind::UnknownKey, "\"note\""),
        ("/b/0/key", Kind::WrongType, "1"),
        ensured("/b/y", "5"),
        (
            "/c",
            Kind::WrongType,
            r#"{"k": [{"key": "x", "value": 7}]}"#,
        ),
        ensured("/c/k/x", "7"),
        ("/d", Kind::WrongType, "0"),
        ensured("/e", "9"),
    ];
    let told: Vec<(&str, Kind, &str)> = told(&drift);
    for (told, expected) in told.iter().zip(&expected) {
        assert_eq!((told.1, told.2), (expected.1, expected.2), "{drift}");
    }
    assert_eq!(told.len(), expected.len(), "{drift}");
    for (pointer, kind, _) in told.iter().filter(|one| one.1 == Kind::Ensure) {
        assert!(
            expected
                .iter()
                .any(|one| (one.0, one.1) == (*pointer, *kind))
        );
    }
    // Beside the wrapper itself.
    let adapted = adapt(<Vec<Even>>::SHAPE, OpenAiSchema::TABLE).unwrap();
    let drift = adapted
        .decode::<Vec<Even>>(r#"{"value": [2, 3, "4"], "note": 0}"#)
        .err()
        .unwrap();
    let kinds: Vec<Kind> = drift.violations().iter().map(Violation::kind).collect();
    assert_eq!(kinds, [Kind::Ensure, Kind::WrongType, Kind::UnknownKey]);
}

#[derive(Debug, Contract)]
struct Stamps {
    at: Vec<chrono::DateTime<chrono::Utc>>,
    by: BTreeMap<String, url::Url>,
    n: u32,
    last: Option<time::OffsetDateTime>,
}

/// RFC 3339 allows each of them; their Rust types don't hold them.
#[test]
fn every_refusal_of_a_rust_type_is_told() {
    let text = r#"{"at": ["2026-02-28T23:59:59.1234567891Z", "2026-02-28T23:59:59Z", "2026-02-28T23:59:59.1234567892Z"],
        "by": {"a/b": "http://[v1.x]/", "c": "http://[v1.y]/"}, "n": "1", "last": "2016-12-31T23:59:60Z"}"#;
    let drift = decode::<Stamps>(text).unwrap_err();
    let places: Vec<(&str, Kind)> = told(&drift).iter().map(|one| (one.0, one.1)).collect();
    assert_eq!(
        places,
        [
            ("/at/0", Kind::Inexact),
            ("/at/2", Kind::Inexact),
            ("/by/a~1b", Kind::Inexact),
            ("/by/c", Kind::Inexact),
            ("/n", Kind::WrongType),
            ("/last", Kind::Inexact),
        ],
        "{drift}"
    );
}

/// A contract of another crate that says no without a word.
#[derive(Debug)]
struct Silent;

impl Contract for Silent {
    const SHAPE: &'static driftless::shape::Shape = <bool as Contract>::SHAPE;

    fn read(reader: &mut driftless::json::Reader<'_>) -> Result<Self, driftless::json::Stop> {
        if reader.boolean()? {
            Ok(Self)
        } else {
            Err(driftless::json::Stop)
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str("true");
    }
}

#[test]
fn a_contract_that_gives_no_reason_is_told_by_its_place() {
    let drift = decode::<Vec<Silent>>("[true, false, 1, false]").unwrap_err();
    assert_eq!(
        told(&drift),
        [
            ("/1", Kind::Internal, "false"),
            ("/2", Kind::WrongType, "1"),
            ("/3", Kind::Internal, "false"),
        ]
    );
}

/// A chain of values, each of which is read again without its surroundings at most once.
#[test]
fn a_deep_answer_is_explained_in_no_time() {
    #[derive(Debug, Contract)]
    struct Link {
        even: Vec<Even>,
        next: Option<Box<Link>>,
        last: bool,
    }
    let evens = vec!["2"; 2000].join(",");
    let mut text = "null".to_owned();
    for _ in 0..120 {
        text = format!(r#"{{"even":[{evens}],"next":{text},"last":0}}"#);
    }
    let drift = decode::<Link>(&text).unwrap_err();
    assert_eq!(drift.violations().len(), 120);
}
