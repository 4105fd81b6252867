//! Types whose JSON form is not that of their fields: enums of numbers, conversions, and fields
//! that never travel.

use std::collections::{BTreeMap, HashMap};
use std::num::ParseIntError;
use std::sync::Arc;

use driftless::decode::Strict;
use driftless::{Contract, ViolationKind as Kind, decode};
use serde_json::{Value, json};

fn schema_of<T: Contract>() -> Value {
    serde_json::to_value(T::json_schema()).unwrap()
}

fn written<T: Contract>(value: &T) -> String {
    serde_json::to_string(&Strict(value)).unwrap()
}

/// The severity of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Contract)]
#[contract(numbers)]
enum Severity {
    /// Nobody notices.
    Low = 1,
    Middle,
    High = 10,
}

#[derive(Debug, PartialEq, Contract)]
struct Ticket {
    severity: Severity,
    #[contract(one_of = [1, 2])]
    before: Option<Severity>,
}

#[test]
fn an_enum_of_numbers_travels_as_numbers() {
    let ticket = Ticket {
        severity: Severity::High,
        before: Some(Severity::Middle),
    };
    let text = r#"{"severity":10,"before":2}"#;
    assert_eq!(decode::<Ticket>(text).unwrap(), ticket);
    assert_eq!(written(&ticket), text);
    assert_eq!(decode::<Severity>("1.0e1").unwrap(), Severity::High);
    let schema = schema_of::<Severity>();
    assert_eq!(schema["enum"], json!([1, 2, 10]), "{schema}");
    assert_eq!(schema["type"], "integer", "{schema}");
    // A number says nothing by itself, so its name goes with it.
    assert_eq!(
        schema["description"],
        "The severity of a ticket.\n1 = Low: Nobody notices.\n2 = Middle\n10 = High",
        "{schema}"
    );
    for (text, kind) in [
        ("3", Kind::NotListed),
        ("\"Low\"", Kind::WrongType),
        ("\"1\"", Kind::WrongType),
        ("1.5", Kind::NotInteger),
        ("11", Kind::OutOfRange),
    ] {
        let drift = decode::<Severity>(text).unwrap_err();
        assert_eq!(drift.violations()[0].kind(), kind, "{drift}");
    }
    let drift = decode::<Ticket>(r#"{"severity":1,"before":10}"#).unwrap_err();
    assert_eq!(drift.violations()[0].kind(), Kind::NotListed, "{drift}");
}

/// A type of another crate, as far as this test goes: no derive can stand on it.
mod other_crate {
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub(super) struct Interval {
        pub(super) from: u32,
        pub(super) until: u32,
    }
}

#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(via = Period)]
struct Stay(other_crate::Interval);

/// Two days of a year.
#[derive(Debug, Contract)]
struct Period {
    /// First day.
    #[contract(range(1..=366))]
    from: u32,
    until: u32,
}

impl TryFrom<Period> for Stay {
    type Error = &'static str;

    fn try_from(Period { from, until }: Period) -> Result<Self, Self::Error> {
        if from <= until {
            Ok(Self(other_crate::Interval { from, until }))
        } else {
            Err("`until` lies before `from`; swap them")
        }
    }
}

impl From<Stay> for Period {
    fn from(Stay(other_crate::Interval { from, until }): Stay) -> Self {
        Self { from, until }
    }
}

#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(via = String)]
struct Code(u16);

impl TryFrom<String> for Code {
    type Error = ParseIntError;

    fn try_from(text: String) -> Result<Self, ParseIntError> {
        u16::from_str_radix(&text, 16).map(Self)
    }
}

impl From<Code> for String {
    fn from(Code(code): Code) -> Self {
        format!("{code:x}")
    }
}

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
enum Booking {
    Night(Stay),
    None,
}

#[derive(Debug, PartialEq, Contract)]
struct Guest {
    stays: Vec<Stay>,
    code: Option<Code>,
    booking: Booking,
}

#[test]
fn a_conversion_gives_the_form_and_its_error_is_a_violation() {
    let text = r#"{"stays":[{"from":1,"until":2}],"code":"1f","booking":{"kind":"night","from":3,"until":3}}"#;
    let guest: Guest = decode(text).unwrap();
    assert_eq!(
        guest.stays,
        [Stay(other_crate::Interval { from: 1, until: 2 })]
    );
    assert_eq!(guest.code, Some(Code(0x1f)));
    assert_eq!(written(&guest), text);
    assert_eq!(schema_of::<Stay>(), schema_of::<Period>());
    assert_eq!(Stay::fingerprint(), Period::fingerprint());

    let drift = decode::<Guest>(
        r#"{"stays":[{"from":5,"until":2},{"from":0,"until":2}],"code":"x","booking":{"kind":"night","from":9,"until":3}}"#,
    )
    .unwrap_err();
    let said: Vec<_> = drift
        .violations()
        .iter()
        .map(|one| (one.pointer(), one.kind(), one.hint()))
        .collect();
    let swap = Some("`until` lies before `from`; swap them");
    assert_eq!(
        said,
        [
            ("/stays/0", Kind::Ensure, swap),
            ("/stays/1/from", Kind::OutOfRange, None),
            ("/code", Kind::Ensure, Some("invalid digit found in string")),
            ("/booking", Kind::Ensure, swap),
        ],
        "{drift}"
    );
    assert_eq!(
        drift.violations()[0].expected(),
        "what a `Stay` can be made of"
    );
    assert_eq!(
        drift.violations()[2].expected(),
        "what a `Code` can be made of or null"
    );
}

/// A value that only the program knows.
#[derive(Debug, PartialEq, Default)]
struct Cache(Vec<u8>);

#[derive(Debug, PartialEq, Contract)]
struct Order<T> {
    sku: String,
    #[contract(skip = Self::FIRST)]
    revision: u32,
    #[contract(skip = Cache::default())]
    cache: Cache,
    #[contract(skip = None)]
    extra: Option<T>,
}

impl<T> Order<T> {
    const FIRST: u32 = 7;
}

#[test]
fn a_skipped_field_never_travels() {
    let order: Order<Cache> = decode(r#"{"sku":"A"}"#).unwrap();
    assert_eq!(
        (order.revision, &order.cache, &order.extra),
        (7, &Cache::default(), &None)
    );
    assert_eq!(written(&order), r#"{"sku":"A"}"#);
    let schema = schema_of::<Order<Cache>>();
    assert_eq!(schema["required"], json!(["sku"]), "{schema}");
    assert!(!schema.to_string().contains("revision"), "{schema}");
    let drift = decode::<Order<Cache>>(r#"{"sku":"A","revision":7}"#).unwrap_err();
    assert_eq!(drift.violations()[0].kind(), Kind::UnknownKey, "{drift}");
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Contract)]
#[contract(rename_all = "snake_case")]
enum Region {
    /// Europe.
    Eu,
    Us,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Contract)]
struct Sku(Arc<str>);

#[derive(Debug, PartialEq, Contract)]
struct Stock {
    pieces: BTreeMap<Region, u32>,
    lines: HashMap<Region, Vec<Severity>>,
    by_sku: BTreeMap<Sku, u32>,
    by_text: BTreeMap<Box<str>, u32>,
}

#[test]
fn the_keys_of_a_map_may_be_an_enum_or_a_text() {
    let text = r#"{"pieces":{"us":3},"lines":{"eu":[1,10]},"by_sku":{"A":1},"by_text":{"x":2}}"#;
    let stock: Stock = decode(text).unwrap();
    assert_eq!(stock.pieces, BTreeMap::from([(Region::Us, 3)]));
    assert_eq!(stock.lines[&Region::Eu], [Severity::Low, Severity::High]);
    assert_eq!(stock.by_sku[&Sku("A".into())], 1);
    assert_eq!(written(&stock), text);
    // Every key is declared, so a schema and a vendor's strict mode know them.
    let schema = schema_of::<BTreeMap<Region, u32>>();
    let keys: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["eu", "us"], "{schema}");
    assert_eq!(schema["additionalProperties"], false, "{schema}");
    assert_eq!(
        schema["required"].as_array().map_or(0, Vec::len),
        0,
        "{schema}"
    );
    // `null` is a key that is missing, as strict modes have to write it.
    let none: BTreeMap<Region, u32> = decode(r#"{"eu":null,"us":1}"#).unwrap();
    assert_eq!(none, BTreeMap::from([(Region::Us, 1)]));
    for (text, kind) in [
        (r#"{"EU":1}"#, Kind::UnknownKey),
        (r#"{"us":1,"us":2}"#, Kind::DuplicateKey),
        (r#"{"us":null,"us":2}"#, Kind::DuplicateKey),
        (r#"{"us":1,"us":null}"#, Kind::DuplicateKey),
        (r#"{"us":-1}"#, Kind::OutOfRange),
        (r#"[["us",1]]"#, Kind::WrongType),
    ] {
        let drift = decode::<BTreeMap<Region, u32>>(text).unwrap_err();
        assert_eq!(drift.violations()[0].kind(), kind, "{text} {drift}");
    }
}
